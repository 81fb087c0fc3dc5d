"""Sheets side by side, for those who may read them now: both rounds, the later beside the earlier."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.criteria.rules import Criterion, sift
from ocop.people.models import Person

from ..models import Item, Sheet, SheetChange
from ..rules import Cause, points_in, spread, spread_causes
from .sheets import criteria_of, sheets_seen_by


@dataclass(frozen=True, slots=True)
class RoundTable:
    """One round: every criterion with each member's points; `wide` where they differ by two points and half the scale."""

    round: int
    sheets: tuple[Sheet, ...]
    rows: tuple[tuple[Criterion, tuple[int | None, ...], bool], ...]
    spread: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rounds, the latest first, and what was changed after opening."""

    item: Item
    rounds: tuple[RoundTable, ...]
    changes: tuple[SheetChange, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(sheet for table in self.rounds for sheet in table.sheets)

    @property
    def rows(self) -> tuple[tuple[Criterion, tuple[int | None, ...], bool], ...]:
        return self.rounds[0].rows

    @property
    def remarked(self) -> bool:
        return any(sheet.remarks for sheet in self.sheets)


def comparison(person: Person, item: Item) -> Comparison | None:
    """None where there is nothing that the person may read."""
    sheets = list(sheets_seen_by(person, item).order_by("seat_id"))
    if not sheets:
        return None
    numbers = sorted({sheet.round for sheet in sheets}, reverse=True)
    tables = tuple(_table(item, number, [sheet for sheet in sheets if sheet.round == number]) for number in numbers)
    changes = SheetChange.objects.filter(sheet__in=sheets).select_related("sheet__seat__person").order_by("id")
    return Comparison(item, tables, tuple(changes))


def _table(item: Item, number: int, sheets: list[Sheet]) -> RoundTable:
    found = criteria_of(item)
    rows = []
    for criterion in found.criteria:
        points = tuple(points_in(sheet.choices.get(criterion.code)) for sheet in sheets)
        given = [p or 0 for p in points]
        rows.append((criterion, points, 2 * (max(given) - min(given)) >= max(criterion.max, 4)))
    apart = spread([int(sheet.points or 0) for sheet in sheets])
    causes = spread_causes(found, [sift(found, sheet.choices).choices for sheet in sheets])
    return RoundTable(number, tuple(sheets), tuple(rows), apart, causes)
