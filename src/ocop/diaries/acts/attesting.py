"""Attaching a certificate of the vault to a lot, a site or a growing area, and taking it away again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from ocop.dossiers.queries import details_of, holds_paper
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.lots.models import Lot
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for

from ..models import Attestation, GrowingArea, Site

Thing = Lot | Site | GrowingArea


def attach_certificate(paper: Paper, to: Thing, *, by: Person, at: datetime | None = None) -> Attestation:
    """Gắn giấy vào lô hoặc nơi: from the vault of whoever the thing belongs to; a lapsed one is shown as lapsed."""
    producer = to.product.producer if isinstance(to, Lot) else to.producer
    with act(at) as moment:
        Refused.unless_clear(_not_own(producer, by), _foreign(paper, producer), _untold(paper), _closed(to))
        assert producer is not None
        named = {"lot" if isinstance(to, Lot) else "site" if isinstance(to, Site) else "area": to}
        try:
            with transaction.atomic():
                made = Attestation.objects.create(
                    producer=producer, paper=paper, attached_by=by, attached_at=moment, **named
                )
        except IntegrityError:
            raise Refused(Reason("Giấy này đã gắn vào đây rồi.", "paper", "attached")) from None
        record("attach_certificate", by=by, about=to, at=moment, facts={"paper": paper.sha256, "attestation": made.pk})
    return made


def detach_certificate(attestation: Attestation, *, by: Person, at: datetime | None = None) -> Attestation:
    """Gỡ giấy: no longer told of that lot or place; the paper stays in the vault."""
    with act(at) as moment:
        row = Attestation.objects.select_for_update(of=("self",)).select_related("producer").get(pk=attestation.pk)
        gone = Reason("Giấy này đã được gỡ.", "paper", "gone") if row.removed_at else None
        Refused.unless_clear(_not_own(row.producer, by), gone)
        row.removed_by, row.removed_at = by, moment
        row.save(update_fields=["removed_by", "removed_at"])
        record("detach_certificate", by=by, about=row, at=moment, facts={"attestation": row.pk})
    return row


def _not_own(producer: Producer | None, by: Person) -> Reason | None:
    if producer is not None and acts_for(by, producer):
        return None
    return Reason("Chỉ người thay mặt chủ thể mới gắn giấy được.", "paper", "not_own")


def _foreign(paper: Paper, producer: Producer | None) -> Reason | None:
    if producer is not None and holds_paper(producer, paper):
        return None
    return Reason("Giấy này không có trong kho giấy tờ của chủ thể. Hãy cất vào kho trước.", "paper", "foreign")


def _untold(paper: Paper) -> Reason | None:
    if details_of(paper) is not None:
        return None
    return Reason("Chưa ghi giấy này là giấy gì, có hạn đến khi nào. Hãy ghi ở kho giấy tờ.", "paper", "untold")


def _closed(to: Thing) -> Reason | None:
    if isinstance(to, Lot) or to.closed_at is None:
        return None
    return Reason("Nơi này đã thôi dùng.", "to", "closed")
