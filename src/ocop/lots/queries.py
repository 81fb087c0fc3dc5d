"""Lots, always as seen by someone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from ocop.letters.rules import Doing
from ocop.people.models import Person
from ocop.places.models import PRESENT_KINDS, Place
from ocop.producers.queries import acts_for, producers_of
from ocop.products.models import Product

from .models import Lot
from .rules import lot_epc, suggested_code


def works_for(person: Person, product: Product) -> bool:
    """Whether the person acts for the producer of this product now."""
    return product.producer is not None and acts_for(person, product.producer)


def products_worked_on(person: Person) -> QuerySet[Product]:
    """The products of the producers that the person acts for now."""
    return Product.objects.filter(producer__in=producers_of(person).order_by().values("pk")).order_by("sort_key", "id")


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


def epc_for(product: Product, code: str) -> str:
    """The name that a lot of this product would get among events today."""
    return lot_epc(settings.ORIGIN, product.gtin or "", product.code or f"p{product.pk}", code)


def epc_of(lot: Lot) -> str:
    """The lot's name among EPCIS events: the one it got when it was recorded."""
    return lot.epc or epc_for(lot.product, lot.code)


def lots_named(epcs: Iterable[str]) -> dict[str, Lot]:
    """Lots by their names among events."""
    return {lot.epc: lot for lot in Lot.objects.filter(epc__in=set(epcs) - {""}).select_related("product__producer")}


def present_places() -> QuerySet[Place]:
    """Where something can be made today."""
    return Place.objects.filter(kind__in=PRESENT_KINDS).order_by("name")


def doings_of(person: Person) -> list[Doing]:
    """What the person can start in this chapter at any time."""
    if not products_worked_on(person).exists():
        return []
    return [
        Doing("Ghi lô sản xuất mới", "/san-xuat/lo/moi/", "ngày làm, số lượng, nguyên liệu, các công đoạn"),
        Doing("Lô và tem của tôi", "/san-xuat/", "cấp tem, in nhãn, theo dõi từng lô"),
    ]
