"""The ledger of a producer's stamps over a period, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of

from .. import lifecycle
from ..models import Batch, RangeChange, StampRange
from ..rules.ledger import DRAWN, Account, Move, accounts, whole


@dataclass(frozen=True, slots=True)
class Ledger:
    """One producer's accounts from the first to the last day, both counted in."""

    accounts: tuple[Account, ...]
    total: Account
    counted: int | None

    @property
    def adds_up(self) -> bool:
        """What the moves give is what the ranges hold; only asked where the period ends today."""
        return self.counted is None or self.counted == self.total.closing


def ledger_of(producer: Producer, first: date, last: date) -> Ledger:
    """The accounts of every state: opening + in − out = closing."""
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    rows = accounts(_moves(producer, None, start), _moves(producer, start, end))
    counted = None
    if end > timezone.now():
        counted = _counted(producer)
    return Ledger(rows, whole(rows), counted)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _moves(producer: Producer, start: datetime | None, end: datetime) -> list[Move]:
    """What was drawn and what changed in [start, end), added up by the database."""
    drawn = Batch.objects.filter(product__producer=producer, drawn_at__lt=end)
    changed = RangeChange.objects.filter(batch__product__producer=producer, changed_at__lt=end)
    if start is not None:
        drawn, changed = drawn.filter(drawn_at__gte=start), changed.filter(changed_at__gte=start)
    size = drawn.order_by().aggregate(n=Sum("size"))["n"] or 0
    rows = changed.order_by().values("was", "state").annotate(n=Sum(F("hi") - F("lo")))
    moves = [Move(row["was"], row["state"], row["n"]) for row in rows]
    return [Move(DRAWN, lifecycle.ORDERED, size), *moves] if size else moves


def _counted(producer: Producer) -> int:
    ranges = StampRange.objects.filter(batch__product__producer=producer).order_by()
    return ranges.aggregate(n=Sum(F("hi") - F("lo")))["n"] or 0


def producers_accounted(person: Person) -> QuerySet[Producer]:
    """Whose ledger the person may read: the office everybody's that has stamps, others their own."""
    if mandate_of(person, Role.PROVINCE_OFFICER):
        drawn = Batch.objects.order_by().values("product__producer_id")
        return Producer.objects.filter(pk__in=drawn).order_by("name")
    return producers_of(person)
