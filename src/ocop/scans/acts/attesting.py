"""Which of the papers attached in the diary buyers are told of."""

from __future__ import annotations

from datetime import datetime

from ocop.diaries.models import Attestation
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person
from ocop.producers.queries import acts_for

from ..models import ShownAttestation
from ..queries.attesting import kind_of_attested
from ..rules.passports import kept_from_buyers


def show_attested(attestation: Attestation, *, by: Person, at: datetime | None = None) -> ShownAttestation:
    """Cho người mua biết giấy: kind, number, issuer and dates stand on the passports of its lot or place, the file does not."""
    with act(at) as moment:
        row = Attestation.objects.select_for_update(of=("self",)).select_related("producer").get(pk=attestation.pk)
        gone = Reason("Giấy này đã được gỡ khỏi lô hoặc nơi làm.", "paper", "gone") if row.removed_at else None
        Refused.unless_clear(_not_own(row, by), gone, kept_from_buyers(kind_of_attested(row)))
        shown, _ = ShownAttestation.objects.update_or_create(
            attestation=row,
            defaults={"producer": row.producer, "shown_by": by, "shown_at": moment, "hidden_at": None},
        )
        record("show_attested", by=by, about=row, at=moment, facts={"attestation": row.pk})
    return shown


def hide_attested(attestation: Attestation, *, by: Person, at: datetime | None = None) -> None:
    """Thôi cho người mua biết giấy: passports forget it at once; it stays attached."""
    with act(at) as moment:
        shown = ShownAttestation.objects.select_for_update(of=("self",)).filter(attestation=attestation).first()
        hidden = shown is None or shown.hidden_at is not None
        Refused.unless_clear(
            _not_own(attestation, by), Reason("Giấy này đang không hiện.", "paper", "hidden") if hidden else None
        )
        assert shown is not None
        shown.hidden_at = moment
        shown.save(update_fields=["hidden_at"])
        record("hide_attested", by=by, about=attestation, at=moment, facts={"attestation": attestation.pk})


def _not_own(row: Attestation, by: Person) -> Reason | None:
    if acts_for(by, row.producer):
        return None
    return Reason("Chỉ người thay mặt chủ thể mới quyết định người mua thấy giấy nào.", "paper", "not_own")


__all__ = ["hide_attested", "show_attested"]
