"""Every product that a council has before it, with its points, and a sitting's items by rank: one statement each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from ocop.people.models import Person

from .. import lifecycle
from ..models import Conflict, Council, Item, Seat, Sheet, Sitting
from ..rules import average, spread


@dataclass(frozen=True, slots=True)
class Scored:
    """One item as the list shows it; points only where the item is concluded and open to the reader."""

    item: int
    order: int
    product: str
    producer: str
    commune: str
    sitting: int
    sitting_name: str
    state: str
    closed: bool
    average: Decimal | None
    decimals: int
    sheets: int
    spread: int
    star: int | None
    to_ministry: bool

    @property
    def points(self) -> str:
        return "" if self.average is None else f"{self.average:.{self.decimals}f}".replace(".", ",")


_FIELDS = (
    "pk", "order", "dossier__product__name", "dossier__product__producer__name", "dossier__commune__name", "sitting_id",
    "sitting__name", "state", "result__average", "result__decimals", "result__sheets", "result__spread", "result__star",
    "result__to_ministry",
)  # fmt: skip
SORTS = {
    "diem": (F("result__average").desc(nulls_last=True), "pk"),
    "ten": ("dossier__product__name", "pk"),
    "phien": ("-sitting__held_on", "-sitting_id", "order"),
}


def scored_items(council: Council, person: Person, sort: str = "phien") -> list[Scored]:
    """All items of the council's sittings; two statements however many."""
    closed = set(
        Conflict.objects.filter(
            item__sitting__council=council, seat__person=person, withdrawn_at__isnull=True
        ).values_list("item_id", flat=True)
    )
    rows = Item.objects.filter(sitting__council=council).order_by(*SORTS.get(sort, SORTS["phien"]))
    return [_scored(row, row[0] in closed) for row in rows.values_list(*_FIELDS)]


def _scored(row: tuple[object, ...], closed: bool) -> Scored:
    known = row[8] is not None and not closed and row[7] == lifecycle.CONCLUDED
    facts = (*row[8:14],) if known else (None, 2, 0, 0, None, False)
    return Scored(row[0], row[1], row[2], row[3] or "chưa rõ chủ thể", row[4], row[5], row[6], row[7], closed, *facts)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's place in its sitting; equal points share a place."""

    place: int
    item: int
    points: Decimal
    spread: int
    sheets: int


def ranking_of(sitting: Sitting, person: Person) -> list[Ranked]:
    """From the opened sheets of each item's present round, by the sitting's own way of averaging."""
    laws = sitting.rules
    closed = Conflict.objects.filter(item__sitting=sitting, seat__person=person, withdrawn_at__isnull=True)
    away = set(closed.values_list("item_id", flat=True))
    rows = Sheet.objects.filter(item__sitting=sitting, state=lifecycle.OPENED, round=F("item__round"))
    if laws.chair_votes == "ties":
        rows = rows.exclude(seat__role=Seat.Role.CHAIR)
    given: dict[int, list[int]] = defaultdict(list)
    for item, points in rows.values_list("item_id", "points"):
        if item not in away:
            given[item].append(int(points))
    means = sorted(
        ((average(points, laws), item) for item, points in given.items()), key=lambda pair: (-pair[0], pair[1])
    )
    first = {points: place for place, (points, _) in reversed(list(enumerate(means, start=1)))}
    return [Ranked(first[m], item, m, spread(given[item]), len(given[item])) for m, item in means]
