"""Search over everything the register holds: products, producers, places, certificate numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Func, Q, TextField

from ocop.places.models import Place
from ocop.places.queries import places_named
from ocop.places.rules import fold, nfc
from ocop.producers.models import Producer
from ocop.products.models import Product
from ocop.products.rules import LONGEST_QUERY, Wording

from ..lifecycle import PUBLISHED, REVOKED
from ..models import Certificate
from .register import Line, Wanted, register_page

# A certificate number is never longer, and holds a digit.
_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, by kind; `wording` tells how the search was read."""

    products: list[Line] = field(default_factory=list)
    total: int = 0
    producers: list[Producer] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    wording: Wording = field(default_factory=Wording)
    relaxed: bool = False

    def __bool__(self) -> bool:
        return bool(self.products or self.producers or self.places or self.certificates)


def search_everything(q: str, limit: int = 8, day: date | None = None) -> Hits:
    """The best hits of each kind for what somebody typed; empty for an empty search."""
    q = nfc(q[:LONGEST_QUERY])
    if not q:
        return Hits()
    page = register_page(Wanted(q=q), day, limit)
    words = page.wording.words
    return Hits(
        page.lines, page.total, producers_found(words), places_named(words), certificates_numbered(q), page.wording,
        page.relaxed,
    )  # fmt: skip


def producers_found(words: list[str], limit: int = 6) -> list[Producer]:
    """Producers whose name holds every word."""
    if not words:
        return []
    folded = Func("name", function="public.ocop_fold", output_field=TextField())
    found = Producer.objects.select_related("place", "former_place").annotate(folded=folded)
    for word in words:
        found = found.filter(folded__contains=word)
    return list(found.order_by("sort_key", "id")[:limit])


def certificates_numbered(text: str) -> list[Certificate]:
    """Published certificates with this number, however its blanks and case are typed."""
    typed = text.strip()
    if len(typed) > _LONGEST_NUMBER or not any(c.isdigit() for c in typed):
        return []
    tight = typed.replace(" ", "")
    found = Certificate.objects.filter(Q(number__iexact=typed) | Q(number__iexact=tight))
    return list(found.filter(state__in=[PUBLISHED, REVOKED]).select_related("product")[:3])


def products_coded(text: str) -> list[Product]:
    """Products whose code or GTIN was typed."""
    typed = fold(text).replace(" ", "-")
    return list(Product.objects.filter(Q(code=typed) | Q(gtin=typed.replace("-", ""))).exclude(code="", gtin=None)[:3])
