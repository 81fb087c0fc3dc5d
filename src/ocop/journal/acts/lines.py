"""The one way to change anything: inside `act`, with lines drafted by `record`.

Lines are drafted during the act and written once, last, at the end of the outermost transaction. Written
earlier, a nested act would hold the chain's lock while it waits for rows: 30 of 30 rounds deadlocked so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from pgqueuer.ports.driver import SyncDriver
from pgqueuer.queries import SyncQueries
from psycopg import RawCursor
from psycopg.rows import dict_row

from ..models import Line
from ..rules import GENESIS, moment_text, plain, seal

# Serial numbers do not follow commit order, so the chain needs one lock of its own.
_CHAIN_LOCK = 0x0C0B_0001


@dataclass(frozen=True, slots=True)
class Draft:
    verb: str
    actor: str
    subject: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


_drafts: ContextVar[list[Draft] | None] = ContextVar("journal_drafts", default=None)


def database_clock() -> datetime:
    """The moment now by the database; unlike SQL `now()` it moves within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def name_of(thing: object) -> str:
    """`chapter.noun:key` for a stored object; text stays as it is; nobody is `system`."""
    if thing is None:
        return "system"
    if isinstance(thing, models.Model):
        return f"{thing._meta.label_lower}:{thing.pk}"
    return str(thing)


@contextmanager
def act(at: datetime | None = None) -> Iterator[datetime]:
    """Một việc: one transaction and, at its very end, its journal lines.

    Yields the moment of the act: `at`, or the database's clock. Acts nest; an inner act that is rolled back
    leaves no line, and only the outermost writes.
    """
    outer = _drafts.get()
    mine: list[Draft] = []
    token = _drafts.set(mine)
    try:
        with transaction.atomic():
            yield at or database_clock()
            if outer is None:
                _write(mine)
        if outer is not None:
            outer.extend(mine)
    finally:
        _drafts.reset(token)


def record(verb: str, *, by: object, about: object, at: datetime, facts: Mapping[str, Any] | None = None) -> None:
    """Draft one line of the journal; `facts` must be plain JSON without private data."""
    drafts = _drafts.get()
    if drafts is None:
        raise RuntimeError("record() outside act(): a line must belong to a transaction")
    moment_text(at)
    drafts.append(Draft(verb, name_of(by), name_of(about), at, plain(facts or {})))


def _write(drafts: list[Draft]) -> None:
    if not drafts:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = Line.objects.order_by("-number").values_list("number", "seal").first()
    number, previous = last or (0, GENESIS)
    lines: list[Line] = []
    for draft in drafts:
        number += 1
        sealed = seal(previous, number, draft.at, draft.verb, draft.actor, draft.subject, draft.facts)
        lines.append(
            Line(
                number=number, at=draft.at, verb=draft.verb, actor=draft.actor, subject=draft.subject,
                facts=draft.facts, previous=previous, seal=sealed,
            )
        )  # fmt: skip
        previous = sealed
    Line.objects.bulk_create(lines)


class _SameTransaction(SyncDriver):
    """PgQueuer on Django's own connection: a job of an act that is rolled back was never written."""

    def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        connection.ensure_connection()
        cursor = RawCursor(connection.connection, row_factory=dict_row)
        return cursor.execute(query.encode(), args or None).fetchall()


def enqueue(
    job: str, payload: Mapping[str, Any] | None = None, *, after: timedelta | None = None, once: str = ""
) -> None:
    """Việc nền: have the worker call the job of that name, with `payload` as keyword arguments, after commit.

    `once` names the job: while one of that name waits or runs, no second is written.
    """
    body = json.dumps(dict(payload or {}), cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    queries = SyncQueries(_SameTransaction())
    queries.enqueue(job, body, execute_after=after, dedupe_key=once or None, on_conflict="skip")
