"""When an event that comes again is the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from epcis import event_hash
from ocop.journal.rules import Reason

Json = dict[str, Any]
# Set by whoever records, so it says nothing of the event; the context stands beside it.
_BESIDE = ("recordTime", "@context")


def same_event(
    one: Json, namespaces: Mapping[str, str], ignored: Collection[str], other: Json, others: Mapping[str, str]
) -> bool:
    """Equal as JSON, or at least by the event hash, which sees through spellings and orders.

    An event whose given id is its own hash, with the names its document ignores, is what the id says.
    """
    if _bare(one) == _bare(other):
        return True
    if ignored and event_hash(one, namespaces, ignored) == one.get("eventID"):
        return True
    return event_hash(one, namespaces) == event_hash(other, others)


def _bare(event: Json) -> Json:
    return {name: value for name, value in event.items() if name not in _BESIDE}


def contradiction(place: int, event: Json, earlier: Json, recorded: datetime) -> Reason:
    """Names both events: the one in hand by its place, the stored one by what it says and since when."""
    return Reason(
        f"Sự kiện thứ {place + 1} ({_told(event)}) mang eventID {_short(event['eventID'])} của một sự kiện khác đã ghi "
        f"lúc {recorded:%Y-%m-%dT%H:%M:%SZ} ({_told(earlier)}). Hãy đặt eventID mới, hoặc khai báo sai sót "
        "(errorDeclaration) cho sự kiện đã ghi.",
        f"/epcisBody/eventList/{place}/eventID",
        "contradiction",
    )


def _told(event: Json) -> str:
    return " ".join(str(event[name]) for name in ("type", "action", "bizStep", "eventTime") if name in event)[:120]


def _short(name: str) -> str:
    return name if len(name) <= 100 else name[:97] + "…"
