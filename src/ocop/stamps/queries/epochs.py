"""Epochs: which take batches, which were withdrawn, and what a withdrawal leaves to be labelled anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum

from ocop.lots.queries import products_worked_on
from ocop.people.models import Person

from .. import lifecycle
from ..models import Batch, Epoch, StampRange
from ..rules.codes import BATCHES, EPOCHS
from ..rules.obstacles import sequence_shown


@dataclass(frozen=True, slots=True)
class EpochRow:
    """One epoch with what was drawn under it."""

    epoch: Epoch
    batches: int
    stamps: int
    active: int

    @property
    def left(self) -> int:
        return BATCHES - self.batches

    @property
    def badge(self) -> str:
        return {lifecycle.OPEN: "ok", lifecycle.CLOSED: "wait"}.get(self.epoch.state, "void")


def epoch_rows() -> list[EpochRow]:
    """All epochs, the newest first, in three queries however many batches there are."""
    drawn = {
        row["epoch"]: row
        for row in Batch.objects.order_by().values("epoch").annotate(batches=Count("id"), stamps=Sum("size"))
    }
    ranges = StampRange.objects.filter(state=lifecycle.ACTIVE).order_by().values("batch__epoch")
    active = {row["batch__epoch"]: row["n"] for row in ranges.annotate(n=Sum(F("hi") - F("lo")))}
    none = {"batches": 0, "stamps": 0}
    return [
        EpochRow(e, (row := drawn.get(e.symbol, none))["batches"], row["stamps"], active.get(e.symbol, 0))
        for e in Epoch.objects.select_related("opened_by", "withdrawn_by")
    ]


def epoch_numbered(person: Person, symbol: int) -> Epoch | None:
    return Epoch.objects.select_related("opened_by", "withdrawn_by").filter(symbol=symbol).first()


def open_epoch_of(year: int) -> Epoch | None:
    """The epoch that takes the batches of a year; the latest opened, should there be several."""
    return Epoch.objects.filter(year=year, state=lifecycle.OPEN).order_by("-symbol").first()


def free_symbol(preferred: int) -> int | None:
    """The symbol for a new epoch: after the last one opened, so that a younger root serves all that follow."""
    used = set(Epoch.objects.values_list("symbol", flat=True)) | set(
        Batch.objects.order_by().values_list("epoch", flat=True).distinct()
    )
    first = max(preferred, max(used, default=-1) + 1) if used else preferred
    return first if first < EPOCHS else None


def is_withdrawn(batch: Batch) -> bool:
    return Epoch.objects.filter(symbol=batch.epoch, state=lifecycle.WITHDRAWN).exists()


def ranges_to_relabel(epoch: Epoch) -> QuerySet[StampRange]:
    """Rightly activated stamps of an epoch: the goods under them are genuine and need new ones."""
    found = StampRange.objects.filter(batch__epoch=epoch.symbol, state=lifecycle.ACTIVE)
    return found.select_related("batch__lot", "batch__product__producer").order_by(
        "batch__product__producer__name", "batch_id", "lo"
    )


def own_ranges_to_relabel(person: Person) -> QuerySet[StampRange]:
    """The same for the products of one person's producers, over all withdrawn epochs."""
    found = StampRange.objects.filter(
        batch__product__in=products_worked_on(person).order_by().values("pk"),
        batch__epoch__in=Epoch.objects.filter(state=lifecycle.WITHDRAWN).order_by().values("symbol"),
        state=lifecycle.ACTIVE,
    )
    return found.select_related("batch__lot", "batch__product__producer").order_by("batch_id", "lo")


@dataclass(frozen=True, slots=True)
class Relabel:
    """One range to label anew, as a row of a table or a file."""

    batch: Batch
    first: str
    last: str
    size: int

    @property
    def cells(self) -> list[object]:
        product = self.batch.product
        lot = self.batch.lot.code
        return [str(product.producer or ""), product.name, lot, self.batch.mark, self.first, self.last, self.size]


def relabel_rows(ranges: Iterable[StampRange]) -> list[Relabel]:
    return [Relabel(r.batch, sequence_shown(r.lo), sequence_shown(r.hi - 1), r.hi - r.lo) for r in ranges]
