"""Opening what was sealed: item by item or all that are ready, with the key that two codes give back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.utils import timezone

from ocop.criteria.rules import rate, sift
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_preside
from ..models import Discussion, Item, Sheet, Sitting
from ..queries import Count, counts_of, criteria_of, is_key_of
from ..rules import sheet_seal, spread, spread_causes, spread_fires
from ..rules.sealing import BoxBroken, opened_box
from .keys import locked_sitting

_STORE_ITEM = "UPDATE councils_item SET state = %s, opened_at = %s, spread = %s WHERE id = %s"
_STORE_SHEET = """
UPDATE councils_sheet SET state = %s, choices = %s::jsonb, remarks = %s::jsonb, disqualified = %s::jsonb, points = %s,
  salt = %s, revealed_at = %s WHERE id = %s
"""


def open_sheets(
    item: Item, *, key: bytes, by: Person, end_waiting: bool = False, at: datetime | None = None
) -> Item:  # fmt: skip
    """Mở phiếu: every sealed sheet of the item's round at once, each checked against its seal."""
    with act(at) as moment:
        sitting = locked_sitting(item.sitting)
        item = Item.objects.select_for_update(of=("self",)).select_related("dossier__product").get(pk=item.pk)
        item.sitting = sitting
        Refused.unless_clear(_may_not_open(sitting, key, by, moment))
        count = counts_of(sitting, [item])[item.pk]
        Refused.unless_clear(_not_ready(count, end_waiting))
        _open([item], key, by, moment)
    return item


def open_all(sitting: Sitting, *, key: bytes, by: Person, at: datetime | None = None) -> list[Item]:
    """Mở mọi mục đã đủ phiếu: those that wait for somebody stay sealed."""
    with act(at) as moment:
        sitting = locked_sitting(sitting)
        Refused.unless_clear(_may_not_open(sitting, key, by, moment))
        items = list(sitting.items.select_for_update(of=("self",)).select_related("dossier__product"))
        for item in items:
            item.sitting = sitting
        counts = counts_of(sitting, items)
        ready = [item for item in items if not _not_ready(counts[item.pk], end_waiting=False)]
        if not ready:
            raise Refused(Reason("Chưa mục nào đủ phiếu của mọi thành viên để mở.", "items", "none_ready"))
        _open(ready, key, by, moment)
    return ready


def _may_not_open(sitting: Sitting, key: bytes, by: Person, moment: datetime) -> list[Reason]:
    reasons = []
    if not may_preside(by, sitting.council, day=timezone.localdate(moment)):
        reasons.append(Reason("Chỉ Chủ tịch hoặc Thư ký Hội đồng mở phiếu.", code="not_allowed"))
    if sitting.state != lifecycle.SCORING or sitting.is_written:
        reasons.append(Reason("Phiên họp không ở bước chấm nên không có phiếu để mở.", code="wrong_state"))
    elif not is_key_of(sitting, key):
        reasons.append(Reason("Chưa mở được khóa của phiên. Hãy nhập hai mã mở.", "code_1", "no_key"))
    return reasons


def _not_ready(count: Count, end_waiting: bool) -> list[Reason]:
    item = count.item
    if not item.takes_sheets:
        return [Reason(f"{item}: không ở bước chấm ({item.state_name.lower()}).", "items", "wrong_state")]
    if not count.has_quorum:
        message = f"{item}: mới có {count.counted}/{count.needed} phiếu, chưa đủ số tối thiểu theo Quy chế."
        return [Reason(message, "items", "no_quorum")]
    if count.waiting and not end_waiting:
        names = ", ".join(seat.person.name for seat in count.waiting)
        message = f"{item}: còn chờ phiếu của {names}. Chờ thêm, hoặc chọn «thôi chờ» rồi mở."
        return [Reason(message, "items", "waiting")]
    return []


def _open(items: list[Item], key: bytes, by: Person, moment: datetime) -> None:
    sealed = _sealed(items)
    reasons = [reason for item in items for sheet in sealed[item.pk] for reason in _unsealed(sheet, key, moment)]
    Refused.unless_clear(reasons)
    earlier = _opened_before(items)
    for item in items:
        _move(item, [*earlier[item.pk], *sealed[item.pk]], moment)
        facts = {
            "item": item.pk, "round": item.round,
            "sheets": [{"seat": sheet.seat_id, "seal": sheet.seal} for sheet in sealed[item.pk]],
        }  # fmt: skip
        record("open_sheets", by=by, about=item, at=moment, facts=facts)
        if item.state == lifecycle.OPENED:
            _call_for_spread(item, [*earlier[item.pk], *sealed[item.pk]], by, moment)
    _store(items, [sheet for item in items for sheet in sealed[item.pk]])


def _sealed(items: list[Item]) -> dict[int, list[Sheet]]:
    return _by_item(items, lifecycle.HANDED_IN)


def _opened_before(items: list[Item]) -> dict[int, list[Sheet]]:
    """Sheets of the same round that stand open already, from before there were seals or from lost codes."""
    return _by_item(items, lifecycle.OPENED)


def _by_item(items: list[Item], state: str) -> dict[int, list[Sheet]]:
    by_pk = {item.pk: item for item in items}
    found: dict[int, list[Sheet]] = defaultdict(list)
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("seat__person")
    for sheet in rows.filter(item__in=items, state=state).order_by("seat_id"):
        if sheet.round == by_pk[sheet.item_id].round:
            sheet.item = by_pk[sheet.item_id]
            found[sheet.item_id].append(sheet)
    return found


def _unsealed(sheet: Sheet, key: bytes, moment: datetime) -> list[Reason]:
    """Puts what the box held back into the sheet, if it says what was sealed, and of this very sheet."""
    try:
        held = json.loads(opened_box(key, sheet.box, sheet.bound))
    except BoxBroken:
        return [_broken(sheet)]
    content = held["content"]
    sheet.salt, sheet.choices = held["salt"], content["choices"]
    sheet.remarks, sheet.disqualified = content["remarks"], content["disqualified"]
    if sheet_seal(held["salt"], content) != sheet.seal or content != sheet.content():
        return [_broken(sheet)]
    sheet.points = rate(criteria_of(sheet.item), sheet.choices, sheet.disqualified).points
    sheet.state, sheet.revealed_at = lifecycle.REVEAL.target, moment
    return []


def _broken(sheet: Sheet) -> Reason:
    message = f"{sheet.item}: phiếu của {sheet.seat.person} không khớp dấu niêm phong. Hãy báo người quản trị."
    return Reason(message, "items", "seal_broken")


def _move(item: Item, sheets: Iterable[Sheet], moment: datetime) -> None:
    item.state = lifecycle.OPEN_SHEETS.target
    item.opened_at = item.opened_at or moment
    item.spread = spread([int(sheet.points or 0) for sheet in sheets])


def _call_for_spread(item: Item, sheets: list[Sheet], by: Person, moment: datetime) -> None:
    """The by-laws put the discussion on the agenda; after the second round the chair may, nobody must."""
    laws = item.sitting.rules
    if item.round > 1 or not spread_fires(laws, item.spread or 0):
        return
    cause = f"Các phiếu chênh lệch {item.spread} điểm, quá {laws.spread_points} điểm theo Quy chế."
    begin_discussion(item, sheets, cause, laws.spread_rule == "second_round", by, moment)


def begin_discussion(
    item: Item, sheets: list[Sheet], cause: str, required: bool, by: Person, moment: datetime
) -> Discussion:
    """The step itself: the caller has asked whether it may be taken, and saves the item."""
    found = criteria_of(item)
    causes = spread_causes(found, [sift(found, sheet.choices).choices for sheet in sheets])
    item.state = lifecycle.CALL_DISCUSSION.target
    discussion = Discussion.objects.create(
        item=item, cause=cause, spread=item.spread or 0, criteria=[c.criterion for c in causes], required=required,
        opened_at=moment,
    )  # fmt: skip
    facts = {"item": item.pk, "spread": item.spread or 0, "criteria": discussion.criteria, "required": required}
    record("call_discussion", by=by, about=item, at=moment, facts=facts)
    return discussion


def _store(items: list[Item], sheets: list[Sheet]) -> None:
    """Opened, they stand plain. One prepared statement for all rows: a case for each of 4 500 took twenty times as long."""
    with connection.cursor() as cursor:
        cursor.executemany(
            _STORE_ITEM, [(item.state, item.opened_at, item.spread, item.pk) for item in items]
        )  # fmt: skip
        cursor.executemany(
            _STORE_SHEET,
            [
                (
                    sheet.state, json.dumps(sheet.choices), json.dumps(sheet.remarks), json.dumps(sheet.disqualified),
                    sheet.points, sheet.salt, sheet.revealed_at, sheet.pk,
                )
                for sheet in sheets
            ],
        )  # fmt: skip
