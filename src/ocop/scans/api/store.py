"""The gate's own connections, and the lines it writes behind."""

from __future__ import annotations

import atexit
import logging
import re
import select
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
import psycopg
from django.db import connection, connections
from django.utils import timezone
from psycopg import pq

from ..acts import Line, write_log, write_wrong_codes
from ..queries import WRONG_TODAY
from ..rules.networks import ALARM_AT, WRONG_A_DAY

log = logging.getLogger(__name__)
BEHIND_SECONDS = 0.25
LONGEST_QUEUE = 200_000
PAUSE_WHEN_AWAY = 0.5
PAUSE_WHEN_FAILING = 2.0
LONGEST_WAIT_MS = 700
_FAILED = (psycopg.OperationalError, psycopg.InterfaceError)
_NAMED = re.compile(r"%\((\w+)\)s")
# Planning anew costs more than the whole statement, hence one plan for all; no plan differs from stamp to stamp.
# The rows of a scan may be lost in a power cut (the last quarter of a second); nobody waits for the disk.
_OPTIONS = "-c synchronous_commit=off -c statement_timeout=600 -c jit=off -c plan_cache_mode=force_generic_plan"


class DatabaseAway(Exception):
    """The database does not answer now."""


def connect() -> psycopg.Connection:
    """A connection of our own to the portal's database: the ORM's would cost more than the answer."""
    given = connections["default"].settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if isinstance(value, str)}
    options |= {"connect_timeout": "2", "options": f"{options.get('options', '')} {_OPTIONS}".strip()}
    own = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options |= {name: str(given[key]) for name, key in own.items() if given.get(key)}
    return psycopg.connect(autocommit=True, **options)  # type: ignore[arg-type]


class _Kept:
    """A connection with its prepared statements; closes itself when its thread ends.

    It speaks to libpq directly: psycopg's cursor costs as much again as the statement, for conversions not needed here.
    """

    def __init__(self) -> None:
        self.connection = connect()
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
        result = self._result()
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise psycopg.errors.error_from_result(result)
        value = result.get_value(0, 0) if result.ntuples else None
        return None if value is None else orjson.loads(value)

    def _prepare(self, statement: str) -> tuple[bytes, tuple[str, ...]]:
        order = tuple(dict.fromkeys(_NAMED.findall(statement)))
        positional = _NAMED.sub(lambda found: f"${order.index(found[1]) + 1}", statement)
        name = b"scan%d" % len(self._prepared)
        self.connection.pgconn.send_prepare(name, positional.encode())
        result = self._result()
        if result.status != pq.ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(result)
        self._prepared[statement] = name, order
        return name, order

    def _result(self) -> pq.abc.PGresult:
        """Wait for the answer, but never longer than a person would."""
        pgconn = self.connection.pgconn
        while pgconn.is_busy():
            if not self._poll.poll(LONGEST_WAIT_MS):
                raise psycopg.OperationalError("no answer from the database")
            pgconn.consume_input()
        last = result = pgconn.get_result()
        while last is not None:
            last = pgconn.get_result()
        if result is None:
            raise psycopg.OperationalError("the database hung up")
        return result


class Store:
    """One connection per thread; healed by itself, and quick to say that the database is away."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._away_until = 0.0

    def run(self, statement: str, given: Mapping[str, Any]) -> Any:
        """Ask for one value. Raises DatabaseAway."""
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

    def _fresh(self) -> _Kept:
        if time.monotonic() < self._away_until:
            raise DatabaseAway
        self._local.kept = kept = _Kept()
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


class Behind:
    """Writes the log of scans every quarter of a second, and keeps the count of wrong codes by network."""

    def __init__(self) -> None:
        self._lines: deque[Line] = deque(maxlen=LONGEST_QUEUE)
        self._wrong: Counter[int] = Counter()
        self._totals: Counter[int] = Counter()
        self._day = date.min
        self._alarmed = 0
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._failing = False
        self._connection: psycopg.Connection | None = None

    def note(self, line: Line) -> None:
        self._lines.append(line)
        if self._thread is None:
            self._start()

    def note_wrong(self, network: int) -> None:
        with self._lock:
            self._wrong[network] += 1

    def wrong_today(self, network: int) -> int:
        """Wrong codes of a network today, as far as known: those of other processes arrive a quarter of a second later."""
        return self._totals[network] + self._wrong[network]

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_writing, name="scans-behind", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def _keep_writing(self) -> None:
        while not self._closing.wait(PAUSE_WHEN_FAILING if self._failing else BEHIND_SECONDS):
            if self._lines or self._wrong:
                self.flush()

    def flush(self) -> None:
        """Write what waits; what cannot be written now waits on."""
        with self._writing:
            lines = [self._lines.popleft() for _ in range(len(self._lines))]
            with self._lock:
                wrong, self._wrong = self._wrong, Counter()
            try:
                self._write(lines, wrong)
                self._failing = False
            except psycopg.Error as error:
                self._put_back(lines, wrong, error)

    def _put_back(self, lines: list[Line], wrong: Counter[int], error: psycopg.Error) -> None:
        self._drop_connection()
        self._lines.extendleft(reversed(lines))
        with self._lock:
            self._wrong += wrong
        if not (self._failing or self._closing.is_set()):
            log.warning("scans wait to be written: %s", error)
        self._failing = True

    def _write(self, lines: list[Line], wrong: Counter[int]) -> None:
        if self._connection is None:
            self._connection = connect()
        today = timezone.localdate()
        if today != self._day:
            self._begin_day(today)
        with self._connection.transaction():
            write_log(self._connection, lines)
            totals = write_wrong_codes(self._connection, today, wrong)
        self._totals |= totals
        self._alarm(sum(wrong.values()))

    def _begin_day(self, today: date) -> None:
        assert self._connection is not None
        given = {"day": today, "least": WRONG_A_DAY // 10}
        self._totals = Counter(dict(self._connection.execute(WRONG_TODAY, given).fetchall()))
        self._day, self._alarmed = today, 0

    def _alarm(self, wrong: int) -> None:
        before, self._alarmed = self._alarmed, self._alarmed + wrong
        if before < ALARM_AT <= self._alarmed:
            log.error("Báo động: %s mã tem sai trong ngày, có thể có người dò mã.", self._alarmed)

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Write the rest and let go of the database."""
        self._closing.set()
        atexit.unregister(self.close)
        if self._thread is not None:
            self._thread.join(5)  # it may be writing; afterwards nobody opens a connection again
        if self._lines or self._wrong:
            self.flush()
        self._drop_connection()
