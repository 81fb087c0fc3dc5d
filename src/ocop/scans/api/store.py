"""The gate's own connections, and the lines it writes behind."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import psycopg
from django.db import connection, connections
from django.utils import timezone

from ..acts import Line, write_log, write_wrong_codes
from ..queries import WRONG_TODAY
from ..rules.networks import ALARM_AT, WRONG_A_DAY

log = logging.getLogger(__name__)
BEHIND_SECONDS = 0.25
LONGEST_QUEUE = 200_000
PAUSE_WHEN_AWAY = 0.5
_FAILED = (psycopg.OperationalError, psycopg.InterfaceError)
# The rows of a scan may be lost in a power cut (the last quarter of a second); nobody waits for the disk.
_OPTIONS = "-c synchronous_commit=off -c statement_timeout=1500 -c jit=off"


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
    """Closes its connection when its thread ends."""

    def __init__(self) -> None:
        self.connection = connect()

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()


class Store:
    """One prepared connection per thread; healed by itself, and quick to say that the database is away."""

    def __init__(self) -> None:
        self._local = threading.local()
        self._away_until = 0.0

    def run(self, statement: str, given: Mapping[str, Any]) -> Sequence[Any] | None:
        """Ask for one row. Raises DatabaseAway."""
        kept = getattr(self._local, "kept", None)
        if kept is not None:
            try:
                return self._row(kept, statement, given)
            except _FAILED as error:
                self._local.kept = None
                if isinstance(error, psycopg.errors.QueryCanceled):
                    raise DatabaseAway from error
        return self._row(self._fresh(), statement, given)

    @staticmethod
    def _row(kept: _Kept, statement: str, given: Mapping[str, Any]) -> Sequence[Any] | None:
        return kept.connection.execute(statement, given, prepare=True).fetchone()

    def _fresh(self) -> _Kept:
        if time.monotonic() < self._away_until:
            raise DatabaseAway
        try:
            self._local.kept = kept = _Kept()
        except _FAILED as error:
            self._away_until = time.monotonic() + PAUSE_WHEN_AWAY
            raise DatabaseAway from error
        return kept

    def close(self) -> None:
        """Let go of this thread's connection."""
        self._local.kept = None


def run_on_django(statement: str, given: Mapping[str, Any]) -> Sequence[Any] | None:
    """One row by Django's own connection, within its transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row: Sequence[Any] | None = cursor.fetchone()
        return row


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
                atexit.register(self.flush)

    def _keep_writing(self) -> None:
        while True:
            time.sleep(BEHIND_SECONDS)
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
            except psycopg.Error as error:
                self._drop_connection()
                self._lines.extendleft(reversed(lines))
                with self._lock:
                    self._wrong += wrong
                log.warning("scans wait to be written: %s", type(error).__name__)

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
        self.flush()
        self._drop_connection()
