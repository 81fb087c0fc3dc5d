"""What the public pages of a product, a producer and a place tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from ocop.people.queries import today
from ocop.places.models import PRESENT_KINDS, Place
from ocop.places.queries import places_named
from ocop.producers.models import Producer
from ocop.producers.queries import all_producers, producers_holding
from ocop.products.models import Product
from ocop.products.queries import classification
from ocop.products.rules import LONGEST_QUERY, why_set_unknown

from ..models import Recognition
from .lines import Line, lines_where, products_at, products_of_producer, subject_of
from .sentences import day_words
from .standing import Standing, events_of, standing_from

_RATINGS = ("recognised", "upgraded", "renewed")


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One event on a product's life line."""

    label: str
    date: str
    state: str
    event: Recognition

    @property
    def href(self) -> str:
        own = self.event.certificate
        return own.get_absolute_url() if own and own.published_at else ""

    @property
    def source_href(self) -> str:
        return self.event.source if self.event.source.startswith(("http://", "https://")) else ""

    @property
    def source_name(self) -> str:
        return site_of(self.event.source)


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Everything the page of one product shows."""

    product: Product
    standing: Standing
    life: list[LifeStep]
    siblings: list[Line]
    set_name: str
    set_unknown: str
    subject: str | int


def product_page(product: Product, day: date | None = None) -> ProductPage:
    on = day or today()
    events = events_of([product])[product.pk]
    law = classification()
    siblings = products_of_producer(product.producer_id, on) if product.producer_id else []
    return ProductPage(
        product=product,
        standing=standing_from(events, on),
        life=[_step(event) for event in events_in_order(events)],
        siblings=[line for line in siblings if line.id != product.pk],
        set_name=law.set_name(product.set_no) if product.set_no else "",
        set_unknown="" if product.set_no else why_set_unknown(law.group_named(product.group)),
        subject=subject_of(product.name, product.set_no, product.group, product.line),
    )


def events_in_order(events: list[Recognition]) -> list[Recognition]:
    """By the day known, else by the last day the source allows."""
    return sorted(events, key=lambda e: (e.decided_on or e.known_on or date.max, e.pk))


def _step(event: Recognition) -> LifeStep:
    state = "stopped" if event.kind == Recognition.Kind.REVOKED else "done"
    if event.kind in (Recognition.Kind.PROPOSED, Recognition.Kind.PARTICIPATED):
        state = "todo"
    return LifeStep(event_words(event), when_words(event), state, event)


def event_words(event: Recognition) -> str:
    """«Công nhận 5 sao, cấp trung ương»."""
    words = str(event.get_kind_display())
    if event.star:
        words += " " + _("%(star)s sao") % {"star": event.star}
    if event.level and event.kind in _RATINGS:
        level = str(event.get_level_display())
        words += ", " + level[0].lower() + level[1:]
    return words


def when_words(event: Recognition) -> str:
    """The day as exactly as the source knows it."""
    if event.decided_on is None or event.precision == Recognition.Precision.UNKNOWN:
        if event.known_on:
            return _("không rõ ngày; muộn nhất %(day)s") % {"day": day_words(event.known_on)}
        return _("không rõ ngày")
    if event.precision == Recognition.Precision.YEAR:
        return _("năm %(year)s, không rõ ngày") % {"year": event.decided_on.year}
    if event.precision == Recognition.Precision.MONTH:
        return _("tháng %(month)s") % {"month": f"{event.decided_on:%m/%Y}"}
    return day_words(event.decided_on)


def site_of(source: str) -> str:
    """The site's name for an address, the text itself for a citation."""
    if source.startswith(("http://", "https://")):
        return source.split("/")[2].removeprefix("www.")
    return source


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything the page of one place shows."""

    place: Place
    lines: list[Line]
    producers: list[Producer]
    heirs: list[tuple[Place, bool, bool]]
    forebears: list[tuple[Place, bool]]
    stars: Mapping[str, int]


def place_page(place: Place, day: date | None = None) -> PlacePage:
    lines = products_at(place, day=day)
    heirs = place.heirs.select_related("new").order_by("-is_default", "new__code")
    forebears = place.forebears.select_related("old").order_by("partial", "old__code")
    counted = Counter(str(line.star) for line in lines if line.star)
    return PlacePage(
        place=place,
        lines=lines,
        producers=list(producers_at(place)[:60]),
        heirs=[(h.new, h.partial, h.is_default) for h in heirs],
        forebears=[(f.old, f.partial) for f in forebears],
        stars=dict(sorted(counted.items(), reverse=True)),
    )


def producers_at(place: Place) -> QuerySet[Producer]:
    rows = (
        Producer.objects.select_related("place").annotate(products_count=Count("products")).order_by("sort_key", "id")
    )
    if place.kind == Place.Kind.FORMER_DISTRICT:
        former = Q(former_place__isnull=True, place__former_district=place)
        return rows.filter(Q(former_place=place) | former)
    if place.kind == Place.Kind.FORMER_COMMUNE:
        return rows.filter(place__in=place.heirs.values("new"))
    return rows if place.kind == Place.Kind.PROVINCE else rows.filter(place=place)


def producers_seen(q: str = "", kind: str = "", after: int = 0, size: int = 40) -> tuple[list[Producer], int, int]:
    """(a page of producers, how many fit, the next cursor or 0), in Vietnamese order."""
    found = producers_holding(q[:LONGEST_QUERY]) if q else all_producers()
    if kind:
        found = found.filter(kind=kind)
    total = found.count()
    if after:
        key = Producer.objects.filter(pk=after).values_list("sort_key", flat=True).first() or ""
        found = found.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=after))
    page: list[Producer] = list(found.annotate(products_count=Count("products")).order_by("sort_key", "id")[: size + 1])
    return page[:size], total, page[size - 1].pk if len(page) > size else 0


def counts_by_place(day: date | None = None) -> dict[int, int]:
    """How many real products are known in each present unit."""
    rows = (
        Product.objects.filter(place__kind__in=PRESENT_KINDS, simulated=False)
        .values_list("place_id")
        .annotate(n=Count("id"))
    )
    return {pk: n for pk, n in rows if pk is not None}


def counts_by_former() -> dict[int, int]:
    """How many real products are known in each former locality."""
    real = Product.objects.filter(simulated=False)
    known = real.filter(former_place__isnull=False).values_list("former_place_id").annotate(n=Count("id"))
    heir = real.filter(former_place__isnull=True, place__former_district__isnull=False)
    counted: Counter[int] = Counter()
    for pk, n in [*known, *heir.values_list("place__former_district_id").annotate(n=Count("id"))]:
        if pk is not None:
            counted[pk] += n
    return dict(counted)


__all__ = [
    "LifeStep", "PlacePage", "ProductPage", "counts_by_former", "counts_by_place", "event_words", "lines_where",
    "place_page", "places_named", "producers_at", "producers_seen", "product_page", "site_of", "when_words",
]  # fmt: skip
