"""Nói dữ liệu gốc: what a party's document says of places, parties and goods, kept beside what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from epcis import Document
from epcis.masterdata import Element, elements_in
from ocop.journal.rules import Refused

from ..models import Element as Row
from ..models import Party
from ..queries.masterdata import said_last
from ..rules.marks import hash64
from ..rules.masterdata import element_marks, newest, unwritable

_AT_ONCE = 5_000


def say(document: Document, *, party: Party, at: datetime) -> int:
    """Nói dữ liệu gốc: store what is new in a document's master data, inside the caller's transaction; how many elements.

    What the party has said last already is not said again; nothing said before is changed or lost.
    """
    told = newest(list(elements_in(document.vocabularies, document.namespaces)))
    Refused.unless_clear(next(filter(None, map(unwritable, told)), None))
    created = str(document.source.get("creationDate", ""))
    return sum(_said(told[i : i + _AT_ONCE], party, created, at) for i in range(0, len(told), _AT_ONCE))


def _said(told: Sequence[Element], party: Party, created: str, at: datetime) -> int:
    known = said_last(party, [element.key for element in told])
    fresh = [element for element in told if known.get((element.kind, element.key)) != element]
    Row.objects.bulk_create(_row(element, party, created, at) for element in fresh)
    return len(fresh)


def _row(element: Element, party: Party, created: str, at: datetime) -> Row:
    return Row(
        party=party, vocabulary=element.vocabulary, said=element.said, key=element.key, key_hash=hash64(element.key),
        attributes=element.attributes, children=element.children, own=element.own, marks=element_marks(element), since=at,
        created=created,
    )  # fmt: skip
