"""What a tablet has kept while it was away: carried out in order, once, and never over what another window wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ocop.criteria.rules import criteria_set, read_spelled
from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from ..models import Sheet
from ..queries.keeping import Drafted, cell_in, locked_draft
from ..rules import save_choice
from ..rules.keeping import Cell, Kept, clashes
from .sheets import clean_remark, locked_own_sheet, save_score, without

# The browser's number is taken and the sheet written in one statement; a number taken before writes nothing.
_STORE = """
WITH heard AS (
  INSERT INTO councils_hearddevice (sheet_id, device, seq, heard_at) VALUES (%(sheet)s, %(device)s, %(seq)s, %(at)s)
  ON CONFLICT (sheet_id, device) DO UPDATE SET seq = EXCLUDED.seq, heard_at = EXCLUDED.heard_at
  WHERE councils_hearddevice.seq < EXCLUDED.seq RETURNING 1)
UPDATE councils_sheet SET choices = %(choices)s, remarks = %(remarks)s, edition = edition + %(new)s, saved_at = %(at)s
WHERE id = %(sheet)s AND EXISTS (SELECT FROM heard)
"""
_choices, _remarks = Sheet._meta.get_field("choices"), Sheet._meta.get_field("remarks")


def keep_cell(pk: int, cell: Cell, *, device: str, by: Person, at: datetime | None = None) -> Kept:
    """Lưu một ô từ máy của thành viên: a repeated message changes nothing, a foreign value is never overwritten.

    A draft of the member, so it leaves no line in the journal; hand-in does. Four statements: a council saves
    thousands of times in a day.
    """
    try:
        with transaction.atomic():
            drafted = locked_draft(pk, by, device)
            if drafted is not None:
                return _kept(pk, drafted, cell, device, at or drafted.now)
        return _told(pk, cell, by, at)
    except Refused as refused:
        return Kept(cell.seq, "refused", message=" ".join(reason.message for reason in refused.reasons))


def _kept(pk: int, drafted: Drafted, cell: Cell, device: str, moment: datetime) -> Kept:
    if cell.seq <= drafted.heard:
        return Kept(cell.seq, "saved")
    stored = cell_in(drafted.choices, drafted.remarks, cell.code)
    if clashes(cell, stored):
        return Kept(cell.seq, "clash", *stored, at=f"{timezone.localtime(drafted.saved_at):%H:%M}")
    choices, remarks = _with(drafted, cell)
    same = choices == drafted.choices and remarks == drafted.remarks
    facts = {
        "sheet": pk, "device": device, "seq": cell.seq, "at": moment, "new": 0 if same else 1,
        "choices": _choices.get_db_prep_save(choices, connection),
        "remarks": _remarks.get_db_prep_save(remarks, connection),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STORE, facts)
    return Kept(cell.seq, "saved")


def _with(drafted: Drafted, cell: Cell) -> tuple[dict[str, Any], dict[str, str]]:
    found = criteria_set(drafted.regime, drafted.set_no)
    if found is None:
        raise Refused(f"Không có bảng điểm cho bộ {drafted.set_no} theo chế độ {drafted.regime}.")
    if not cell.value:
        message = f"Hãy chọn một mức cho tiêu chí {cell.code}, kể cả 0."
        raise Refused(Reason(message, f"choices.{cell.code}", "missing"))
    saved = save_choice(found, drafted.choices, cell.code, read_spelled(cell.value))
    note = clean_remark(cell.remark, "")
    remarks = {**drafted.remarks, cell.code: note} if note else without(drafted.remarks, cell.code)
    return saved.choices, remarks


def _told(pk: int, cell: Cell, by: Person, at: datetime | None) -> Kept:
    """The long way: the same act as the page's own form, which says in words what stands in the way."""
    with act(at) as moment:
        sheet = Sheet.objects.filter(pk=pk).first()
        if sheet is None:
            raise Refused(Reason("Không có phiếu này.", code="unknown"))
        own, _ = locked_own_sheet(sheet, by, moment)
        stored = cell_in(own.choices, own.remarks, cell.code)
        if clashes(cell, stored):
            return Kept(cell.seq, "clash", *stored, at=f"{timezone.localtime(own.saved_at):%H:%M}")
        choice = read_spelled(cell.value)
        save_score(own, criterion=cell.code, choice=choice, edition=own.edition, by=by, remark=cell.remark, at=at)
    return Kept(cell.seq, "saved")
