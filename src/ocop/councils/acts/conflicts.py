"""Declaring that one should not judge an item."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..models import Conflict, Item, Seat, Sheet, Sitting
from ..queries import seat_of


def declare_conflict(item: Item, *, cause: str, by: Person, at: datetime | None = None) -> Conflict:
    """Khai xung đột lợi ích: the item and its sheet are closed to the member from now on."""
    cause = clean_text(cause)
    Refused.unless_clear(text_unfit(cause, field="cause", label="Lý do", longest=300, shortest=5))
    with act(at) as moment:
        sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
        seat = _seat(sitting, by, moment)
        Refused.unless_clear(_too_late_to_declare(sitting, item, seat))
        conflict, new = Conflict.objects.get_or_create(
            item=item, seat=seat, withdrawn_at=None, defaults={"cause": cause, "declared_at": moment}
        )
        if new:
            # The cause may name a relative: it stays out of the journal.
            record("declare_conflict", by=by, about=item, at=moment, facts={"seat": seat.pk})
    return conflict


def withdraw_conflict(item: Item, *, by: Person, at: datetime | None = None) -> None:
    """Rút khai báo: only while the sitting is being prepared."""
    with act(at) as moment:
        sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
        seat = _seat(sitting, by, moment)
        if sitting.state != lifecycle.PLANNED:
            raise Refused(Reason("Phiên họp đã mở nên không rút được khai báo xung đột lợi ích.", code="wrong_state"))
        gone = Conflict.objects.filter(item=item, seat=seat, withdrawn_at__isnull=True).update(withdrawn_at=moment)
        if gone:
            record("withdraw_conflict", by=by, about=item, at=moment, facts={"seat": seat.pk})


def _seat(sitting: Sitting, by: Person, moment: datetime) -> Seat:
    seat = seat_of(by, sitting.council_id, timezone.localdate(moment))
    if seat is None or seat.role == Seat.Role.SECRETARY:
        raise Refused(Reason("Chỉ thành viên Hội đồng và Tổ tư vấn khai xung đột lợi ích.", code="not_allowed"))
    return seat


def _too_late_to_declare(sitting: Sitting, item: Item, seat: Seat) -> list[Reason]:
    reasons = []
    if sitting.state == lifecycle.CLOSED:
        reasons.append(Reason("Phiên họp đã kết thúc nên không khai thêm được.", code="wrong_state"))
    if Sheet.objects.filter(item=item, seat=seat, state=lifecycle.HANDED_IN).exists():
        reasons.append(Reason("Bạn đã nộp phiếu cho sản phẩm này nên không khai xung đột được nữa.", code="too_late"))
    return reasons
