"""What the minutes of a sitting say, as plain data: the same facts give the same paper."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from .. import lifecycle
from ..models import (
    Abstention,
    Conflict,
    Discussion,
    Item,
    OpeningCode,
    Postponement,
    Result,
    Seat,
    Sheet,
    Sitting,
    WrittenOpinion,
)
from .readiness import Count, counts_of
from .seats import seats_in_force


def minutes_facts(sitting: Sitting, closed_at: datetime, journal_head: str) -> dict[str, Any]:
    """Facts of the minutes; called while closing, so `closed_at` is given."""
    council = sitting.council
    day = timezone.localdate(closed_at)
    items = list(sitting.items.select_related("dossier__product__producer"))
    sheets = _by_item(
        Sheet.objects.filter(item__in=items, state=lifecycle.OPENED)
        .select_related("seat__person").order_by("round", "seat_id")
    )  # fmt: skip
    facts = _Facts(sitting, items, sheets)
    return {
        "council": council.name,
        "decision": council.decision_number,
        "founded_on": _day(council.founded_on),
        "sitting": sitting.name,
        "written": sitting.is_written,
        "round": sitting.round.name,
        "held_on": _day(sitting.held_on),
        "place": sitting.place,
        "answers_until": _day(sitting.answers_until) if sitting.answers_until else "",
        "opened_at": _moment(sitting.opened_at),
        "closed_at": _moment(closed_at),
        "simulated": council.simulated,
        "members": [_member(seat) for seat in _seats(sitting, day, sheets)],
        "delegations": _delegations(sitting, day),
        "codes": _codes(sitting),
        "items": [facts.item(item) for item in items if item.state == lifecycle.CONCLUDED],
        "postponed": _postponed(sitting),
        "by_laws": sitting.rules.in_words(),
        "seals_root": seals_root(sheet.seal for found in sheets.values() for sheet in found),
        "seals": sum(map(len, sheets.values())),
        "journal_head": journal_head,
    }


def seals_root(seals: Iterable[str]) -> str:
    """SHA-256 over the seals, sorted, each on a line: anybody recomputes it from the list of the minutes."""
    return hashlib.sha256("".join(f"{seal}\n" for seal in sorted(seals)).encode()).hexdigest()


class _Facts:
    """What the items' paragraphs are made of, fetched once for all of them."""

    def __init__(self, sitting: Sitting, items: list[Item], sheets: Mapping[int, list[Sheet]]) -> None:
        self.sitting, self.sheets = sitting, sheets
        self.counts = counts_of(sitting, items)
        self.results = {result.item_id: result for result in Result.objects.filter(item__in=items)}
        self.discussions = _by_item(Discussion.objects.filter(item__in=items).prefetch_related("remarks__seat__person"))
        standing = {"item__in": items, "withdrawn_at__isnull": True}
        self.conflicts = _by_item(
            Conflict.objects.filter(**standing).select_related("seat__person").order_by("seat_id")
        )
        self.abstentions = _by_item(
            Abstention.objects.filter(**standing).select_related("seat__person").order_by("seat_id")
        )
        self.opinions = _by_item(
            WrittenOpinion.objects.filter(item__in=items).select_related("seat__person").order_by("seat_id")
        )

    def item(self, item: Item) -> dict[str, Any]:
        result, count = self.results[item.pk], self.counts[item.pk]
        return {
            "order": item.order,
            "product": item.dossier.product.name,
            "producer": str(item.dossier.product.producer or "chưa rõ"),
            "code": item.dossier.product_code or "",
            "rounds": self._rounds(item),
            "discussions": [_discussion(found) for found in self.discussions[item.pk]],
            "needed": count.needed,
            "absent": [] if self.sitting.is_written else _names(count),
            "abstained": [f"{a.seat.person.name} ({a.cause})" for a in self.abstentions[item.pk]],
            "conflicted": [conflict.seat.person.name for conflict in self.conflicts[item.pk]],
            "opinions": [
                {"name": o.seat.person.name, "word": "đồng ý" if o.agrees else "không đồng ý", "reason": o.reason}
                for o in self.opinions[item.pk]
            ],
            **_result(result),
        }

    def _rounds(self, item: Item) -> list[dict[str, Any]]:
        found: dict[int, list[Sheet]] = defaultdict(list)
        for sheet in self.sheets[item.pk]:
            found[sheet.round].append(sheet)
        return [_round(number, sheets) for number, sheets in sorted(found.items())]


def _round(number: int, sheets: list[Sheet]) -> dict[str, Any]:
    points = [int(sheet.points or 0) for sheet in sheets]
    return {"round": number, "sheets": [_sheet(sheet) for sheet in sheets], "spread": max(points) - min(points)}


def _result(result: Result) -> dict[str, Any]:
    return {
        "counted": result.sheets,
        "average": result.points_text,
        "spread": result.spread,
        "star_by_points": result.star_by_points,
        "star_by_minimums": result.star_by_minimums,
        "star": result.star,
        "to_ministry": result.to_ministry,
        "blockers": [f"{b['criterion']}: có {b['have']}, cần {b['need']} cho {b['star']} sao" for b in result.blockers],
        "gates": [f"{g['criterion']}: {g['reason']}" for g in result.gates],
    }


def _names(count: Count) -> list[str]:
    return [seat.person.name for seat in count.waiting]


def _discussion(found: Discussion) -> dict[str, Any]:
    return {
        "cause": found.cause, "criteria": ", ".join(found.criteria), "summary": found.summary,
        "remarks": [
            f"{remark.seat.person.name}{f', tiêu chí {remark.criterion}' if remark.criterion else ''}: {remark.text}"
            for remark in found.remarks.all()
        ],
    }  # fmt: skip


def _seats(sitting: Sitting, day: Any, sheets: Mapping[int, list[Sheet]]) -> list[Seat]:
    """Who sat on the day, and whoever's sheet counted."""
    found = list(
        seats_in_force(day)
        .filter(council=sitting.council)
        .select_related("person", "stands_for__person")
        .order_by("id")
    )
    known = {seat.pk for seat in found}
    late = {sheet.seat_id: sheet.seat for rows in sheets.values() for sheet in rows if sheet.seat_id not in known}
    return [*found, *late.values()]


def _member(seat: Seat) -> dict[str, str]:
    stands_for = f"dự thay {seat.stands_for.person.name}, {seat.document}" if seat.stands_for else ""
    role = "Tổ trưởng Tổ tư vấn" if seat.leads else seat.get_role_display()
    return {
        "name": seat.person.name, "role": role, "organisation": "; ".join(filter(None, (seat.organisation, stands_for))),
        "votes": "có" if seat.votes else "không",
    }  # fmt: skip


def _delegations(sitting: Sitting, day: Any) -> list[str]:
    found = sitting.council.delegations.filter(starts_on__lte=day, ends_on__gte=day).select_related("seat__person")
    return [f"{delegation.seat.person.name} điều hành theo {delegation.document}" for delegation in found]


def _codes(sitting: Sitting) -> list[str]:
    found = OpeningCode.objects.filter(sitting=sitting, replaced_at__isnull=True).select_related("person")
    return [f"{code.get_holder_display()}: {code.person.name}" for code in found]


def _postponed(sitting: Sitting) -> list[str]:
    found = Postponement.objects.filter(sitting=sitting).select_related("item__dossier__product")
    return [f"{row.item.dossier.product.name}: {row.reason}" for row in found]


def _by_item(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {"name": sheet.seat.person.name, "points": f"{sheet.points or 0:.0f}", "seal": sheet.seal}


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}"


def _moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%H:%M ngày %d/%m/%Y}" if value else ""
