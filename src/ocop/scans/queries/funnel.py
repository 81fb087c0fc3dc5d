"""The activation funnel: of the stamps ordered in a period, how many came how far; by product or by place.

Stamps come from the history of ranges, scans from the tally by batch and day: neither table has a row for each stamp or each
scan, so that ten million scans cost what their days and batches cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.people.queries import places_of, roles_of
from ocop.people.rules import Role
from ocop.producers.queries import producers_of

BY_PRODUCT, BY_PLACE = "san-pham", "noi"
_MOST_ROWS = 500
_ALL = {
    Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.MINISTRY_OFFICER, Role.INSPECTOR, Role.ADMINISTRATOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose stamps: everybody's, those made in some places, or those of some producers."""

    words: str
    places: tuple[int, ...] | None = None
    producers: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """How far the stamps of one product or place came; each step counts all that reached it or went beyond."""

    name: str
    ordered: int
    printed: int
    delivered: int
    activated: int
    scanned: int
    scans: int
    gone: int

    @property
    def steps(self) -> tuple[tuple[str, int | None], ...]:
        """What was sold is unknown until the market is open; an unknown is no nought."""
        return (
            ("Đã đặt", self.ordered), ("Đã in", self.printed), ("Đã giao", self.delivered), ("Đã kích hoạt", self.activated),
            ("Đã bán", None), ("Đã quét", self.scanned),
        )  # fmt: skip


_REACHED = """
  sum(c.hi - c.lo) FILTER (WHERE c.was = 'ordered' AND c.state IN ('printed', 'delivered', 'active')) AS printed,
  sum(c.hi - c.lo) FILTER (WHERE c.was IN ('ordered', 'printed') AND c.state IN ('delivered', 'active')) AS delivered,
  sum(c.hi - c.lo) FILTER (WHERE c.state = 'active') AS activated,
  sum(c.hi - c.lo) FILTER (WHERE c.state IN ('lost', 'returned') OR (c.state = 'void' AND c.was <> 'returned')) AS gone
"""
_FUNNEL = f"""
WITH chosen AS MATERIALIZED (
  SELECT b.id, b.size, p.id AS product, p.name, coalesce(p.place_id, r.place_id) AS place
  FROM stamps_batch b
  JOIN products_product p ON p.id = b.product_id
  LEFT JOIN producers_producer r ON r.id = p.producer_id
  WHERE b.drawn_at >= %(start)s AND b.drawn_at < %(end)s
    AND (%(simulated)s OR NOT p.simulated)
    AND (%(places)s::bigint[] IS NULL OR coalesce(p.place_id, r.place_id) = ANY(%(places)s::bigint[]))
    AND (%(producers)s::bigint[] IS NULL OR p.producer_id = ANY(%(producers)s::bigint[]))
), reached AS (
  SELECT c.batch_id, {_REACHED}
  FROM stamps_rangechange c WHERE c.changed_at < %(end)s {{of_ranges}} GROUP BY c.batch_id
), read AS (
  SELECT t.batch_number, sum(t.firsts) AS scanned, sum(t.scans) AS scans
  FROM scans_scantally t WHERE t.day <= %(last)s {{of_tallies}} GROUP BY t.batch_number
)
SELECT {{name}}, sum(b.size), coalesce(sum(printed), 0), coalesce(sum(delivered), 0), coalesce(sum(activated), 0),
       coalesce(sum(scanned), 0), coalesce(sum(scans), 0), coalesce(sum(gone), 0)
FROM chosen b
LEFT JOIN reached ON reached.batch_id = b.id
LEFT JOIN read ON read.batch_number = b.id
LEFT JOIN places_place v ON v.id = b.place
GROUP BY GROUPING SETS ({{key}}, ())
ORDER BY grouping({{group}}) DESC, 2 DESC, 1
LIMIT {_MOST_ROWS + 1}
"""
_NAMES = {
    BY_PRODUCT: {"name": "b.name", "key": "(b.product, b.name)", "group": "b.product"},
    BY_PLACE: {"name": "coalesce(v.name, 'Chưa rõ nơi')", "key": "(v.id, v.name)", "group": "v.id"},
}
# For the whole province adding up everything and joining afterwards is three times faster than choosing first; for one
# producer or commune the batches' own index is.
_WHOLE = {"of_ranges": "", "of_tallies": ""}
_PART = {
    "of_ranges": "AND c.batch_id IN (SELECT id FROM chosen)", "of_tallies": "AND t.batch_number IN (SELECT id FROM chosen)",
}  # fmt: skip


def _question(scope: Scope, way: str) -> str:
    reach = _WHOLE if scope.places is None and scope.producers is None else _PART
    return _FUNNEL.format(**_NAMES.get(way, _NAMES[BY_PRODUCT]), **reach)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole, and its rows by product or place, the largest first; `cut` when there were more rows than shown."""

    total: FunnelRow
    rows: tuple[FunnelRow, ...]
    cut: bool


def funnel_scope(person: Person) -> Scope | None:
    """What the person may see: the whole province, a commune's own, a producer's own; None for nothing."""
    if roles_of(person) & _ALL:
        return Scope("Toàn tỉnh")
    if places := places_of(person, Role.COMMUNE_OFFICER):
        return Scope("Địa bàn của bạn", places=tuple(sorted(places)))
    if products_worked_on(person).exists():
        return Scope("Sản phẩm của bạn", producers=tuple(producers_of(person).order_by().values_list("pk", flat=True)))
    return None


def funnel_of(scope: Scope, first: date, last: date, way: str = BY_PRODUCT, *, simulated: bool) -> Funnel:
    """The stamps ordered from the first to the last day, as far as they had come by the end of the last."""
    given: dict[str, Any] = {
        "start": _midnight(first), "end": _midnight(last + timedelta(days=1)), "last": last, "simulated": simulated,
        "places": list(scope.places) if scope.places is not None else None,
        "producers": list(scope.producers) if scope.producers is not None else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_question(scope, way), given)
        found = cursor.fetchall()
    whole, *rows = found
    told = tuple(FunnelRow(str(name), *map(int, counts)) for name, *counts in rows)
    return Funnel(FunnelRow("Cộng", *(int(n or 0) for n in whole[1:])), told, len(rows) >= _MOST_ROWS)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
