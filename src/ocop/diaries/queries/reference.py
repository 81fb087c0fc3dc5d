"""What a device needs to know before it goes where there is no network."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.products.models import Product

from ..models import Book, GrowingArea, Item, Site
from ..rules import KINDS, UNITS
from ..rules.reading import LONGEST_NOTE, MOST_AFTER, MOST_FILES, MOST_ITEMS
from .seeing import books_seen, desk_of, producers_seen

PROTOCOL = 1
OPEN_FOR = timedelta(days=400)
MOST_LOTS, MOST_BATCHES = 200, 300
MOST_ENTRIES = 100


def reference_for(person: Person) -> dict[str, Any]:
    """Own books, places, lots, batches and words, in one piece."""
    seen = list(books_seen(person))
    producers = [producer.pk for producer in producers_seen(person)]
    return {
        "protocol": PROTOCOL,
        "person": {"id": person.pk, "name": person.name},
        "books": _books(person, seen),
        "sites": [_site(s) for s in sites_named_by(seen, producers)],
        "areas": [_area(a) for a in areas_named_by(seen, producers)],
        "products": _products(producers),
        "lots": _lots(producers),
        "batches": _batches(seen),
        "kinds": [
            {"key": k.key, "label": k.label, "hint": k.hint, "takes": k.takes, "gives": k.gives, "details": k.details}
            for k in KINDS
        ],
        "units": [{"key": u.key, "measure": u.measure} for u in UNITS],
        "limits": {
            "entries": MOST_ENTRIES, "items": MOST_ITEMS, "files": MOST_FILES, "after": MOST_AFTER, "note": LONGEST_NOTE,
            "bytes": 900_000, "file": 15_000_000,
        },
    }  # fmt: skip


def _books(person: Person, seen: list[Book]) -> list[dict[str, Any]]:
    desk = desk_of(person)
    told = [
        {"ref": f"p{pk}", "name": producer.name, "producer": producer.name, "writes": True, "household": False}
        for pk, producer in desk.led.items()
    ]
    told += [
        {
            "ref": book.ref, "name": str(book), "producer": book.producer.name, "writes": book.pk in desk.kept,
            "household": True,
        }
        for book in seen
        if book.household
    ]  # fmt: skip
    return told


def sites_named_by(seen: list[Book], producers: list[int]) -> list[Site]:
    """Sites of the producers themselves and of the households seen, still in use."""
    found = Site.objects.filter(producer__in=producers, closed_at__isnull=True).select_related("place", "book")
    own = {book.pk for book in seen}
    return [site for site in found if site.book_id is None or site.book_id in own]


def areas_named_by(seen: list[Book], producers: list[int]) -> list[GrowingArea]:
    found = GrowingArea.objects.filter(producer__in=producers, closed_at__isnull=True).select_related("place", "book")
    own = {book.pk for book in seen}
    return [area for area in found if area.book_id is None or area.book_id in own]


def _site(site: Site) -> dict[str, Any]:
    return {
        "key": str(site.key), "name": site.name, "kind": site.kind, "kind_label": site.get_kind_display(),
        "book": site.book.ref if site.book else f"p{site.producer_id}", "place": site.place.name if site.place else "",
        "lat": site.latitude, "lon": site.longitude,
    }  # fmt: skip


def _area(area: GrowingArea) -> dict[str, Any]:
    return {
        "key": str(area.key), "name": area.name, "crop": area.crop, "code": area.code,
        "book": area.book.ref if area.book else f"p{area.producer_id}",
        "area_ha": float(area.area_ha) if area.area_ha is not None else None,
    }  # fmt: skip


def _products(producers: list[int]) -> list[dict[str, Any]]:
    found = Product.objects.filter(producer__in=producers).order_by("sort_key", "id").only("id", "name")
    return [{"id": product.pk, "name": product.name} for product in found]


def _lots(producers: list[int]) -> list[dict[str, Any]]:
    since = timezone.localdate() - OPEN_FOR
    found = (
        Lot.objects.filter(product__producer__in=producers, made_on__gte=since, recalled_at__isnull=True)
        .select_related("product")
        .order_by("-made_on", "-id")[:MOST_LOTS]
    )
    return [
        {
            "id": lot.pk, "code": lot.code, "product": lot.product.name, "product_id": lot.product_id, "unit": lot.unit,
            "made_on": lot.made_on.isoformat(), "quantity": lot.quantity,
        }
        for lot in found
    ]  # fmt: skip


def _batches(seen: list[Book]) -> list[dict[str, Any]]:
    """Batches that came out of something, newest first, each once."""
    refs = {book.pk: book.ref for book in seen}
    rows = (
        Item.objects.filter(book__in=refs, direction=Item.Direction.OUT)
        .exclude(batch="")
        .order_by("-entry__at")
        .values_list("book_id", "batch", "name", "unit")[: MOST_BATCHES * 2]
    )
    told: dict[tuple[int, str], dict[str, Any]] = {}
    for book, batch, name, unit in rows:
        told.setdefault((book, batch), {"book": refs[book], "batch": batch, "name": name, "unit": unit})
    return list(told.values())[:MOST_BATCHES]
