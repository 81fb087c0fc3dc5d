"""Links of the simulated honey's code: pages that exist, in two languages, so that a machine has something to choose from."""

from __future__ import annotations

from datetime import date

from ocop.lots.models import Lot
from ocop.scans.acts import add_link
from ocop.scans.models import ResolverLink

from .cast import Cast
from .stages import moment

_TOLD = date(2026, 8, 21)
_LINKS = (
    ("faqs", "Mật ong là gì? (Wikipedia tiếng Việt)", "https://vi.wikipedia.org/wiki/M%E1%BA%ADt_ong", "vi"),
    ("faqs", "What is honey? (Wikipedia)", "https://en.wikipedia.org/wiki/Honey", "en"),
    ("recipeInfo", "Món ăn với mật ong (Wikibooks)", "https://en.wikibooks.org/wiki/Cookbook:Honey", "en"),
)


def tell_links(cast: Cast, lot: Lot) -> None:
    """What a producer registers for its own product."""
    if ResolverLink.objects.filter(product=lot.product).exists():
        return
    for kind, title, href, language in _LINKS:
        add_link(lot.product, kind=kind, title=title, href=href, language=language, by=cast.chi_ba, at=moment(_TOLD, 9))
