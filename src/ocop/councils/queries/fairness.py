"""The fairness report of a closed sitting: what it is made from, and what of it a person may see."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from ocop.criteria.rules import Choice, sift
from ocop.journal.rules import canonical
from ocop.people.models import Person

from .. import lifecycle
from ..models import AdvisorReport, Item, Result, Seat, Sheet, SheetChange, Sitting
from ..models.fairness import FairnessReport
from ..rules.fairness.limits import limits
from ..rules.fairness.panel import Panel, Subject, Vote
from ..rules.fairness.proving import example
from ..rules.fairness.report import METHOD, Fairness, Fragility, MemberHabits
from .seats import seat_of
from .sheets import conflicted_items, criteria_of


def panel_of(sitting: Sitting) -> Panel:
    """The opened sheets of everything the sitting concluded; an open or sealed sheet is never read for it."""
    items = list(
        Item.objects.filter(sitting=sitting, result__isnull=False)
        .select_related("dossier", "result", "sitting__council")
        .order_by("order")
    )
    sheets = _opened_sheets(items)
    places = _places(sheets)
    reports = AdvisorReport.objects.filter(item__in=items, handed_in_at__isnull=False)
    advised = {report.item_id: report.points for report in reports}
    by_item: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_item[sheet.item_id].append(sheet)
    changes = _changes(sheets)
    return Panel(
        tuple(_subject(item, by_item[item.pk], places, changes, advised.get(item.pk)) for item in items), sitting.rules
    )


def fingerprint(panel: Panel) -> str:
    """SHA-256 over everything that decides the report: equal fingerprints, equal reports."""
    facts = {
        "method": METHOD, "limits": limits().as_of.isoformat(), "by_laws": [list(row) for row in panel.by_laws.in_words()],
        "items": [
            [s.item, s.criteria_set.regime.key, s.criteria_set.no, s.advised, _plain(s.votes), _plain(s.first)]
            for s in panel.subjects
        ],
    }  # fmt: skip
    return hashlib.sha256(canonical(facts)).hexdigest()


@dataclass(frozen=True, slots=True)
class FairnessSeen:
    """A report as one person sees it: names beside seats, without the items that are closed to that person."""

    kept: FairnessReport
    told: Fairness
    names: Mapping[int, str]
    products: Mapping[int, str]
    closed: frozenset[int]

    @property
    def is_of_this_method(self) -> bool:
        return self.kept.method == METHOD

    @property
    def rows(self) -> tuple[Fragility, ...]:
        return tuple(row for row in self.told.fragility if row.item not in self.closed)


def fairness_seen_by(person: Person, sitting: Sitting) -> FairnessSeen | None:
    """The whole report; whether the person may see it is `access`'s to say. None where none was drawn."""
    kept = FairnessReport.objects.filter(sitting=sitting).first()
    if kept is None:
        return None
    told = msgspec.convert(kept.facts, type=Fairness)
    seats = Seat.objects.filter(pk__in=[member.seat for member in told.habits]).select_related("person")
    items = Item.objects.filter(sitting=sitting).select_related("dossier__product")
    return FairnessSeen(
        kept=kept,
        told=told,
        names={seat.pk: seat.person.name for seat in seats},
        products={item.pk: item.dossier.product.name for item in items},
        closed=frozenset(conflicted_items(sitting, person)),
    )


def mirror_of(person: Person, sitting: Sitting) -> MemberHabits | None:
    """One's own severity and nothing else: a member's private mirror. None where there is no report or no sheet."""
    seat = seat_of(person, sitting.council_id)
    kept = FairnessReport.objects.filter(sitting=sitting).first()
    if seat is None or kept is None:
        return None
    told = msgspec.convert(kept.facts, type=Fairness)
    own = next((member for member in told.habits if member.seat == seat.pk), None)
    return MemberHabits(own.seat, own.sheets, own.severity) if own else None


def example_report() -> FairnessSeen | None:
    """The kept example of an invented sitting; its members are called A, B, C, its items by number."""
    found = example()
    if found is None:
        return None
    names = {member.seat: f"Thành viên {chr(65 + place)}" for place, member in enumerate(found.told.habits)}
    products = {row.item: f"Sản phẩm mô phỏng số {row.order}" for row in found.told.fragility}
    return FairnessSeen(FairnessReport(method=found.told.method), found.told, names, products, frozenset())


def sittings_without_report() -> list[Sitting]:
    """Closed sittings with results and no report yet."""
    concluded = Result.objects.values("item__sitting")
    found = Sitting.objects.filter(state=lifecycle.CLOSED, fairness_report__isnull=True, pk__in=concluded)
    return list(found.select_related("council").order_by("pk"))


def _opened_sheets(items: Iterable[Item]) -> list[Sheet]:
    found = Sheet.objects.filter(item__in=list(items), state=lifecycle.OPENED).select_related("seat")
    return list(found.order_by("round", "seat_id"))


def _places(sheets: Iterable[Sheet]) -> dict[int, int]:
    """By sheet: its rank in the order in which sheets were handed in; those of one moment stand in the agenda's order."""
    ordered = sorted(sheets, key=lambda sheet: (sheet.handed_in_at is None, sheet.handed_in_at, sheet.item_id))
    return {sheet.pk: place for place, sheet in enumerate(ordered)}


def _changes(sheets: Iterable[Sheet]) -> dict[int, list[SheetChange]]:
    """What was changed after opening, newest first: taken back, it gives what stood before the discussion."""
    found: dict[int, list[SheetChange]] = defaultdict(list)
    for change in SheetChange.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).order_by("-id"):
        found[change.sheet_id].append(change)
    return found


def _subject(
    item: Item, sheets: list[Sheet], places: Mapping[int, int], changes: Mapping[int, list[SheetChange]], advised: Any
) -> Subject:
    criteria_set = criteria_of(item)
    counted = {(row["seat"], row.get("round", 1)) for row in item.result.detail.get("sheets", [])}
    last = [sheet for sheet in sheets if (sheet.seat_id, sheet.round) in counted]
    first = [sheet for sheet in sheets if sheet.round == 1]
    discussed = first != last or any(sheet.pk in changes for sheet in first)

    def votes(found: list[Sheet], before: bool) -> tuple[Vote, ...]:
        return tuple(
            Vote(
                sheet.seat_id,
                sift(criteria_set, _choices(sheet, changes.get(sheet.pk, []) if before else [])).choices,
                tuple(sheet.disqualified),
                places[sheet.pk],
                sheet.seat.role == Seat.Role.CHAIR,
            )
            for sheet in found
        )

    return Subject(
        item.pk, item.order, criteria_set, votes(last, before=False),
        votes(first, before=True) if discussed else (), None if advised is None else round(advised),
    )  # fmt: skip


def _choices(sheet: Sheet, changes: list[SheetChange]) -> dict[str, Any]:
    choices = dict(sheet.choices)
    for change in changes:
        if change.old is None:
            choices.pop(change.criterion, None)
        elif not isinstance(change.old, list):
            choices[change.criterion] = change.old
    return choices


def _plain(votes: Iterable[Vote]) -> list[Any]:
    return [[v.seat, sorted((c, _spelled(p)) for c, p in v.choices.items()), list(v.disqualified)] for v in votes]


def _spelled(choice: Choice) -> str:
    return str(choice) if isinstance(choice, int) else f"{choice[0]}:{choice[1]}"
