"""Rolls and deliveries, as seen by the office that prints and by the producer that receives."""

from __future__ import annotations

from django.db.models import Count, F, QuerySet, Sum

from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import people_of, producers_of

from .. import lifecycle
from ..models import Batch, Delivery, Epoch, RangeChange, Roll, StampRange
from ..rules.obstacles import sequence_shown
from ..rules.ranges import within
from .batches import Share, spans_of


def _is_office(person: Person) -> bool:
    return mandate_of(person, Role.PROVINCE_OFFICER) is not None


def batches_to_print() -> QuerySet[Batch]:
    """What producers asked the office to print and is not all printed, the oldest first."""
    waiting = StampRange.objects.filter(state=lifecycle.ORDERED).order_by().values("batch_id")
    found = Batch.objects.filter(printing=Batch.Printing.OFFICE, pk__in=waiting)
    return found.select_related("product__producer", "lot").order_by("drawn_at", "id")


def batch_to_print(person: Person, batch_id: int) -> Batch | None:
    found = Batch.objects.filter(printing=Batch.Printing.OFFICE, pk=batch_id)
    return found.select_related("product__producer", "lot", "drawn_by").first() if _is_office(person) else None


def rolls_in_store() -> QuerySet[Roll]:
    """Printed rolls that are still with the printer."""
    found = Roll.objects.filter(delivery=None, lost_at=None, returned_at=None)
    return found.select_related("batch__product__producer", "batch__lot").order_by(
        "batch__product__producer__name", "batch_id", "number"
    )


def rolls_of(batch: Batch) -> list[Roll]:
    return list(Roll.objects.filter(batch=batch).select_related("batch", "delivery"))


def roll_seen_by(person: Person, roll_id: int) -> Roll | None:
    found = Roll.objects.filter(pk=roll_id)
    if not _is_office(person):
        found = found.filter(batch__product__in=products_worked_on(person).order_by().values("pk"))
    return found.select_related("batch__product__producer", "batch__lot", "delivery", "printed_by").first()


def roll_shares(roll: Roll) -> list[Share]:
    """The states of a roll's stamps, in order."""
    return [
        Share(s.state, s.size, 100 * s.size / roll.size, sequence_shown(s.lo), sequence_shown(s.hi - 1))
        for s in within(spans_of(roll.batch), roll.lo, roll.hi)
    ]


def roll_history(roll: Roll) -> QuerySet[RangeChange]:
    found = RangeChange.objects.filter(batch=roll.batch, lo__lt=roll.hi, hi__gt=roll.lo)
    return found.select_related("changed_by").order_by("-id")


def deliveries_seen_by(person: Person) -> QuerySet[Delivery]:
    """All of them for the office, a producer's own for its people."""
    found = Delivery.objects.all()
    if not _is_office(person):
        found = found.filter(producer__in=producers_of(person).order_by().values("pk"))
    size = Sum(F("rolls__hi") - F("rolls__lo"))
    found = found.select_related("producer", "delivered_by", "received_by")
    return found.annotate(stamps=size, rolls_count=Count("rolls")).order_by("-delivered_at", "-id")


def delivery_seen_by(person: Person, delivery_id: int) -> Delivery | None:
    return deliveries_seen_by(person).filter(pk=delivery_id).first()


def deliveries_awaited(person: Person) -> QuerySet[Delivery]:
    """Handed over, and not yet confirmed by the person's own producer."""
    found = Delivery.objects.filter(received_at=None, producer__in=producers_of(person).order_by().values("pk"))
    return found.order_by("delivered_at")


def receives_for(person: Person, delivery: Delivery) -> bool:
    return producers_of(person).filter(pk=delivery.producer_id).exists()


def rolls_on(delivery: Delivery) -> list[Roll]:
    found = Roll.objects.filter(delivery=delivery).select_related("batch__product", "batch__lot")
    return list(found.order_by("batch_id", "number"))


def producers_under(epoch: Epoch) -> list[Person]:
    """Those who act for the producers with stamps under an epoch that may still be on goods or at hand."""
    alive = StampRange.objects.filter(batch__epoch=epoch.symbol, state__in=(*lifecycle.UNUSED, lifecycle.ACTIVE))
    ids = alive.order_by().values_list("batch__product__producer_id", flat=True).distinct()
    producers = Producer.objects.filter(pk__in=ids)
    return [person for producer in producers for person in people_of(producer)]
