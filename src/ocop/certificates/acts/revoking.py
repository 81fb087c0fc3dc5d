"""Thu hồi itself: the certificate is void from a day on; the procedure around it stands in `revocations`."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_sign_decisions
from ..models import Certificate, Recognition
from ..rules.issuing import GROUNDS, ground_unknown
from .recognitions import note_recognition
from .telling import tell_of_revocation


def revoke(
    certificate: Certificate, *, ground: str, on: date, decision_number: str, by: Person, at: datetime | None = None
) -> Certificate:
    """Thu hồi giấy chứng nhận: by the leader of the province, on one of the six legal grounds, from a day on."""
    with act(at) as moment:
        row = void(certificate, ground=ground, on=on, decision_number=decision_number, by=by, at=moment)
        tell_of_revocation(row, GROUNDS[ground], at=moment)
    return row


def void(
    certificate: Certificate, *, ground: str, on: date, decision_number: str, by: Person, at: datetime
) -> Certificate:
    """Without the letters, which the procedure sends when it is published."""
    with act(at) as moment:
        row = Certificate.objects.select_for_update(of=("self",)).select_related(
            "product", "result__item__dossier__commune", "result__item__dossier__product__producer"
        ).get(pk=certificate.pk)  # fmt: skip
        day = timezone.localdate(moment)
        Refused.unless_clear(
            None if may_sign_decisions(by, day=day) else Reason("Chỉ lãnh đạo UBND tỉnh thu hồi.", code="not_allowed"),
            ground_unknown(ground),
            _not_published(row),
            _day_unfit(row, on, day),
            None
            if decision_number.strip()
            else Reason("Hãy nhập số quyết định thu hồi.", "decision_number", "missing"),
        )
        row.state = lifecycle.REVOKE.target
        row.revoked_on, row.revoked_ground = on, ground
        row.save(update_fields=["state", "revoked_on", "revoked_ground"])
        note_recognition(
            row.product, kind=Recognition.Kind.REVOKED, star=row.star, by=by, at=moment, certificate=row,
            level=Recognition.Level.PROVINCE, regime=row.result.item.dossier.regime, decided_on=on,
            decision_number=clean_text(decision_number)[:120], note=GROUNDS[ground],
        )  # fmt: skip
        record("revoke", by=by, about=row, at=moment, facts={"ground": ground, "on": on.isoformat()})
    return row


def _not_published(certificate: Certificate) -> Reason | None:
    if lifecycle.REVOKE.leaves(certificate.state):
        return None
    return Reason("Chỉ thu hồi giấy đang công bố.", code="wrong_state")


def _day_unfit(certificate: Certificate, on: date, today: date) -> Reason | None:
    if certificate.issued_on <= on <= min(today, certificate.last_day):
        return None
    return Reason("Ngày thu hồi phải từ ngày cấp đến hôm nay và trước khi giấy hết hạn.", "on", "out_of_range")
