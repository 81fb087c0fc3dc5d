"""Declaring that one should not judge an item, or will not: conflicts, the statement of a whole sitting, abstentions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..models import Abstention, Conflict, Item, Seat, Sheet, Sitting, Statement
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


def declare_interests(
    sitting: Sitting, *, conflicts: Mapping[int, str], by: Person, at: datetime | None = None
) -> Statement:
    """Khai cho cả phiên: a conflict with its cause for each item named by number, and none with all the others."""
    with act(at) as moment:
        sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
        seat = _seat(sitting, by, moment)
        Refused.unless_clear(_closed(sitting))
        items = {item.pk: item for item in sitting.items.all()}
        for number, cause in conflicts.items():
            if number in items:
                declare_conflict(items[number], cause=cause, by=by, at=moment)
        facts = {"covers": sorted(items), "stated_at": moment}
        statement, _ = Statement.objects.update_or_create(sitting=sitting, seat=seat, defaults=facts)
        told = {"seat": seat.pk, "items": len(items), "conflicts": len(conflicts)}
        record("declare_interests", by=by, about=sitting, at=moment, facts=told)
    return statement


def abstain(item: Item, *, cause: str, by: Person, at: datetime | None = None) -> Abstention:
    """Không chấm, có lý do: printed in the minutes; the item stays open to the member."""
    cause = clean_text(cause)
    Refused.unless_clear(text_unfit(cause, field="cause", label="Lý do", longest=300, shortest=5))
    with act(at) as moment:
        sitting, seat = _voter(item, by, moment)
        Refused.unless_clear(_too_late_to_declare(sitting, item, seat), _not_taking(item))
        found, new = Abstention.objects.get_or_create(
            item=item, seat=seat, withdrawn_at=None, defaults={"cause": cause, "declared_at": moment}
        )
        if new:
            facts = {"item": item.pk, "round": item.round, "seat": seat.pk}
            record("abstain", by=by, about=item, at=moment, facts=facts)
    return found


def withdraw_abstention(item: Item, *, by: Person, at: datetime | None = None) -> None:
    """Rút báo không chấm: as long as the item's sheets are not opened."""
    with act(at) as moment:
        _, seat = _voter(item, by, moment)
        Refused.unless_clear(_not_taking(item))
        gone = Abstention.objects.filter(item=item, seat=seat, withdrawn_at__isnull=True).update(withdrawn_at=moment)
        if gone:
            record("withdraw_abstention", by=by, about=item, at=moment, facts={"seat": seat.pk})


def _voter(item: Item, by: Person, moment: datetime) -> tuple[Sitting, Seat]:
    sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
    item.refresh_from_db(fields=["state", "round"])
    seat = _seat(sitting, by, moment)
    if not seat.votes:
        raise Refused(Reason("Chỉ thành viên có quyền chấm báo không chấm.", code="not_allowed"))
    return sitting, seat


def _not_taking(item: Item) -> Reason | None:
    if item.state in (lifecycle.LISTED, *lifecycle.ITEM_TAKES_SHEETS):
        return None
    return Reason(f"Sản phẩm này không ở bước chấm ({item.state_name.lower()}).", code="wrong_state")


def _seat(sitting: Sitting, by: Person, moment: datetime) -> Seat:
    seat = seat_of(by, sitting.council_id, timezone.localdate(moment))
    if seat is None or seat.role == Seat.Role.SECRETARY:
        raise Refused(Reason("Chỉ thành viên Hội đồng và Tổ tư vấn khai xung đột lợi ích.", code="not_allowed"))
    return seat


def _closed(sitting: Sitting) -> Reason | None:
    if sitting.state != lifecycle.CLOSED:
        return None
    return Reason("Phiên họp đã kết thúc nên không khai thêm được.", code="wrong_state")


def _too_late_to_declare(sitting: Sitting, item: Item, seat: Seat) -> list[Reason]:
    reasons = [reason for reason in (_closed(sitting),) if reason]
    mine = Sheet.objects.filter(item=item, seat=seat, round=item.round)
    if mine.filter(state__in=lifecycle.SHEET_IS_IN).exists():
        reasons.append(Reason("Bạn đã nộp phiếu cho sản phẩm này nên không khai xung đột được nữa.", code="too_late"))
    return reasons
