"""Questions about products, and what a search means."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ocop.letters.rules import Doing
from ocop.people.models import Person
from ocop.places.rules import fold
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of

from . import rules
from .models import Product
from .rules import Classification, Group, Wording

# A word of three or four letters may miss by one, a longer one by two; only words that no name holds are mended.
_NEAR = """
SELECT t.typed, w.word, public.levenshtein_less_equal(w.word, t.typed, 2) AS distance, w.frequency, w.spelling
FROM unnest(%s::text[]) AS t(typed)
JOIN places_word w ON length(w.word) BETWEEN length(t.typed) - 2 AND length(t.typed) + 2
WHERE length(t.typed) > 2
  AND public.levenshtein_less_equal(w.word, t.typed, 2) <= CASE WHEN length(t.typed) > 4 THEN 2 ELSE 1 END
"""
_KNOWN = """
SELECT word, frequency, spelling, false FROM places_word WHERE word = ANY(%(asked)s::text[])
UNION ALL (SELECT word, frequency, spelling, true FROM places_word WHERE word LIKE %(start)s LIMIT 1)
"""
_MOST_MENDED = 4
# Names that begin so, then names that hold all words, then names and producers, then the rest; alphabetical within.
# A rank by ts_rank cost four times as much over 5 000 hits and gave an order nobody could explain.
BEST_FIRST = """
CASE WHEN p.folded LIKE %(beginning)s THEN 0
     WHEN p.search @@ to_tsquery('pg_catalog.simple', %(in_name)s) THEN 1
     WHEN p.search @@ to_tsquery('pg_catalog.simple', %(in_maker)s) THEN 2 ELSE 3 END, p.simulated, p.sort_key, p.id
"""
_BEST = f"""
SELECT p.id FROM products_product p WHERE p.search @@ to_tsquery('pg_catalog.simple', %(query)s)
ORDER BY {BEST_FIRST} LIMIT %(limit)s
"""


@cache
def classification() -> Classification:
    """Lines, groups and sets of QĐ 26/2026, Phụ lục I."""
    found = tomllib.loads((_register() / "classification.toml").read_text("utf-8"))
    groups = (Group(g["line"], g["name"], {int(n): name for n, name in g["sets"].items()}) for g in found["groups"])
    return Classification(found["source"], tuple(groups))


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Each word or phrase with the others that mean the same."""
    found = tomllib.loads((_register() / "synonyms.toml").read_text("utf-8"))
    pairs: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for alike in found["alike"]:
        for word in alike:
            pairs[word] += tuple(other for other in alike if other != word)
    return dict(pairs)


def _register() -> Path:
    return Path(settings.REFERENCE) / "register"


def understood(text: str) -> Wording:
    """Read a search: words folded, unknown ones mended from the register's own words, synonyms beside them."""
    words = rules.read_query(text)
    if not words:
        return Wording()
    pairs = synonyms()
    asked = {w for word in words for w in (word, *rules.near_spellings(word))}
    rows, begins = _known(asked, words[-1])
    known = {word: frequency for word, frequency, _ in rows}
    spellings = {word: spelling for word, _, spelling in rows}
    unknown = [w for w in words if w not in known and w not in pairs and not w.isdigit()]
    if unknown and unknown[-1] == words[-1] and begins:
        unknown.pop()
    mended = _mended(unknown[:_MOST_MENDED], known, spellings)
    looked_for = [mended.get(w, w) for w in words]
    unfinished = not text.endswith(" ") and words[-1] not in mended
    return Wording(tuple(words), mended, spellings, rules.synonyms_among(looked_for, pairs), unfinished)


def _known(asked: set[str], last: str) -> tuple[list[tuple[str, int, str]], bool]:
    """Those of the words that some name holds, and whether some word begins with the last."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"asked": list(asked), "start": f"{last}%"})
        rows = cursor.fetchall()
    return [row[:3] for row in rows if not row[3]], any(row[3] for row in rows)


def _mended(unknown: list[str], known: dict[str, int], spellings: dict[str, str]) -> dict[str, str]:
    if not unknown:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [unknown])
        rows = cursor.fetchall()
    near: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for typed, word, distance, frequency, spelling in rows:
        near[typed].append((word, distance, frequency))
        spellings[word] = spelling
    found = {word: rules.mend(word, known, near[word]) for word in unknown}
    return {word: other for word, other in found.items() if other != word}


def search(text: str, limit: int = 24) -> list[Product]:
    """The products that fit best, best first; every word must be found in name, producer, place or group."""
    wording = understood(text)
    if not wording.typed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BEST, {**best_values(wording), "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    found = Product.objects.select_related("producer", "place", "former_place").in_bulk(ids)
    return [found[i] for i in ids]


def best_values(wording: Wording, joined: str = " & ") -> dict[str, str | int]:
    """What `BEST_FIRST` and its condition need."""
    return {
        "query": wording.tsquery(joined), "in_name": wording.tsquery(joined, "A"),
        "in_maker": wording.tsquery(joined, "AB"), "beginning": wording.beginning,
    }  # fmt: skip


def product_by_slug(slug: str) -> Product | None:
    rows = Product.objects.select_related("producer", "producer__place", "place", "place__former_district")
    return rows.select_related("former_place").filter(slug=slug).first()


def product_for(person: Person, slug: str) -> Product | None:
    """A product by address; every product is public."""
    return product_by_slug(slug)


def product_by_code(code: str) -> Product | None:
    """By product code, GTIN or address, in that order."""
    rows = Product.objects.select_related("producer", "producer__place", "place", "former_place")
    found = list(rows.filter(Q(code=code) | Q(gtin=code) | Q(slug=code)).order_by("id")[:3]) if code else []
    return min(found, key=lambda p: (p.code != code, p.gtin != code), default=None)


def products_of(person: Person) -> QuerySet[Product]:
    """The products of the producers that a person acts for now."""
    mine = producers_of(person).values("id")
    return Product.objects.filter(producer__in=mine).select_related("producer", "place").order_by("sort_key", "id")


def product_named(producer: Producer | None, name: str) -> Product | None:
    """The product of this producer with exactly this name, however case and accents are written."""
    return Product.objects.filter(producer=producer, folded=fold(name)).exclude(folded="").order_by("id").first()


def names_alike(producer: Producer | None, name: str) -> list[str]:
    own = Product.objects.filter(producer=producer).order_by("sort_key").values_list("name", flat=True)
    return rules.names_alike(name, own)


def doings_of(person: Person) -> list[Doing]:
    """Who acts for a producer may register a product at any time."""
    if not producers_of(person).exists():
        return []
    return [Doing(_("Đăng ký sản phẩm"), "/san-pham/moi/", _("một lần cho cả đời sản phẩm"))]
