"""Which values a party's events have used, and which EPCs there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from epcis.matching import identities
from epcis.queries import Query

from ..models import Name
from ..rules.marks import mark
from .answers import MOST_LOOKED_AT, Found, Place, page_of
from .horizons import Horizon

_ROLES = ("epc", "parentID", "inputEPC", "outputEPC")


def names_seen(kind: str, seen: Sequence[int] | None, *, after: str = "", count: int) -> list[str]:
    """Values of that kind in the events of these parties (None: everyone's), in the order of their letters."""
    found = Name.objects.filter(kind=kind, value__gt=after)
    if seen is not None:
        found = found.filter(party__in=seen)
    return list(found.order_by("value").values_list("value", flat=True).distinct()[:count])


def is_name(kind: str, value: str, seen: Sequence[int] | None) -> bool:
    found = Name.objects.filter(kind=kind, value=value)
    return (found if seen is None else found.filter(party__in=seen)).exists()


def epcs_seen(
    seen: Sequence[int] | None, *, after: Place | None, horizon: Horizon | None, count: int
) -> tuple[list[str], Place | None, Horizon | None]:
    """EPCs in the order in which they were first heard of, each once over all pages; and where the next page begins.

    An EPC belongs to the first event that names it: whether an earlier one does is asked of the index. `Place` is
    the event to go on with, its `key` how many of its EPCs have been told already.
    """
    found: list[str] = []
    looked = 0
    start = Place(None, after.position - 1) if after else None
    skip = after.key if after else 0
    while looked < MOST_LOOKED_AT:
        page = page_of(Query(), seen, size=min(100, MOST_LOOKED_AT), after=start, horizon=horizon)
        horizon = page.horizon or horizon
        for event in page.events:
            looked += 1
            fresh = _first_here(event, seen)
            for place, epc in enumerate(fresh[skip:], start=skip):
                if len(found) == count:
                    return found, Place(place, event.position), horizon
                found.append(epc)
            skip = 0
        if page.next is None:
            return found, None, horizon
        start = page.next
    return found, Place(0, start.position + 1) if start else None, horizon


def _first_here(event: Found, seen: Sequence[int] | None) -> list[str]:
    epcs = list(dict.fromkeys(identities("anyEPC", event.json)))
    earlier = _named_before(event.position, epcs, seen)
    return [epc for epc in epcs if epc not in earlier]


_BEFORE = """
SELECT w.epc FROM unnest(%(epcs)s::text[], %(marks)s::text[]) AS w (epc, marks)
WHERE EXISTS (
    SELECT 1 FROM traces_event e
    WHERE e.marks && w.marks::bigint[] AND e.position < %(position)s AND (%(all)s OR e.party_id = ANY(%(seen)s::int[]))
)
"""


def _named_before(position: int, epcs: list[str], seen: Sequence[int] | None) -> set[str]:
    marks = ["{" + ",".join(str(mark(role, epc)) for role in _ROLES) + "}" for epc in epcs]
    given: dict[str, Any] = {
        "epcs": epcs, "marks": marks, "position": position, "all": seen is None, "seen": list(seen or ()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, given)
        return {row[0] for row in cursor.fetchall()}
