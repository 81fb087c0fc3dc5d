"""What a tablet has kept while it was away: carried out in order, once, and never over what another window wrote."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from ocop.criteria.rules import read_spelled, spelled
from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from ..models import Sheet
from ..rules.keeping import Cell, Kept, clashes
from .sheets import locked_own_sheet, save_score

# A browser counts its messages; one statement takes the number or finds that it was taken.
_HEAR = """
INSERT INTO councils_hearddevice (sheet_id, device, seq, heard_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (sheet_id, device) DO UPDATE SET seq = EXCLUDED.seq, heard_at = EXCLUDED.heard_at
WHERE councils_hearddevice.seq < EXCLUDED.seq RETURNING seq
"""


class _Elsewhere(Exception):
    """Another window has written; leaves the transaction without a trace."""


def keep_cell(sheet: Sheet, cell: Cell, *, device: str, by: Person, at: datetime | None = None) -> Kept:
    """Lưu một ô từ máy của thành viên: a repeated message changes nothing, a foreign value is never overwritten."""
    kept = Kept(cell.seq, "saved")
    try:
        with act(at) as moment:
            own = locked_own_sheet(sheet, by, moment)[0]
            if _heard_before(own, device, cell.seq, moment):
                return kept
            stored = stored_cell(own, cell.code)
            if clashes(cell, stored):
                kept = Kept(cell.seq, "clash", *stored, at=_clock(own.saved_at))
                raise _Elsewhere
            save_score(
                own, criterion=cell.code, choice=_choice(cell), edition=own.edition, by=by, remark=cell.remark, at=at
            )
    except _Elsewhere:
        return kept
    except Refused as refused:
        return Kept(cell.seq, "refused", message=" ".join(reason.message for reason in refused.reasons))
    return kept


def stored_cell(sheet: Sheet, code: str) -> tuple[str, str]:
    """What the sheet says of a criterion, as a form spells it."""
    choice = sheet.choices.get(code)
    return "" if choice is None else spelled(choice), str(sheet.remarks.get(code, ""))


def _choice(cell: Cell) -> object:
    if not cell.value:
        message = f"Hãy chọn một mức cho tiêu chí {cell.code}, kể cả 0."
        raise Refused(Reason(message, f"choices.{cell.code}", "missing"))
    return read_spelled(cell.value)


def _heard_before(sheet: Sheet, device: str, seq: int, moment: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HEAR, [sheet.pk, device, seq, moment])
        return cursor.fetchone() is None


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
