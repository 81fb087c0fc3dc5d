"""How far the stamps of lots have come, read for many lots at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Sum

from ocop.design.rules import charts
from ocop.lots.models import Lot

from .. import lifecycle
from ..models import StampRange
from ..rules.ways import Stage, grouped, next_step, way
from .batches import Share


@dataclass(frozen=True, slots=True)
class LotWay:
    """A lot with its stamps in four groups, its steps, and the next one."""

    lot: Lot
    groups: dict[str, int]
    stages: list[Stage]

    @property
    def drawn(self) -> int:
        return sum(self.groups.values())

    @property
    def active(self) -> int:
        return self.groups["Đang dùng"]

    @property
    def next(self) -> Stage | None:
        return next_step(self.stages)


def way_of(lot: Lot, shares: Sequence[Share]) -> LotWay:
    """The same for one lot whose shares have been read."""
    totals = {share.state: share.size for share in shares}
    waiting = StampRange.objects.filter(batch__lot=lot, state=lifecycle.ORDERED).order_by("-batch")
    batch = waiting.values_list("batch", flat=True).first() if totals.get(lifecycle.ORDERED) else None
    return _way(lot, totals, batch)


def ways_of(lots: Sequence[Lot]) -> list[LotWay]:
    """Two statements for any number of lots."""
    rows = StampRange.objects.filter(batch__lot__in=lots).order_by()
    totals: dict[int, dict[str, int]] = {}
    for lot, state, count in rows.values_list("batch__lot", "state").annotate(n=Sum(F("hi") - F("lo"))):
        totals.setdefault(lot, {})[state] = count
    unprinted = dict(rows.filter(state=lifecycle.ORDERED).order_by("batch").values_list("batch__lot", "batch"))
    return [_way(lot, totals.get(lot.pk, {}), unprinted.get(lot.pk)) for lot in lots]


def _way(lot: Lot, totals: dict[str, int], batch: int | None) -> LotWay:
    stages = way(totals, lot=lot.pk, batch=batch, recalled=lot.recalled_at is not None)
    return LotWay(lot, grouped(totals), stages)


def grouped_shares(shares: Sequence[Share]) -> dict[str, int]:
    """The ranges of one batch in the same four groups."""
    totals: dict[str, int] = {}
    for share in shares:
        totals[share.state] = totals.get(share.state, 0) + share.size
    return grouped(totals)


def state_bar(groups: dict[str, int]) -> str:
    """One bar, all stamps, in four inks with their legend."""
    return charts.stacked([("Tem", groups)], names=list(groups), title="Tem theo tình trạng")
