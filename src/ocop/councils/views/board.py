"""A sitting's board: what is on it, who is missing, which item is on every screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.rules import Role

from .. import lifecycle
from ..access import may_declare, may_hold_code, may_preside, may_read_results, may_see_fairness, may_see_sitting
from ..models import Sitting
from ..queries import board_of, holders_of, holds, seat_of, sitting_seen_by
from ..queries.board import Overview, Row
from ..queries.live import live_of, pulse_of
from .councils import reader_of
from .live import not_modified, tagged, unchanged


@require_safe
@guarded(may_see_sitting, find=sitting_seen_by)
def board(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The whole page, or its moving part alone; nothing is made while nothing has moved."""
    person = reader_of(request)
    if sitting.is_written:
        return redirect(sitting)
    if not request.headers.get("HX-Request"):
        response = render(request, "councils/board.html", _context(request, sitting))
        response["Cache-Control"] = "no-store, private"
        return response
    tag = pulse_of(sitting, person)
    if unchanged(request, tag):
        return not_modified(tag)
    return tagged(render(request, "councils/_board.html", _context(request, sitting)), tag)


def _context(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    person = reader_of(request)
    rows = board_of(sitting, person)
    presides = may_preside(person, sitting.council)
    live = live_of(sitting, person)
    return {
        "sitting": sitting, "rows": rows, "overview": Overview(tuple(rows)), "tag": pulse_of(sitting, person),
        "ready": sum(row.has_quorum for row in rows), "live": live, "shown": live.item.pk if live.item else 0,
        "all_ready": bool(rows) and all(row.has_quorum for row in rows),
        "all_done": bool(rows) and all(row.is_done for row in rows), "holds_code": may_hold_code(person, sitting),
        "codes_missing": _codes_missing(sitting, person),
        "seat": seat_of(person, sitting.council_id), "presides": presides, "person": person,
        "shows_items": presides and sitting.state == lifecycle.SCORING,
        "puts": holds(person, Role.PROVINCE_OFFICER) and sitting.state == lifecycle.PLANNED,
        "declares": may_declare(person, sitting) and sitting.state != lifecycle.CLOSED,
        "reads": may_read_results(person, sitting), "sees_fairness": may_see_fairness(person, sitting),
        "carry": " ".join(f"/hoi-dong/phieu/{pk}/mang-theo/" for pk in _open_sheets(rows)),
    }  # fmt: skip


def _codes_missing(sitting: Sitting, person: Person) -> list[str]:
    if sitting.state != lifecycle.PLANNED:
        return []
    return [holder.name for holder in holders_of(sitting, person) if holder.code is None]


def _open_sheets(rows: list[Row]) -> list[int]:
    """One's own that a tablet should hold before the network goes."""
    return [row.my_sheet.pk for row in rows if row.my_sheet is not None and not row.my_sheet.is_in]
