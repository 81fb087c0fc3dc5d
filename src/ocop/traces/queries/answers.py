"""Answering a SimpleEventQuery: page by page, each page seeing what the first one saw, whatever arrives meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from django.db import connection

from epcis.documents import STANDARD_PREFIXES, prefixes
from epcis.matching import extension_values, meets
from epcis.queries import Query
from epcis.queryterms import Condition, Field
from epcis.queryvalues import decimal, moment

from ..models import Context
from ..rules.packing import unpack
from ..rules.rows import assigned_id
from .compiling import Compiled, compiled
from .horizons import SEEN, Horizon, horizon_from, seen_by
from .masterdata import TooComplex, horizon_for

Json = dict[str, Any]
# How many events one page may look at beyond the index; what remains waits for the next page.
MOST_LOOKED_AT = 10_000
_BATCH = 500


class TooLarge(Exception):
    """The answer has more events than `maxEventCount`."""


class Place(NamedTuple):
    """The last event of a page, as its order sees it."""

    key: Any
    position: int


class Found(NamedTuple):
    """An event of an answer; `json` is as it came, with its id and the time of recording."""

    position: int
    record_time: datetime
    event_time: datetime
    context: int
    json: Json


@dataclass
class Page:
    """Some events, and where the next page begins; None when this is the last."""

    events: list[Found] = field(default_factory=list)
    next: Place | None = None
    horizon: Horizon | None = None


def page_of(
    query: Query, seen: Sequence[int] | None, *, size: int, after: Place | None = None, horizon: Horizon | None = None,
) -> Page:  # fmt: skip
    """One page of an answer, for somebody who sees these parties' events (None: everyone's).

    Raises TooComplex where only looking at very many events would tell.
    """
    if isinstance(query.order_by, Field):
        return _page_by_field(query, query.order_by, seen, size, after, horizon)
    horizon = horizon_for(query, horizon)
    asking = _Asking(compiled(query, seen, horizon), query, horizon)
    page = Page()
    for looked, (place, found) in enumerate(asking.events(after, size), start=1):
        if found is not None and len(page.events) == size:
            page.next = _place_of(page.events[-1], query)
            break
        if found is not None:
            page.events.append(found)
        if looked >= MOST_LOOKED_AT:
            page.next = place
            break
    page.horizon = asking.horizon
    return page


def refuse_if_larger(query: Query, seen: Sequence[int] | None) -> None:
    """Raises TooLarge when there are more events than `maxEventCount`, TooComplex when that cannot be told."""
    most = query.max_event_count
    if most is None:
        return
    asking = _Asking(compiled(query, seen), query, None)
    if not asking.made.exact:
        most_found = page_of(query, seen, size=min(most + 1, MOST_LOOKED_AT))
        if len(most_found.events) > most:
            raise TooLarge
        if most_found.next is not None:
            raise TooComplex
    elif asking.count(most + 1) > most:
        raise TooLarge


def _place_of(found: Found, query: Query) -> Place:
    return Place(_KEYS[str(query.order_by)](found), found.position)


_KEYS: dict[str, Callable[[Found], Any]] = {
    "": lambda found: None,
    "eventTime": lambda found: found.event_time,
    "recordTime": lambda found: found.record_time,
}
_COLUMNS = {"eventTime": "e.event_time", "recordTime": "e.record_time"}
_READ = "e.position, e.record_time, e.event_time, e.context_id, e.digest, e.body"
_INNER = (
    "e.position, e.tx, e.record_time, e.event_time, e.declared_at, e.party_id, e.context_id, e.kind, e.action, e.marks, "
    "e.digest, e.body"
)
_NOW = "(SELECT pg_current_snapshot()::text || ';' || settled FROM traces_horizon)"


class _Asking:
    """One query being answered: its SQL, and the horizon that its first statement had."""

    def __init__(self, made: Compiled, query: Query, horizon: Horizon | None) -> None:
        self.made = made
        self.query = query
        self.horizon = horizon

    def events(self, after: Place | None, size: int) -> Iterator[tuple[Place, Found | None]]:
        """Every candidate in order: where it stands, and itself if it meets all conditions."""
        batch = size + 1 if self.made.exact else max(size + 1, _BATCH)
        while True:
            rows = self._rows(after, batch)
            for row in rows:
                found = found_of(row)
                place = _place_of(found, self.query)
                yield place, found if judged(found, self.made.judged) else None
            if len(rows) < batch:
                return
            after = place
            batch = max(batch, _BATCH)

    def count(self, most: int) -> int:
        values = {**self.made.values, "most": most}
        statement = f"SELECT count(*) FROM (SELECT 1 FROM {self._source()} WHERE {self._where([])} LIMIT %(most)s) few"
        return int(run(statement, values)[0][0])

    def _rows(self, after: Place | None, count: int) -> list[tuple[Any, ...]]:
        values = {**self.made.values, "count": count}
        further = []
        if after is not None:
            further.append(_beyond(after, self.query, values))
        if self.horizon is not None:
            further.append(SEEN)
            values |= seen_by(self.horizon)
        column = _COLUMNS.get(str(self.query.order_by), "")
        way = "DESC" if column and self.query.descending else "ASC"
        order = f"{column} {way}, e.position {way}" if column else f"e.position {way}"
        rows = run(
            f"SELECT {_READ}, {_NOW if self.horizon is None else 'NULL'} FROM {self._source()} "
            f"WHERE {self._where(further)} ORDER BY {order} LIMIT %(count)s",
            values,
        )
        if rows and self.horizon is None:
            self.horizon = horizon_from(rows[0][-1])
        return rows

    def _source(self) -> str:
        """Few events singled out by index first: left to itself, the planner may walk the whole month for a LIMIT."""
        if not self.made.singling:
            return "traces_event e"
        return f"(SELECT {_INNER} FROM traces_event e WHERE {' AND '.join(self.made.singling)} OFFSET 0) e"

    def _where(self, further: list[str]) -> str:
        return " AND ".join([*self.made.others, *further]) or "true"


def _beyond(after: Place, query: Query, values: dict[str, Any]) -> str:
    values["after"] = after.position
    column = _COLUMNS.get(str(query.order_by), "")
    if not column:
        return "e.position > %(after)s"
    values["after_key"] = after.key
    return f"({column}, e.position) {'<' if query.descending else '>'} (%(after_key)s, %(after)s)"


def run(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Prepared on the server: planning costs more than finding."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement.encode(), values, prepare=True).fetchall()


def found_of(row: tuple[Any, ...]) -> Found:
    """The event of a row: its columns up to the packed body, as `events` selects them."""
    position, record_time, event_time, context, digest, body = row[:6]
    event = unpack(body)
    if digest is not None:
        event["eventID"] = assigned_id(digest)
    event["recordTime"] = record_time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Found(position, record_time, event_time, context, event)


def judged(found: Found, conditions: Sequence[Condition]) -> bool:
    """Whether the event itself meets what SQL could only narrow down."""
    if not conditions:
        return True
    known = namespaces_of(found.context)
    return all(meets(condition, found.json, known) for condition in conditions)


@lru_cache(maxsize=2_000)
def context_of(number: int) -> Any:
    """The JSON-LD context that an event came in; stored contexts never change."""
    return Context.objects.values_list("body", flat=True).get(pk=number)


@lru_cache(maxsize=2_000)
def namespaces_of(number: int) -> dict[str, str]:
    return {**STANDARD_PREFIXES, **prefixes(context_of(number))}


def _page_by_field(
    query: Query, wanted: Field, seen: Sequence[int] | None, size: int, after: Place | None, horizon: Horizon | None
) -> Page:
    """Ordered by a field of an extension: no index knows it, so all candidates are looked at, if they are not too many."""
    plain, horizon = Query(query.conditions), horizon_for(query, horizon)
    asking = _Asking(compiled(plain, seen, horizon), plain, horizon)
    ranked: list[tuple[tuple[Any, ...], Found]] = []
    for looked, (_, found) in enumerate(asking.events(None, _BATCH)):
        if looked >= MOST_LOOKED_AT:
            raise TooComplex
        if found is not None:
            ranked.append(((*_rank(wanted, found), found.position), found))
    ranked.sort(key=lambda pair: pair[0], reverse=query.descending)
    if after is not None:
        last = (*after.key, after.position)
        ranked = [pair for pair in ranked if (pair[0] < last if query.descending else pair[0] > last)]
    page = Page([found for _, found in ranked[:size]], None, asking.horizon)
    if len(ranked) > size:
        rank, text, position = ranked[size - 1][0]
        page.next = Place((rank, text), position)
    return page


def _rank(wanted: Field, found: Found) -> tuple[int, Any]:
    """Numbers, moments, texts, and last who has no such field."""
    for value in extension_values(wanted, found.json, namespaces_of(found.context)):
        for rank, reader in ((3, decimal), (2, lambda item: moment(item).timestamp())):
            try:
                return rank, reader(value)
            except ValueError:
                continue
        if type(value) is str:
            return 1, value
    return 0, ""
