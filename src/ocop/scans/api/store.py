"""The gate's own connections: quick to answer, quick to say that the database is away, healed by themselves."""

from __future__ import annotations

import re
import select
import threading
import time
from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from django.db import connection, connections
from psycopg import pq

PAUSE_WHEN_AWAY = 0.5
LONGEST_WAIT_MS = 700
_FAILED = (psycopg.OperationalError, psycopg.InterfaceError)
_NAMED = re.compile(r"%\((\w+)\)s")
# Planning anew costs more than the whole statement, hence one plan for all; no plan differs from stamp to stamp.
# The rows of a scan may be lost in a power cut (the last quarter of a second); nobody waits for the disk.
_OPTIONS = "-c synchronous_commit=off -c jit=off -c plan_cache_mode=force_generic_plan"


class DatabaseAway(Exception):
    """The database does not answer now."""


def connect(longest_ms: int = 600) -> psycopg.Connection:
    """A connection of our own to the portal's database: the ORM's would cost more than the answer."""
    given = connections["default"].settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if isinstance(value, str)}
    own = f"{options.get('options', '')} {_OPTIONS} -c statement_timeout={longest_ms}"
    options |= {"connect_timeout": "2", "options": own.strip()}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options |= {name: str(given[key]) for name, key in names.items() if given.get(key)}
    return psycopg.connect(autocommit=True, **options)  # type: ignore[arg-type]


class Kept:
    """A connection with its prepared statements; closes itself when its thread ends.

    It speaks to libpq directly: psycopg's cursor costs as much again as the statement, for conversions not needed here.
    """

    def __init__(self, longest_ms: int = 600) -> None:
        self.connection = connect(longest_ms)
        self._longest_ms = longest_ms + 100
        self._prepared: dict[str, tuple[bytes, tuple[str, ...]]] = {}
        self._poll = select.poll()
        self._poll.register(self.connection.fileno(), select.POLLIN)

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.close()

    def close(self) -> None:
        self.connection.close()

    def row(self, statement: str, given: Mapping[str, Any]) -> Any:
        """Run one statement that gives one JSON value; None without a row."""
        name, order = self._prepared.get(statement) or self._prepare(statement)
        values = [None if (value := given[key]) is None else str(value).encode() for key in order]
        self.connection.pgconn.send_query_prepared(name, values)
        result = self.result()
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise psycopg.errors.error_from_result(result)
        value = result.get_value(0, 0) if result.ntuples else None
        return None if value is None else orjson.loads(value)

    def _prepare(self, statement: str) -> tuple[bytes, tuple[str, ...]]:
        order = tuple(dict.fromkeys(_NAMED.findall(statement)))
        positional = _NAMED.sub(lambda found: f"${order.index(found[1]) + 1}", statement)
        name = b"scan%d" % len(self._prepared)
        self.connection.pgconn.send_prepare(name, positional.encode())
        result = self.result()
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(result)
        self._prepared[statement] = name, order
        return name, order

    def waits(self, longest_ms: int) -> bool:
        """Whether something arrived within this time."""
        return bool(self._poll.poll(longest_ms))

    def result(self) -> pq.abc.PGresult:
        """Wait for the answer, but never longer than a person would."""
        pgconn = self.connection.pgconn
        while pgconn.is_busy():
            if not self.waits(self._longest_ms):
                raise psycopg.OperationalError("no answer from the database")
            pgconn.consume_input()
        last = result = pgconn.get_result()
        while last is not None:
            last = pgconn.get_result()
        if result is None:
            raise psycopg.OperationalError("the database hung up")
        return result


class Store:
    """One connection per thread; after a failure nobody tries again for a moment."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._away_until = 0.0
        self.statements = 0

    def run(self, statement: str, given: Mapping[str, Any]) -> Any:
        """Ask for one value. Raises DatabaseAway."""
        self.statements += 1
        kept = getattr(self._local, "kept", None)
        if kept is not None:
            try:
                return kept.row(statement, given)
            except _FAILED:
                self.close()  # an old connection may have died with its server: try one new one
        try:
            return self._fresh().row(statement, given)
        except _FAILED as error:
            self.close()
            self._away_until = time.monotonic() + PAUSE_WHEN_AWAY
            raise DatabaseAway from error

    def _fresh(self) -> Kept:
        if time.monotonic() < self._away_until:
            raise DatabaseAway
        self._local.kept = kept = Kept()
        return kept

    def close(self) -> None:
        """Let go of this thread's connection."""
        kept = getattr(self._local, "kept", None)
        self._local.kept = None
        if kept is not None:
            kept.close()


def run_on_django(statement: str, given: Mapping[str, Any]) -> Any:
    """One value by Django's own connection, within its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return row[0] if row else None
