"""Every product that a council has before it, with its points, and a sitting's items by rank: one statement each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from django.db import connection
from django.db.models import F

from ocop.people.models import Person

from .. import lifecycle
from ..models import Conflict, Council, Seat, Sheet, Sitting
from ..rules import average, spread


class Scored(msgspec.Struct, frozen=True, array_like=True):
    """One item as the list shows it; points only where the item is concluded and open to the reader."""

    item: int
    product: str
    producer: str
    commune: str
    sitting: int
    sitting_name: str
    state: str
    closed: bool
    average: Decimal | None
    decimals: int | None
    sheets: int | None
    spread: int | None
    star: int | None
    to_ministry: bool | None

    @property
    def points(self) -> str:
        return "" if self.average is None else f"{self.average:.{self.decimals}f}".replace(".", ",")


# The whole list as one value: read row by row through the driver it took longer than everything else on the page.
_LIST = """
SELECT coalesce(json_agg(json_build_array(
  i.id, p.name, coalesce(m.name, 'chưa rõ chủ thể'), c.name, t.id, t.name, i.state, i.id = ANY(%(closed)s),
  r.average::text, r.decimals, r.sheets, r.spread, r.star, r.to_ministry) ORDER BY {order}), '[]')::text
FROM councils_item i
JOIN councils_sitting t ON t.id = i.sitting_id
JOIN dossiers_dossier d ON d.id = i.dossier_id
JOIN products_product p ON p.id = d.product_id
LEFT JOIN producers_producer m ON m.id = p.producer_id
JOIN places_place c ON c.id = d.commune_id
LEFT JOIN councils_result r ON r.item_id = i.id AND i.state = %(concluded)s AND i.id <> ALL(%(closed)s)
WHERE t.council_id = %(council)s
"""
SORTS = {
    "diem": "r.average DESC NULLS LAST, i.id",
    "ten": "p.name, i.id",
    "phien": 't.held_on DESC, t.id DESC, i."order"',
}
_READ = msgspec.json.Decoder(list[Scored])


def scored_items(council: Council, person: Person, sort: str = "phien") -> list[Scored]:
    """All items of the council's sittings; two statements however many."""
    away = Conflict.objects.filter(item__sitting__council=council, seat__person=person, withdrawn_at__isnull=True)
    facts: dict[str, Any] = {
        "closed": list(away.values_list("item_id", flat=True)), "concluded": lifecycle.CONCLUDED, "council": council.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(order=SORTS.get(sort, SORTS["phien"])), facts)
        (text,) = cursor.fetchone()
    return _READ.decode(text)


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
            given[item].append(int(points or 0))
    means = sorted(
        ((average(points, laws), item) for item, points in given.items()), key=lambda pair: (-pair[0], pair[1])
    )
    first = {points: place for place, (points, _) in reversed(list(enumerate(means, start=1)))}
    return [Ranked(first[m], item, m, spread(given[item]), len(given[item])) for m, item in means]
