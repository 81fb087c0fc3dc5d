"""What else is to be known when events have been stored: values seen for the first time, and streams to be served."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from epcis.queryvalues import known_as
from epcis.vocabulary import short
from ocop.journal.acts import enqueue

from .. import lifecycle
from ..models import Party, Subscription
from ..rules.telling import CHANNEL, notice_of

Json = dict[str, Any]
Seen = tuple[int, str, str]
# Values that are in the table for sure; a few thousand places and steps at most, bounded against a hostile sender.
_KNOWN: set[Seen] = set()
_MOST_KNOWN = 50_000
_LONGEST = 1_000
_STREAMS_SECONDS = 2.0
_streams: tuple[float, bool] = (0.0, False)


def notice(events: Iterable[Json], party: Party) -> None:
    """Once the events are stored for good: tell passports, note new values, wake whoever sends streams.

    New values after the transaction and not within, so that no capture waits for another that met the same one.
    """
    if party.has_spoken or party.producer_id is not None:
        events = list(events)
        _announce(events, party)
    said = {named for event in events for named in _names(event)}  # few, whatever the number of events
    fresh = {(party.pk, kind, _shared(kind, value)) for kind, value in said} - _KNOWN
    if fresh:
        transaction.on_commit(lambda: _note(sorted(fresh)), robust=True)
    if _has_streams():
        transaction.on_commit(wake, robust=True)


def _announce(events: list[Json], party: Party) -> None:
    """At the commit, name what these events are about to whoever keeps pages made of events in memory.

    Only for parties whose word may stand on a passport: a notice makes commits wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, notice_of(events, party.pk)])


def _names(event: Json) -> Iterable[tuple[str, str]]:
    for kind in ("bizStep", "disposition"):
        if kind in event:
            yield kind, event[kind]
    for kind in ("readPoint", "bizLocation"):
        if kind in event:
            yield kind, event[kind]["id"]
    yield "type", event["type"]


def _shared(kind: str, value: str) -> str:
    """The one spelling that all spellings of a value share."""
    if kind in ("bizStep", "disposition"):
        return short(kind, value)
    return value if kind == "type" else known_as(value)


def _note(fresh: list[Seen]) -> None:
    """What could not be noted now will be at the next event that has it."""
    rows = [seen for seen in fresh if len(seen[2]) <= _LONGEST]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO traces_name (party_id, kind, value) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows
        )
    if len(_KNOWN) + len(fresh) > _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update(fresh)


def _has_streams() -> bool:
    """Asked at most every two seconds: a capture must not pay for subscriptions that nobody has."""
    global _streams
    now = time.monotonic()
    if now - _streams[0] > _STREAMS_SECONDS or now < _streams[0]:
        found = Subscription.objects.filter(state=lifecycle.ACTIVE, schedule__isnull=True).exists()
        _streams = (now, found)
    return _streams[1]


def streams_changed() -> None:
    """A stream was begun or ended in this process: look again at the next capture."""
    global _streams
    _streams = (0.0, False)


def wake() -> None:
    """Have the worker serve streams now; the clock does so every minute anyway."""
    enqueue("traces.streams", once="traces.streams")


def forget() -> None:
    """Drop what is remembered (for tests that empty the tables)."""
    _KNOWN.clear()
    streams_changed()
