"""Stored events read back: by their marks, with their ids, and without those that were declared an error."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from ..rules.marks import SALTS, sight
from ..rules.packing import unpack
from ..rules.rows import assigned_id, key_of

Json = dict[str, Any]
# One statement that gives one JSON value: by whatever connection the asker has. Without one, Django's own is asked.
Run = Callable[[str, Mapping[str, Any]], Any]
# Under which fields an object or class may stand in an event.
ROLES = ("epc", "parentID", "inputEPC", "outputEPC", "epcClass", "inputEPCClass", "outputEPCClass")
MOST = 10_000


class Kept(NamedTuple):
    """One stored event; `json` is as it came, with its id where that was assigned."""

    position: int
    event_time: datetime
    declared: bool
    party: int
    json: Json

    @property
    def key(self) -> str:
        return key_of(self.party, self.json["eventID"])


# One look into the index per mark, and by nothing else (OFFSET 0 holds the rest back): asked for many marks at once, or
# for a rare kind beside them, the planner reads the whole table.
_SELECT = """
SELECT DISTINCT ON (position) position, event_time, declared_at IS NOT NULL, party_id, digest, body
FROM unnest(%(marks)s::bigint[]) AS wanted(mark) CROSS JOIN LATERAL (
    SELECT * FROM traces_event WHERE marks && ARRAY[wanted.mark] OFFSET 0
) e WHERE (%(seen)s::integer[] IS NULL OR party_id = ANY(%(seen)s::integer[])) {more}
ORDER BY position LIMIT %(most)s
"""


_AS_JSON = """
SELECT coalesce(json_agg(json_build_array(position, event_time, declared, party_id, encode(digest, 'hex'),
                                          encode(body, 'base64')) ORDER BY position), '[]')
FROM ({}) AS found (position, event_time, declared, party_id, digest, body)
"""


def kept_events(
    marks: Sequence[int], seen: Sequence[int] | None, more: str = "", most: int = MOST, *, run: Run | None = None
) -> list[Kept]:
    """Events with any of these marks, in the order of their recording; `more` is SQL of ours that narrows them."""
    if not marks:
        return []
    if run is not None:
        given = {"marks": _array(marks), "seen": None if seen is None else _array(seen), "most": most}
        return [_told(*row) for row in run(_AS_JSON.format(_SELECT.format(more=more)), given)]
    facts = {"marks": list(marks), "seen": None if seen is None else list(seen), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_SELECT.format(more=more), facts)
        return [_kept(*row) for row in cursor.fetchall()]


def _kept(position: int, event_time: datetime, declared: bool, party: int, digest: bytes | None, body: bytes) -> Kept:
    json = unpack(body)
    if digest is not None:
        json["eventID"] = assigned_id(digest)
    return Kept(position, event_time, declared, party, json)


def _array(numbers: Iterable[object]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _told(position: int, time: str, declared: bool, party: int, digest: str | None, body: str) -> Kept:
    """The same, from JSON."""
    known = None if digest is None else bytes.fromhex(digest)
    return _kept(position, datetime.fromisoformat(time), declared, party, known, b64decode(body))


_NAMED = """
SELECT e.position, e.event_time, e.declared_at IS NOT NULL, e.party_id, e.digest, e.body
FROM traces_identity i JOIN traces_event e ON e.position = i.position
WHERE i.key = ANY(%(keys)s::uuid[]) AND i.declaration = 0
"""


def events_named(party: int, ids: Iterable[str], *, run: Run) -> list[Kept]:
    """A party's events by their ids, in the order of their recording."""
    keys = [key_of(party, name) for name in ids]
    return [_told(*row) for row in run(_AS_JSON.format(_NAMED), {"keys": _array(keys)})] if keys else []


def marks_of_objects(epcs: Iterable[str], roles: Sequence[str] = ROLES) -> list[int]:
    """The marks of these objects or classes, in any spelling, wherever they may stand in an event."""
    hashes = {sight(epc).own for epc in epcs}
    return [own ^ SALTS[role] for own in hashes for role in roles]


def standing(events: Sequence[Kept], *, run: Run | None = None) -> list[Kept]:
    """Those that nobody has declared an error, and no declarations."""
    wrong = declared_among([event.key for event in events], run=run)
    return [event for event in events if not event.declared and event.key not in wrong]


_DECLARED = """
SELECT coalesce(json_agg(DISTINCT replace(key::text, '-', '')), '[]')
FROM traces_identity WHERE key = ANY(%(keys)s::uuid[]) AND declaration <> 0
"""


def declared_among(keys: Sequence[str], *, run: Run | None = None) -> set[str]:
    """Those of the keys whose event its own party has declared an error; nobody declares another's word wrong."""
    if not keys:
        return set()
    if run is not None:
        return set(run(_DECLARED, {"keys": _array(keys)}))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT replace(key::text, '-', '') FROM traces_identity "
            "WHERE key = ANY(%s::uuid[]) AND declaration <> 0",
            [list(keys)],
        )
        return {row[0] for row in cursor.fetchall()}
