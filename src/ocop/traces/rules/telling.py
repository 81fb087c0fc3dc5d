"""How a capture tells other processes what it was about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .marks import sight

CHANNEL = "ocop_traces"
# A notice holds 8 000 bytes; a number here has up to twenty.
MOST_NAMED = 350
_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_AMOUNTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")


def names_in(event: dict[str, Any]) -> Iterator[str]:
    """Every object, class and transformation that an event names."""
    for field in _LISTS:
        yield from event.get(field, ())
    for field in _AMOUNTS:
        yield from (amount["epcClass"] for amount in event.get(field, ()))
    for field in ("parentID", "transformationID"):
        if field in event:
            yield event[field]


def notice_of(events: Iterable[dict[str, Any]], party: int) -> str:
    """`trace:` and what the events are about, as numbers without a field's salt; `party:` when that is too much."""
    found: set[int] = set()
    for event in events:
        found.update(sight(name).own for name in names_in(event))
        if len(found) > MOST_NAMED:
            return f"party:{party}"
    return "trace:" + ",".join(map(str, sorted(found)))
