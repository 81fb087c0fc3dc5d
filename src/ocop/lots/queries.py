"""Lots, always as seen by someone."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from ocop.people.models import Person
from ocop.producers.models import Membership
from ocop.products.models import Product

from .models import Lot
from .rules import suggested_code


def works_for(person: Person, product: Product) -> bool:
    """Whether the person acts for the producer of this product now."""
    return products_worked_on(person).filter(pk=product.pk).exists()


def products_worked_on(person: Person) -> QuerySet[Product]:
    """The products of the producers that the person acts for now."""
    now = timezone.now()
    served = Membership.objects.filter(person=person, since__lte=now).filter(Q(until=None) | Q(until__gt=now))
    return Product.objects.filter(producer__in=served.values("producer")).order_by("sort_key", "id")


def lots_of(person: Person) -> QuerySet[Lot]:
    """Lots of the person's own products, newest first, with what their rows show."""
    return (
        Lot.objects.filter(product__in=products_worked_on(person))
        .select_related("product", "place")
        .order_by("-made_on", "-id")
    )


def own_lot(person: Person, lot_id: int) -> Lot | None:
    """A lot that the person may know of from its own desk."""
    return lots_of(person).select_related("product__producer", "recorded_by").filter(pk=lot_id).first()


def own_product(person: Person, product_id: int) -> Product | None:
    return products_worked_on(person).select_related("producer", "place").filter(pk=product_id).first()


def next_code(product: Product, day: date) -> str:
    """A lot code that is still free for this product on this day."""
    taken = Lot.objects.filter(product=product, code__startswith=f"L{day:%Y%m%d}").values_list("code", flat=True)
    return suggested_code(day, list(taken))
