"""What the minutes of a sitting say, as plain data: the same facts give the same paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from .. import lifecycle
from ..models import Item, Result, Seat, Sheet, Sitting
from .board import Row, board_of

SECRETARY = Seat.Role.SECRETARY


def minutes_facts(sitting: Sitting, closed_at: datetime, journal_head: str) -> dict[str, Any]:
    """Facts of the minutes; called while closing, so `closed_at` is given."""
    council = sitting.council
    seats = list(council.seats.select_related("person"))
    rows = board_of(sitting, seats[0].person) if seats else []
    return {
        "council": council.name,
        "decision": council.decision_number,
        "founded_on": _day(council.founded_on),
        "sitting": sitting.name,
        "round": sitting.round.name,
        "held_on": _day(sitting.held_on),
        "opened_at": _moment(sitting.opened_at),
        "closed_at": _moment(closed_at),
        "simulated": council.simulated,
        "members": [_member(seat) for seat in seats],
        "items": [_item(row) for row in rows],
        "by_laws": sitting.rules.in_words(),
        "journal_head": journal_head,
    }


def _member(seat: Seat) -> dict[str, str]:
    return {
        "name": seat.person.name, "role": seat.get_role_display(), "organisation": seat.organisation,
        "votes": "có" if seat.votes else "không",
    }  # fmt: skip


def _item(row: Row) -> dict[str, Any]:
    result = Result.objects.get(item=row.item)
    return {
        "order": row.item.order,
        "product": row.item.dossier.product.name,
        "producer": str(row.item.dossier.product.producer or "chưa rõ"),
        "code": row.item.dossier.product_code or "",
        "sheets": [_sheet(sheet) for sheet in _valid(row.item)],
        "needed": row.needed,
        "absent": list(row.waiting),
        "conflicted": list(row.conflicted),
        "average": result.points_text,
        "spread": result.spread,
        "star_by_points": result.star_by_points,
        "star_by_minimums": result.star_by_minimums,
        "star": result.star,
        "to_ministry": result.to_ministry,
        "blockers": [f"{b['criterion']}: có {b['have']}, cần {b['need']} cho {b['star']} sao" for b in result.blockers],
        "gates": [f"{g['criterion']}: {g['reason']}" for g in result.gates],
    }


def _valid(item: Item) -> list[Sheet]:
    return list(item.sheets.filter(state=lifecycle.HANDED_IN).select_related("seat__person").order_by("seat_id"))


def _sheet(sheet: Sheet) -> dict[str, Any]:
    points = "" if sheet.points is None else f"{sheet.points:.0f}"
    return {"name": sheet.seat.person.name, "points": points, "seal": sheet.seal}


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}"


def _moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%H:%M ngày %d/%m/%Y}" if value else ""
