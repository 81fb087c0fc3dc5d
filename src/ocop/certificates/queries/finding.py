"""Search over everything the register holds: products, producers, places, certificate numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from ocop.places.models import Place
from ocop.places.queries import places_named
from ocop.places.rules import fold, nfc
from ocop.producers.models import Producer
from ocop.producers.queries import producers_holding
from ocop.products.models import Product
from ocop.products.rules import LONGEST_QUERY, Wording

from ..lifecycle import KNOWN
from ..models import Certificate
from .lines import Line
from .register import Wanted, register_page

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
        products=page.lines,
        total=page.total,
        producers=list(producers_holding(" ".join(words))[:6]),
        places=places_named(words),
        certificates=certificates_numbered(q),
        wording=page.wording,
        relaxed=page.relaxed,
    )


def certificates_numbered(text: str) -> list[Certificate]:
    """Published certificates with this number, however its blanks and case are typed."""
    typed = text.strip()
    if len(typed) > _LONGEST_NUMBER or not any(c.isdigit() for c in typed):
        return []
    tight = typed.replace(" ", "")
    found = Certificate.objects.filter(Q(number__iexact=typed) | Q(number__iexact=tight))
    return list(found.filter(state__in=KNOWN).select_related("product")[:3])


def products_coded(text: str) -> list[Product]:
    """Products whose code or GTIN was typed."""
    typed = fold(text).replace(" ", "-")
    return list(Product.objects.filter(Q(code=typed) | Q(gtin=typed.replace("-", ""))).exclude(code="", gtin=None)[:3])
