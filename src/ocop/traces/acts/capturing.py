"""Ghi nhận sự kiện: rows by COPY into a temporary table, from there into the month's partition; all or nothing.

Events never take the journal's lock and leave no line in it: they are a record of their own, never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils import timezone
from psycopg import Cursor

from epcis import Document
from epcis.documents import STANDARD_PREFIXES, prefixes
from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from ..models import Party
from ..rules.packing import unpack
from ..rules.positions import first_of, month_of, partition_of
from ..rules.rows import Row, row_of
from ..rules.sameness import contradiction, same_event
from .masterdata import say
from .noticing import notice
from .partitions import open_month


class Captured(NamedTuple):
    """How many events were new, how many were there already; `ids` in the order of the document."""

    stored: int
    known: int
    job: UUID | None = None


def capture(document: Document, *, party: Party, by: Person | None, at: datetime | None = None) -> Captured:
    """Ghi nhận sự kiện: store every event of the document in one transaction, or none.

    An event captured before by this party is known, and nothing happens; one that has the id of another event but
    says something else is refused. `by` is the person at the other end, if there is one; systems act for their party.
    """
    del by  # an event tells who acted by its party; people stand in the journal of whatever made them note it
    with transaction.atomic():
        outcome = store(document, party=party, at=at or timezone.now())
        if outcome.contradictions:
            raise Refused(*outcome.contradictions)
    return Captured(outcome.stored, outcome.known)


class Outcome(NamedTuple):
    """What storing came to; events that contradict earlier ones are left out."""

    stored: int
    known: int
    contradictions: tuple[Reason, ...]


def store(document: Document, *, party: Party, at: datetime) -> Outcome:
    """Put the events where they belong, inside the caller's transaction; durable when that one commits."""
    if document.vocabularies:
        say(document, party=party, at=at)
    namespaces, ignored = document.namespaces, document.ignored_fields
    rows = [row_of(event, party.pk, namespaces, ignored) for event in document.objects]
    if not rows:
        return Outcome(0, 0, ())
    context = _made_ready(document.source.get("@context"), month_of(at))
    alone = len(rows) == 1 and _insert_one(rows[0], party, context, at)
    stored = 1 if alone else _insert(rows, party, context, at)
    if stored:
        notice(document.objects, party)
    faults = _contradictions(document, first_of(month_of(at))) if stored < len(rows) else []
    return Outcome(stored, len(rows) - stored - len(faults), tuple(faults))


# An event is acknowledged only when it is on the disk, however the cluster or this connection is set.
_READY = """
SELECT set_config('synchronous_commit', 'on', true), to_regclass(%s::text) IS NOT NULL,
    (SELECT id FROM traces_context WHERE digest = %s)
"""


def _made_ready(context: object, month: int) -> int:
    """Durable from here to the commit, with a table for the month; the number of the context."""
    text = orjson.dumps(context)
    if b"\\u0000" in text:
        raise Refused(Reason("Ngữ cảnh (@context) có ký tự NUL, là ký tự không tên nào dùng.", "/@context", "context"))
    digest = UUID(bytes=blake2b(text, digest_size=16).digest())
    ready = _prepared(_READY, [partition_of(month), digest]).fetchone()
    assert ready is not None
    _durable, is_open, known = ready
    if not is_open:
        open_month(month)
    return known or _new_context(digest, text.decode())


_NEW_CONTEXT = """
INSERT INTO traces_context (digest, body) VALUES (%s, %s) ON CONFLICT (digest) DO NOTHING RETURNING id
"""


def _new_context(digest: UUID, text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEW_CONTEXT, [digest, text])
        found = cursor.fetchone()
        if found is None:  # another capture was quicker
            cursor.execute("SELECT id FROM traces_context WHERE digest = %s", [digest])
            found = cursor.fetchone()
    return int(found[0])


_ONE = """
WITH fresh AS (
    INSERT INTO traces_identity (key, declaration, position)
    VALUES (%s::uuid, %s, %s::bigint + nextval('traces_position')) ON CONFLICT DO NOTHING RETURNING position
)
INSERT INTO traces_event (position, record_time, party_id, context_id, event_time, declared_at, transformation, kind,
    action, marks, inputs, outputs, digest, body)
SELECT position, %s::timestamptz, %s, %s, %s::timestamptz, %s::timestamptz, %s::bigint, %s, %s, %s::bigint[],
    %s::bigint[], %s::bigint[], %s::bytea, %s::bytea
FROM fresh
"""


def _insert_one(row: Row, party: Party, context: int, moment: datetime) -> bool:
    """Whether the event was new; by one statement, where a document takes five."""
    base = first_of(month_of(moment))
    return bool(_prepared(_ONE, [row.key, row.declaration, base, moment, party.pk, context, *row[2:]]).rowcount)


def _prepared(query: LiteralString, values: Sequence[object]) -> Cursor[tuple[Any, ...]]:
    """Run a statement that the database has planned before, with its values beside it; Django writes them into it."""
    with connection.wrap_database_errors:
        return Cursor(connection.connection).execute(query, values, prepare=True)


_ARRIVING = """
CREATE TEMP TABLE IF NOT EXISTS traces_arriving (
    place integer, position bigint DEFAULT nextval('traces_position'), key uuid, declaration bigint, event_time timestamptz,
    declared_at timestamptz, transformation bigint, kind smallint, action smallint, marks bigint[], inputs bigint[],
    outputs bigint[], digest bytea, body bytea
) ON COMMIT DELETE ROWS
"""
_COPY = """
COPY traces_arriving (place, key, declaration, event_time, declared_at, transformation, kind, action, marks, inputs,
outputs, digest, body) FROM STDIN
"""
# In the order of the keys, so that two captures of the same events wait for each other and never in a circle.
_MOVE = """
WITH fresh AS (
    INSERT INTO traces_identity (key, declaration, position)
    SELECT key, declaration, %(base)s + position FROM traces_arriving ORDER BY key, declaration
    ON CONFLICT DO NOTHING RETURNING position - %(base)s AS position
)
INSERT INTO traces_event (position, record_time, event_time, declared_at, transformation, party_id, context_id, kind,
    action, marks, inputs, outputs, digest, body)
SELECT %(base)s + position, %(moment)s, event_time, declared_at, transformation, %(party)s, %(context)s, kind, action,
    marks, inputs, outputs, digest, body
FROM traces_arriving JOIN fresh USING (position) ORDER BY position
"""


def _insert(rows: Sequence[Row], party: Party, context: int, moment: datetime) -> int:
    facts: dict[str, Any] = {
        "base": first_of(month_of(moment)),
        "moment": moment,
        "party": party.pk,
        "context": context,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVING)
        with cursor.copy(_COPY) as copy:
            copy.write(b"".join(_line(place, row) for place, row in enumerate(rows)))
        cursor.execute(_MOVE, facts)
        stored: int = cursor.rowcount
        return stored


def _line(place: int, row: Row) -> bytes:
    """One line of COPY's text format; no value of ours holds a tab, a newline or a backslash of its own."""
    return (
        f"{place}\t{row.key}\t{row.declaration}\t{row.event_time}\t{_or_null(row.declared_at)}\t"
        f"{_or_null(row.transformation)}\t{row.kind}\t{row.action}\t{_array(row.marks)}\t{_array(row.inputs)}\t"
        f"{_array(row.outputs)}\t{_bytes(row.digest)}\t{_bytes(row.body)}\n"
    ).encode()


def _or_null(value: object) -> object:
    return "\\N" if value is None else value


def _array(values: list[int] | None) -> str:
    return "\\N" if values is None else "{" + ",".join(map(str, values)) + "}"


def _bytes(data: bytes | None) -> str:
    return "\\N" if data is None else "\\\\x" + data.hex()


_KNOWN = """
SELECT a.place, e.record_time, c.body::text, e.body
FROM traces_arriving a JOIN traces_identity i USING (key, declaration)
JOIN traces_event e ON e.position = i.position JOIN traces_context c ON c.id = e.context_id
WHERE i.position <> %(base)s + a.position AND a.digest IS NULL
ORDER BY a.place
"""


def _contradictions(document: Document, base: int) -> list[Reason]:
    """An id that was given to an event by hand may come again only with the same event.

    An id that is the event's own hash needs no look: it could not be the same for another.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"base": base})
        known = cursor.fetchall()
    reasons = []
    for place, recorded, context, body in known:
        event, earlier = document.objects[place], unpack(body)
        kept = {**STANDARD_PREFIXES, **prefixes(orjson.loads(context))}
        if not same_event(event, document.namespaces, document.ignored_fields, earlier, kept):
            reasons.append(contradiction(place, event, earlier, recorded))
    return reasons
