"""Paper sheets: what is printed on each, which were entered, which wait for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ocop.criteria.rules import Criterion, spelled
from ocop.people.models import Person

from .. import lifecycle
from ..models import Item, PrintedSheet, Seat, Sitting
from .readiness import counts_of
from .seats import seat_of, sittings_seen_by
from .sheets import claims_of, conflicted_items, criteria_of


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An item with the seats that still owe a sheet, and what was entered from paper."""

    item: Item
    owing: tuple[Seat, ...]
    entered: tuple[PrintedSheet, ...]


def paper_rows(sitting: Sitting, person: Person) -> list[PaperRow]:
    """For whoever presides: without any content; as many queries for one item as for a hundred."""
    entered: dict[int, list[PrintedSheet]] = {}
    found = PrintedSheet.objects.filter(item__sitting=sitting, rejected_at__isnull=True)
    for printed in found.select_related("seat__person", "entered_by").defer("choices", "remarks", "disqualified"):
        entered.setdefault(printed.item_id, []).append(printed)
    closed = conflicted_items(sitting, person)
    items = [item for item in sitting.items.select_related("dossier__product__producer") if item.pk not in closed]
    counts = counts_of(sitting, items)
    return [PaperRow(item, counts[item.pk].waiting, tuple(entered.get(item.pk, ()))) for item in items]


def seat_on_item(person: Person, pk: int, seat: int) -> tuple[Item, Seat] | None:
    """An item and a voting seat of its council."""
    item = (
        Item.objects.select_related(
            "sitting__council", "sitting__round", "dossier__product__producer", "dossier__commune"
        )
        .filter(pk=pk, sitting__in=sittings_seen_by(person))
        .first()
    )
    found = (
        Seat.objects.select_related("person").filter(pk=seat, council=item.sitting.council_id).first() if item else None
    )
    return (item, found) if item and found and found.votes else None


def printed_seen_by(person: Person, pk: int) -> PrintedSheet | None:
    """One's own, or one of a sitting that the person presides over."""
    found = PrintedSheet.objects.select_related(
        "seat__person", "seat__council", "item__sitting__council", "item__dossier__product", "scan", "entered_by"
    )
    printed = found.filter(pk=pk).first()
    if printed is None or printed.seat.person_id == person.pk:
        return printed
    seat = seat_of(person, printed.item.sitting.council_id)
    return printed if seat is not None else None


def printed_waiting_for(person: Person) -> list[PrintedSheet]:
    """Entered for this member and not yet confirmed, while it still can be."""
    found = PrintedSheet.objects.filter(
        seat__person=person, confirmed="", rejected_at__isnull=True, item__state__in=lifecycle.ITEM_TAKES_SHEETS
    )
    return list(
        found.select_related("item__sitting", "item__dossier__product").defer("choices", "remarks", "disqualified")
    )


def code_of(item: Item, seat: Seat) -> str:
    """What is printed under the symbol, and typed where no camera is at hand."""
    return f"P{item.pk}-{seat.pk}-{item.round}"


def printed_facts(sitting: Sitting, pairs: list[tuple[Item, Seat]]) -> dict[str, Any]:
    """Plain facts of a set of paper sheets, one leaf or two for each."""
    return {
        "sitting": sitting.name, "council": sitting.council.name, "held_on": f"{sitting.held_on:%d/%m/%Y}",
        "simulated": sitting.council.simulated, "sheets": [_sheet(item, seat) for item, seat in pairs],
    }  # fmt: skip


def _sheet(item: Item, seat: Seat) -> dict[str, Any]:
    found, product, claims = criteria_of(item), item.dossier.product, claims_of(item.dossier)
    gates = [d.reason for d in found.disqualifiers]
    gates += [f"{code}: {gate.reason}" for code, gate in found.gates.items() if code not in gate.zero_at]
    return {
        "code": code_of(item, seat), "address": f"{settings.ORIGIN}/hoi-dong/muc/{item.pk}/phieu-giay/{seat.pk}/",
        "order": item.order, "round": item.round, "product": product.name, "producer": str(product.producer or "chưa rõ chủ thể"),
        "set": f"Bộ {found.no}: {found.name}", "member": seat.person.name, "organisation": seat.organisation,
        "parts": [
            {"code": p.code, "title": p.title, "max": p.max, "criteria": [_criterion(c, claims.get(c.code)) for c in p.criteria]}
            for p in found.parts
        ],
        "gates": gates,
    }  # fmt: skip


def _criterion(criterion: Criterion, claimed: int | None) -> dict[str, Any]:
    """Its boxes: 0 is always one; with two cases a row of boxes for each."""
    lists = [(case.key, case.options) for case in criterion.cases] or [("", criterion.options)]
    rows = []
    for place, (key, options) in enumerate(lists):
        points = sorted({o.points for o in options} | ({0} if not place else set()))
        rows.append({"case": key, "points": points})
    return {"code": criterion.code, "title": criterion.title, "max": criterion.max, "claimed": claimed, "rows": rows}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One criterion as boxes to be ticked from paper."""

    criterion: Criterion
    boxes: tuple[tuple[str, str, bool], ...]
    remark: str


def entry_rows(item: Item, typed: dict[str, str]) -> list[EntryRow]:
    """Boxes with what was typed before; `remark_<code>` holds the words."""
    rows = []
    for criterion in criteria_of(item).criteria:
        chosen = typed.get(criterion.code, "")
        rows.append(
            EntryRow(
                criterion,
                boxes_of(criterion, chosen),
                typed.get(f"remark_{criterion.code}", ""),
            )
        )
    return rows


def boxes_of(criterion: Criterion, chosen: str) -> tuple[tuple[str, str, bool], ...]:
    """Value, label and whether it is ticked; 0 is always one."""
    boxes = {"0": "0"}
    for case in criterion.cases:
        boxes |= {spelled((case.key, o.points)): f"{case.key}{o.points}" for o in case.options}
    if not criterion.cases:
        boxes |= {str(o.points): str(o.points) for o in sorted(criterion.options, key=lambda o: o.points)}
    return tuple((value, label, value == chosen) for value, label in boxes.items())
