"""A member's sheet: opened, saved criterion by criterion, handed in, revised with a reason."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from ocop.criteria.rules import CriteriaSet, rate
from ocop.criteria.rules.choices import disqualifications
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..models import Item, Seat, Sheet, Sitting
from ..queries import criteria_of, has_conflict, seat_of
from ..rules import save_choice, sheet_incomplete, sheet_seal, stale_edition

LONGEST_REMARK = 1000


def open_sheet(item: Item, *, by: Person, at: datetime | None = None) -> Sheet:
    """Mở phiếu chấm: the member's own; asking again gives the same sheet."""
    with act(at) as moment:
        sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
        seat = _voting_seat(sitting, item, by, moment)
        Refused.unless_clear(not_scoring(sitting))
        sheet, new = Sheet.objects.get_or_create(
            item=item, seat=seat, defaults={"salt": secrets.token_hex(32), "opened_at": moment, "saved_at": moment}
        )
        if new:
            record("open_sheet", by=by, about=sheet, at=moment, facts={"item": item.pk})
    return sheet


def save_score(
    sheet: Sheet, *, criterion: str, choice: object, edition: int, by: Person, remark: str | None = None,
    at: datetime | None = None,
) -> Sheet:  # fmt: skip
    """Lưu điểm một tiêu chí: a draft of the member, so it leaves no line in the journal; hand-in does."""
    with act(at) as moment:
        sheet, found = _own_open_sheet(sheet, by, moment)
        saved = save_choice(found, sheet.choices, criterion, choice)
        note = _remark(remark, sheet.remarks.get(criterion, ""))
        if saved.choices == sheet.choices and note == sheet.remarks.get(criterion, ""):
            return sheet  # a double click
        Refused.unless_clear(stale_edition(edition, sheet.edition))
        sheet.choices = saved.choices
        sheet.remarks = {**sheet.remarks, criterion: note} if note else _without(sheet.remarks, criterion)
        _save(sheet, moment)
    return sheet


def save_gates(sheet: Sheet, *, disqualified: list[str], edition: int, by: Person, at: datetime | None = None) -> Sheet:
    """Nêu chốt loại: the gates that this member finds to apply."""
    named = sorted(set(disqualified))
    with act(at) as moment:
        sheet, found = _own_open_sheet(sheet, by, moment)
        Refused.unless_clear(disqualifications(found, named))
        if named == sheet.disqualified:
            return sheet
        Refused.unless_clear(stale_edition(edition, sheet.edition))
        sheet.disqualified = named
        _save(sheet, moment)
    return sheet


def hand_in(sheet: Sheet, *, edition: int, by: Person, at: datetime | None = None) -> Sheet:
    """Nộp phiếu: complete, sealed with its secret salt; the journal keeps the seal and no score."""
    with act(at) as moment:
        sheet, found = _own_open_sheet(sheet, by, moment)
        Refused.unless_clear(stale_edition(edition, sheet.edition), sheet_incomplete(found, sheet.choices))
        sheet.state = lifecycle.HAND_IN.target
        sheet.handed_in_at = moment
        seal_sheet(sheet, found)
        record("hand_in", by=by, about=sheet, at=moment, facts={"item": sheet.item_id, "seal": sheet.seal})
    return sheet


def _voting_seat(sitting: Sitting, item: Item, by: Person, moment: datetime) -> Seat:
    seat = seat_of(by, sitting.council_id, timezone.localdate(moment))
    if seat is None or not seat.votes:
        raise Refused(Reason("Chỉ thành viên có quyền chấm của Hội đồng mở được phiếu.", code="not_allowed"))
    if has_conflict(item, seat):
        raise Refused(Reason("Bạn đã khai xung đột lợi ích với sản phẩm này nên không chấm.", code="conflict"))
    return seat


def locked_own_sheet(sheet: Sheet, by: Person, moment: datetime) -> tuple[Sheet, Sitting]:
    """Locks sitting, then sheet: closing takes the same order, so hand-ins and closing never wait for each other."""
    item = Item.objects.select_related("dossier").get(pk=sheet.item_id)
    sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    sheet.item = item
    if _voting_seat(sitting, item, by, moment).pk != sheet.seat_id:
        raise Refused(Reason("Đây không phải phiếu của bạn.", code="not_allowed"))
    return sheet, sitting


def _own_open_sheet(sheet: Sheet, by: Person, moment: datetime) -> tuple[Sheet, CriteriaSet]:
    sheet, sitting = locked_own_sheet(sheet, by, moment)
    is_in = Reason("Phiếu đã nộp. Muốn đổi điểm, hãy dùng «Sửa điểm» và nêu lý do.", code="already_in")
    Refused.unless_clear(not_scoring(sitting), is_in if sheet.is_in else None)
    return sheet, criteria_of(sheet.item)


def not_scoring(sitting: Sitting) -> Reason | None:
    if sitting.state == lifecycle.SCORING:
        return None
    word = "chưa mở" if sitting.state == lifecycle.PLANNED else "đã kết thúc"
    return Reason(f"Phiên họp {word} nên không chấm được.", code="wrong_state")


def _remark(given: str | None, kept: str) -> str:
    if given is None:
        return kept
    text = clean_text(given)
    Refused.unless_clear(text_unfit(text, field="remark", label="Nhận xét", longest=LONGEST_REMARK))
    return text


def _without(remarks: dict[str, Any], criterion: str) -> dict[str, Any]:
    return {code: text for code, text in remarks.items() if code != criterion}


def _save(sheet: Sheet, moment: datetime) -> None:
    sheet.edition += 1
    sheet.saved_at = moment
    sheet.save(update_fields=["choices", "remarks", "disqualified", "edition", "saved_at"])


def seal_sheet(sheet: Sheet, found: CriteriaSet) -> None:
    sheet.points = rate(found, sheet.choices, sheet.disqualified).points
    sheet.seal = sheet_seal(sheet.salt, sheet.content())
    sheet.save()
