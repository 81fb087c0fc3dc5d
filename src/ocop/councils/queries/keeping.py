"""What storing one choice needs, in one statement: whether the sheet may be written to, and what stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from ocop.criteria.rules import spelled
from ocop.people.models import Person
from ocop.people.queries import today

from .. import lifecycle
from ..models import Sheet

_OWN = """
SELECT h.id FROM councils_sheet h JOIN councils_seat s ON s.id = h.seat_id JOIN people_mandate m ON m.id = s.mandate_id
WHERE h.id = %(sheet)s AND s.person_id = %(person)s AND s.role IN ('chair', 'member')
  AND coalesce(s.starts_on, m.starts_on) <= %(day)s AND m.starts_on <= %(day)s
  AND coalesce(s.ends_on, %(day)s) >= %(day)s AND coalesce(m.ends_on, %(day)s) >= %(day)s
  AND NOT EXISTS (
    SELECT FROM councils_conflict c WHERE c.item_id = h.item_id AND c.seat_id = s.id AND c.withdrawn_at IS NULL)
"""

# The plain case only: an open sheet of this round, its own member, a sitting that scores and can seal, nobody
# sitting in for anybody. Whatever else is the case is told by `locked_own_sheet`, in words. Only the sheet is locked: a
# draft that is stored while its sitting closes counts for nothing, and thirty members must not queue for one row.
_LOCKED = """
SELECT h.choices, h.remarks, h.edition, h.saved_at, d.regime, d.set_no, v.seq, clock_timestamp()
FROM councils_sheet h
JOIN councils_item i ON i.id = h.item_id AND i.round = h.round
JOIN councils_sitting t ON t.id = i.sitting_id
JOIN dossiers_dossier d ON d.id = i.dossier_id
JOIN councils_seat s ON s.id = h.seat_id
JOIN people_mandate m ON m.id = s.mandate_id
LEFT JOIN councils_hearddevice v ON v.sheet_id = h.id AND v.device = %(device)s
WHERE h.id = %(sheet)s AND s.person_id = %(person)s AND h.state = %(open)s AND i.state = ANY(%(takes)s)
  AND t.state = %(scoring)s AND t.kind = %(meeting)s AND t.public_key <> ''
  AND (s.role = 'member' OR (s.role = 'chair' AND t.by_laws->>'chair_votes' = 'yes'))
  AND s.stands_for_id IS NULL AND NOT EXISTS (SELECT FROM councils_seat o WHERE o.stands_for_id = s.id)
  AND coalesce(s.starts_on, m.starts_on) <= %(day)s AND m.starts_on <= %(day)s
  AND coalesce(s.ends_on, %(day)s) >= %(day)s AND coalesce(m.ends_on, %(day)s) >= %(day)s
  AND NOT EXISTS (
    SELECT FROM councils_conflict c WHERE c.item_id = i.id AND c.seat_id = s.id AND c.withdrawn_at IS NULL)
  AND NOT EXISTS (
    SELECT FROM councils_abstention a WHERE a.item_id = i.id AND a.seat_id = s.id AND a.withdrawn_at IS NULL)
FOR UPDATE OF h
"""
_choices, _remarks = Sheet._meta.get_field("choices"), Sheet._meta.get_field("remarks")


@dataclass(frozen=True, slots=True)
class Drafted:
    """An open sheet under its lock."""

    choices: dict[str, Any]
    remarks: dict[str, str]
    edition: int
    saved_at: datetime
    regime: str
    set_no: int
    heard: int
    now: datetime


def own_sheet_number(person: Person, pk: int) -> int | None:
    """The number itself if it is a sheet that this person may use now; another's does not exist here."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"sheet": pk, "person": person.pk, "day": today()})
        return pk if cursor.fetchone() else None


def locked_draft(pk: int, person: Person, device: str) -> Drafted | None:
    """Inside a transaction; None where it is not the plain case."""
    facts: Mapping[str, Any] = {
        "sheet": pk, "person": person.pk, "device": device, "day": today(), "open": lifecycle.OPEN,
        "takes": list(lifecycle.ITEM_TAKES_SHEETS), "scoring": lifecycle.SCORING, "meeting": lifecycle.MEETING,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED, facts)
        row = cursor.fetchone()
    if row is None:
        return None
    choices, remarks = (
        field.from_db_value(raw, None, connection) for field, raw in zip((_choices, _remarks), row, strict=False)
    )
    return Drafted(choices, remarks, row[2], row[3], row[4], row[5], row[6] or 0, row[7])


def cell_in(choices: Mapping[str, Any], remarks: Mapping[str, str], code: str) -> tuple[str, str]:
    """What a sheet says of a criterion, as a form spells it."""
    choice = choices.get(code)
    return "" if choice is None else spelled(choice), str(remarks.get(code, ""))
