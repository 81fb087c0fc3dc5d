"""Batches and their states, always as seen by someone."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum

from ocop.lots.models import Lot
from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.products.models import Product

from .. import lifecycle
from ..models import Batch, RangeChange, StampRange
from ..rules.codes import Code
from ..rules.obstacles import dotted, sequence_shown
from ..rules.ranges import Span


def subject_of(product: Product) -> str:
    """What the tag is bound to: the GTIN, or our own number that never looks like one."""
    return product.gtin or f"t:{product.pk}"


def in_use(lot: Lot) -> int:
    """How many stamps of the lot count against its quantity: all but the voided ones."""
    ranges = StampRange.objects.filter(batch__lot=lot).exclude(state=lifecycle.VOID)
    return ranges.aggregate(n=Sum(F("hi") - F("lo")))["n"] or 0


def totals_of(lot: Lot) -> dict[str, int]:
    """The lot's stamps by state, every state named."""
    rows = StampRange.objects.filter(batch__lot=lot).order_by().values("state").annotate(n=Sum(F("hi") - F("lo")))
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state, 0) for state in lifecycle.STATE_NAMES}


def state_badge(state: str) -> str:
    if state == lifecycle.ACTIVE:
        return "ok"
    return "wait" if state in lifecycle.UNUSED else "void"


@dataclass(frozen=True, slots=True)
class Share:
    """How many stamps are in one state, and where they are."""

    state: str
    size: int
    percent: float
    first: str = ""
    last: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        return lifecycle.STATE_NAMES[self.state]

    @property
    def badge(self) -> str:
        return state_badge(self.state)


def lot_shares(lot: Lot) -> list[Share]:
    """The states of a lot's stamps, only those that occur."""
    totals = totals_of(lot)
    whole = sum(totals.values())
    return [Share(state, size, 100 * size / whole) for state, size in totals.items() if size]


def shares_of(batch: Batch) -> list[Share]:
    """The ranges of a batch in order, as the labels name them."""
    return [
        Share(
            s.state,
            s.size,
            100 * s.size / batch.size,
            sequence_shown(s.lo),
            sequence_shown(s.hi - 1),
            f"{dotted(s.lo + 1)}–{dotted(s.hi)}" if s.size > 1 else dotted(s.hi),
        )
        for s in spans_of(batch)
    ]


def batch_of(code: Code) -> Batch | None:
    """The batch that a readable code points to; whether the code is genuine is for the mint to say."""
    found = Batch.objects.select_related("product", "lot")
    return found.filter(epoch=code.epoch, number=code.batch, size__gt=code.seq).first()


def spans_of(batch: Batch) -> tuple[Span, ...]:
    return tuple(r.span for r in StampRange.objects.filter(batch=batch).order_by("lo"))


def batches_of_lot(lot: Lot) -> QuerySet[Batch]:
    return Batch.objects.filter(lot=lot).select_related("product", "lot").prefetch_related("ranges").order_by("-id")


def own_batch(person: Person, batch_id: int) -> Batch | None:
    """A batch that the person may know of from its own desk."""
    found = Batch.objects.filter(product__in=products_worked_on(person), pk=batch_id)
    return found.select_related("product__producer", "lot", "drawn_by").first()


def history_of(batch: Batch) -> QuerySet[RangeChange]:
    return RangeChange.objects.filter(batch=batch).select_related("changed_by").order_by("-id")
