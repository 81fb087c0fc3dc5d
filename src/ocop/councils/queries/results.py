"""Sheets side by side, for those who may read them now."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.criteria.rules import Criterion
from ocop.people.models import Person

from ..models import Item, Sheet, SheetChange
from ..rules import points_in
from .sheets import criteria_of, sheets_seen_by


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every criterion with each member's points; `wide` where members differ by two points and by half of its scale or more."""

    item: Item
    sheets: tuple[Sheet, ...]
    rows: tuple[tuple[Criterion, tuple[int | None, ...], bool], ...]
    changes: tuple[SheetChange, ...]

    @property
    def remarked(self) -> bool:
        return any(sheet.remarks for sheet in self.sheets)


def comparison(person: Person, item: Item) -> Comparison | None:
    """None where there is nothing that the person may read."""
    sheets = tuple(sheets_seen_by(person, item).order_by("seat_id"))
    if not sheets:
        return None
    rows = []
    for criterion in criteria_of(item).criteria:
        points = tuple(points_in(sheet.choices.get(criterion.code)) for sheet in sheets)
        given = [p or 0 for p in points]
        rows.append((criterion, points, 2 * (max(given) - min(given)) >= max(criterion.max, 4)))
    changes = SheetChange.objects.filter(sheet__in=sheets).select_related("sheet__seat__person").order_by("id")
    return Comparison(item, sheets, tuple(rows), tuple(changes))
