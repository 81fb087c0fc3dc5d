"""What a party has said of places, parties and goods, as its people read it: its last words, by kind, with a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from epcis.masterdata import kind_of

from ..models import Element, Party
from ..rules.masterdata import Told, told

PER_PAGE = 30


@dataclass(frozen=True)
class Said:
    """One page; `kinds` are those there are, with how many elements each has, whatever is searched for."""

    kinds: Sequence[tuple[str, int]]
    told: Sequence[Told]
    further: int = 0

    @property
    def total(self) -> int:
        return sum(count for _kind, count in self.kinds)


def said_by(party: Party | None, *, kind: str = "", text: str = "", before: int = 0) -> Said:
    """The newest first; `before` is where the last page ended."""
    if party is None:
        return Said((), ())
    holding = _last_words(party)
    counts: dict[str, int] = {}
    spellings: dict[str, list[str]] = {}
    for row in holding.values("vocabulary").annotate(count=Count("pk")).order_by("vocabulary"):
        known = kind_of(row["vocabulary"])
        counts[known] = counts.get(known, 0) + row["count"]
        spellings.setdefault(known, []).append(row["vocabulary"])
    if kind:
        holding = holding.filter(vocabulary__in=spellings.get(kind, ()))
    if text:
        holding = _with(holding, text)
    if before:
        holding = holding.filter(pk__lt=before)
    found = list(holding.order_by("-pk")[: PER_PAGE + 1])
    further = found[PER_PAGE - 1].pk if len(found) > PER_PAGE else 0
    return Said(list(counts.items()), [_told(element) for element in found[:PER_PAGE]], further)


def _last_words(party: Party) -> QuerySet[Element]:
    same = ("key_hash", "key", "vocabulary")
    newer = Element.objects.filter(party=party, pk__gt=OuterRef("pk"), **{name: OuterRef(name) for name in same})
    return Element.objects.filter(~Exists(newer), party=party)


def _with(elements: QuerySet[Element], text: str) -> QuerySet[Element]:
    """Those whose id, attributes or members hold the text."""
    texts = elements.annotate(
        facts=Cast("attributes", TextField()), members=Cast("own", TextField())
    )  # as the database writes them: letters as they are
    return texts.filter(
        Q(said__icontains=text) | Q(key__icontains=text) | Q(facts__icontains=text) | Q(members__icontains=text)
    )


def _told(element: Element) -> Told:
    pairs = [*element.attributes, *element.own]
    return told(kind_of(element.vocabulary), element.said, pairs, element.children, element.since)
