"""A member's sheet: opened, saved criterion by criterion, handed in, revised with a reason."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from ocop.criteria.rules import CriteriaSet
from ocop.criteria.rules.choices import disqualifications
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, canonical, clean_text, text_unfit
from ocop.people.models import Person

from .. import lifecycle
from ..models import Item, Seat, Sheet, Sitting
from ..queries import claims_of, criteria_of, has_abstained, has_conflict, has_stated, seat_of, seat_rests
from ..rules import reasons_missing, save_choice, sheet_incomplete, sheet_seal, stale_edition
from ..rules.sealing import sealed_box

LONGEST_REMARK = 1000


def open_sheet(item: Item, *, by: Person, at: datetime | None = None) -> Sheet:
    """Mở phiếu chấm: the member's own; asking again gives the same sheet."""
    with act(at) as moment:
        sitting = Sitting.objects.select_for_update().get(pk=item.sitting_id)
        item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
        seat = _voting_seat(sitting, item, by, moment)
        stated = (
            None
            if has_stated(item, seat)
            else Reason(
                "Trước khi chấm, hãy khai có hay không có xung đột lợi ích với các sản phẩm của phiên.",
                code="not_stated",
            )
        )
        Refused.unless_clear(not_scoring(sitting, item), stated)
        sheet, new = Sheet.objects.exclude(state=lifecycle.VOID).get_or_create(
            item=item, seat=seat, round=item.round, defaults={"opened_at": moment, "saved_at": moment}
        )
        if new:
            record("open_sheet", by=by, about=sheet, at=moment, facts={"item": item.pk, "round": item.round})
    return sheet


def save_score(
    sheet: Sheet, *, criterion: str, choice: object, edition: int, by: Person, remark: str | None = None,
    at: datetime | None = None,
) -> Sheet:  # fmt: skip
    """Lưu điểm một tiêu chí: a draft of the member, so it leaves no line in the journal; hand-in does."""
    with act(at) as moment:
        sheet, found = _own_open_sheet(sheet, by, moment)
        saved = save_choice(found, sheet.choices, criterion, choice)
        note = clean_remark(remark, sheet.remarks.get(criterion, ""))
        if saved.choices == sheet.choices and note == sheet.remarks.get(criterion, ""):
            return sheet  # a double click
        Refused.unless_clear(stale_edition(edition, sheet.edition))
        sheet.choices = saved.choices
        sheet.remarks = {**sheet.remarks, criterion: note} if note else without(sheet.remarks, criterion)
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
    """Nộp phiếu: complete, its seal in the journal, its content in a box that only the sitting's key opens."""
    with act(at) as moment:
        sheet, found = _own_open_sheet(sheet, by, moment)
        Refused.unless_clear(
            stale_edition(edition, sheet.edition),
            sheet_incomplete(found, sheet.choices),
            _reasons_missing(sheet, found),
        )
        sheet.state = lifecycle.HAND_IN.target
        sheet.handed_in_at = sheet.saved_at = moment
        put_in_box(sheet)
        facts = {"item": sheet.item_id, "round": sheet.round, "seal": sheet.seal}
        record("hand_in", by=by, about=sheet, at=moment, facts=facts)
    return sheet


def _reasons_missing(sheet: Sheet, found: CriteriaSet) -> list[Reason]:
    if not sheet.item.sitting.rules.reason_below_claim:
        return []
    return reasons_missing(found, sheet.choices, claims_of(sheet.item.dossier), sheet.remarks)


def put_in_box(sheet: Sheet) -> None:
    """Choices, remarks, gates and salt leave the row; from here on not even the member reads them."""
    salt, content = secrets.token_hex(32), sheet.content()
    sheet.seal = sheet_seal(salt, content)
    public = bytes.fromhex(sheet.item.sitting.public_key)
    sheet.box = sealed_box(public, canonical({"salt": salt, "content": content}), sheet.bound)
    sheet.choices, sheet.remarks, sheet.disqualified = {}, {}, []
    sheet.save()


def _voting_seat(sitting: Sitting, item: Item, by: Person, moment: datetime) -> Seat:
    seat = seat_of(by, sitting.council_id, timezone.localdate(moment))
    if seat is None or not seat.votes or seat_rests(seat, sitting.rules, timezone.localdate(moment)):
        raise Refused(Reason("Chỉ thành viên có quyền chấm của Hội đồng mở được phiếu.", code="not_allowed"))
    if has_conflict(item, seat):
        raise Refused(Reason("Bạn đã khai xung đột lợi ích với sản phẩm này nên không chấm.", code="conflict"))
    if has_abstained(item, seat):
        raise Refused(Reason("Bạn đã báo không chấm sản phẩm này. Rút lại được đến khi mở phiếu.", code="abstained"))
    return seat


def locked_own_sheet(sheet: Sheet, by: Person, moment: datetime) -> tuple[Sheet, Sitting]:
    """Locks sitting, then sheet: closing takes the same order, so hand-ins and closing never wait for each other."""
    sitting_id = Item.objects.values_list("sitting_id", flat=True).get(pk=sheet.item_id)
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("council").get(pk=sitting_id)
    item = Item.objects.select_related("dossier").get(pk=sheet.item_id)
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    item.sitting, sheet.item = sitting, item
    if _voting_seat(sitting, item, by, moment).pk != sheet.seat_id:
        raise Refused(Reason("Đây không phải phiếu của bạn.", code="not_allowed"))
    return sheet, sitting


def _own_open_sheet(sheet: Sheet, by: Person, moment: datetime) -> tuple[Sheet, CriteriaSet]:
    sheet, sitting = locked_own_sheet(sheet, by, moment)
    Refused.unless_clear(_not_open(sheet) or not_scoring(sitting, sheet.item))
    return sheet, criteria_of(sheet.item)


def _not_open(sheet: Sheet) -> Reason | None:
    if sheet.state == lifecycle.VOID:
        return Reason("Phiếu này không còn tính. Hãy mở phiếu mới từ bàn làm việc.", code="void")
    message = "Phiếu đã nộp và niêm phong. Sau khi mở phiếu, sửa được bằng «Sửa điểm», có nêu lý do."
    return Reason(message, code="already_in") if sheet.is_in else None


def not_scoring(sitting: Sitting, item: Item) -> Reason | None:
    if sitting.is_written:
        return Reason("Phiên này lấy ý kiến bằng văn bản, không chấm phiếu.", code="wrong_state")
    if sitting.state != lifecycle.SCORING:
        word = "chưa mở" if sitting.state == lifecycle.PLANNED else "đã kết thúc"
        return Reason(f"Phiên họp {word} nên không chấm được.", code="wrong_state")
    if not item.takes_sheets:
        return Reason(f"Sản phẩm này không ở bước chấm ({item.state_name.lower()}).", code="wrong_state")
    if not sitting.public_key:
        message = "Phiên chưa có khóa niêm phong. Chủ tịch báo mất mã mở, nhận mã mới rồi mở lại phiên."
        return Reason(message, code="no_key")
    return None


def clean_remark(given: str | None, kept: str) -> str:
    if given is None:
        return kept
    text = clean_text(given)
    Refused.unless_clear(text_unfit(text, field="remark", label="Nhận xét", longest=LONGEST_REMARK))
    return text


def without(remarks: dict[str, Any], criterion: str) -> dict[str, Any]:
    return {code: text for code, text in remarks.items() if code != criterion}


def _save(sheet: Sheet, moment: datetime) -> None:
    sheet.edition += 1
    sheet.saved_at = moment
    sheet.save(update_fields=["choices", "remarks", "disqualified", "edition", "saved_at"])
