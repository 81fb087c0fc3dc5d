"""A product's stamps in the year of its certificate."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import F, Sum
from django.utils import timezone

from ocop.certificates.models import Certificate
from ocop.certificates.queries import certificate_in_force
from ocop.diaries.rules.yields import yield_of
from ocop.lots.models import Lot
from ocop.producers.models import Producer
from ocop.products.models import Product

from ..models import Batch, StampRange
from ..rules.yearly import Drawn, Year, counted, way_on, year_of


def year_for(lot: Lot, day: date, certificate: Certificate | None = None) -> Year | None:
    """What this lot's product may still carry this year, in pieces of the lot; None for a star that others gave."""
    certificate = certificate or certificate_in_force(lot.product, day)
    return _year(lot.product, certificate, day, lot.unit) if certificate else None


def years_of(producer: Producer, day: date) -> list[tuple[Product, Year]]:
    """Each product of the producer that has a certificate of ours in force, with its year."""
    found = []
    for product in Product.objects.filter(producer=producer).order_by("sort_key", "id"):
        certificate = certificate_in_force(product, day)
        if certificate is not None:
            found.append((product, _year(product, certificate, day, "")))
    return found


def _year(product: Product, certificate: Certificate, day: date, unit: str) -> Year:
    way = way_on(day)
    first, last = year_of(certificate.issued_on, day, way.year)
    factor = yield_of(product.set_no, product.name, day)
    year = Year(
        first, last, certificate.yearly_output, unit=unit, basis=way.basis, certificate=certificate.number,
        density=factor.density if factor else None,
    )  # fmt: skip
    return counted(year, _drawn(product, first, last, way.not_counted)) if year.known else year


def _drawn(product: Product, first: date, last: date, not_counted: frozenset[str]) -> list[Drawn]:
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    batches = Batch.objects.filter(product=product, drawn_at__gte=start, drawn_at__lt=end)
    ranges = StampRange.objects.filter(batch__in=batches.order_by().values("pk")).exclude(state__in=not_counted)
    rows = ranges.order_by().values_list("batch__lot__unit").annotate(n=Sum(F("hi") - F("lo")))
    return [Drawn(unit, stamps) for unit, stamps in rows]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
