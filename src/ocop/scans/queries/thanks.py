"""How often buyers thanked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from ocop.letters.rules import Doing
from ocop.lots.models import Lot
from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.products.models import Product

from ..models import Thanks

LATELY = timedelta(days=30)


def thanks_for(products: Iterable[int]) -> dict[int, int]:
    """Thanks of the last thirty days, by product."""
    since = timezone.localdate() - LATELY
    found = Thanks.objects.filter(product__in=list(products), day__gt=since)
    return dict(found.values_list("product_id").annotate(n=Sum("count")))


def thanked(product_id: int, lot_id: int | None) -> tuple[Product, Lot | None] | None:
    """What is thanked for, if it is here."""
    product = Product.objects.filter(pk=product_id).first()
    lot = Lot.objects.filter(pk=lot_id, product=product).first() if product and lot_id else None
    return (product, lot) if product and (lot or not lot_id) else None


def doings_of(person: Person) -> list[Doing]:
    """The desk of whoever makes it says that buyers thanked."""
    count = sum(thanks_for(products_worked_on(person).order_by().values_list("pk", flat=True)).values())
    if not count:
        return []
    return [Doing(f"{count} lời cảm ơn trong 30 ngày", "/ho-chieu/", "người mua bấm «Cảm ơn nhà làm» khi quét tem")]
