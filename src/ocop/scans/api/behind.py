"""What is written behind the answers every quarter of a second: the log, its tallies, the counts, and wrong codes."""

from __future__ import annotations

import atexit
import logging
import threading
from collections import Counter, deque
from datetime import date

import psycopg
from django.utils import timezone

from ..acts.counting import (
    Delta,
    Line,
    announce,
    day_of,
    merge_counts,
    open_months,
    write_log,
    write_tallies,
    write_wrong_codes,
    write_wrong_epochs,
)
from ..queries.facts import WRONG_EPOCHS, WRONG_TODAY
from ..rules.networks import WRONG_A_DAY, WRONG_AN_EPOCH
from .listening import Listener
from .memory import Memory
from .store import connect

log = logging.getLogger(__name__)
BEHIND_SECONDS = 0.25
LONGEST_QUEUE = 200_000
LARGEST_ROUND = 20_000
PAUSE_WHEN_FAILING = 1.0
_LONGEST_MS = 10_000


class Behind:
    """Writes behind in a thread of its own; what cannot be written now waits."""

    def __init__(self, memory: Memory, listener: Listener) -> None:
        self._memory, self._listener = memory, listener
        self._lines: deque[Line] = deque(maxlen=LONGEST_QUEUE)
        self._wrong: Counter[int] = Counter()
        self._wrong_epochs: Counter[int] = Counter()
        self._totals: Counter[int] = Counter()
        self._epochs: Counter[int] = Counter()
        self._day = date.min
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

    def note_wrong(self, network: int, epoch: int) -> None:
        """One code with a wrong tag: it counts against its network today and against its epoch for good."""
        with self._lock:
            self._wrong[network] += 1
            self._wrong_epochs[epoch] += 1

    def is_throttled(self, network: int) -> bool:
        """Whether a network tried so many wrong codes today that it gets no more answers.

        As far as known: what other processes saw arrives a quarter of a second later.
        """
        return self._totals.get(network, 0) + self._wrong.get(network, 0) >= WRONG_A_DAY

    def is_exhausted(self, epoch: int) -> bool:
        """Whether an epoch has borne all the wrong tags it can; then only stamps known from before are told."""
        return self._epochs.get(epoch, 0) + self._wrong_epochs.get(epoch, 0) >= WRONG_AN_EPOCH

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep_writing, name="scans-behind", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def _keep_writing(self) -> None:
        while not self._closing.wait(PAUSE_WHEN_FAILING if self._failing else BEHIND_SECONDS):
            if self._has_work:
                self.flush()

    @property
    def _has_work(self) -> bool:
        return bool(self._lines or self._wrong or self._memory.has_pending or self._day != timezone.localdate())

    def flush(self) -> None:
        """Write what waits, all in one transaction."""
        with self._writing:
            lines = [self._lines.popleft() for _ in range(min(len(self._lines), LARGEST_ROUND))]
            deltas, counted = self._memory.take_pending()
            with self._lock:
                wrong, self._wrong = self._wrong, Counter()
                epochs, self._wrong_epochs = self._wrong_epochs, Counter()
            try:
                connection = self._line()
                try:
                    self._write(connection, lines, deltas, counted, wrong, epochs)
                except psycopg.errors.CheckViolation:  # a month that nobody has opened yet
                    open_months(connection, {day_of(line.at) for line in lines})
                    self._write(connection, lines, deltas, counted, wrong, epochs)
                self._failing = False
            except psycopg.DataError:  # waiting would not make it better, and what comes after must not wait for it
                log.exception("%s scans could not be written", len(lines))
                self._drop_connection()
            except psycopg.Error as error:
                self._memory.put_back(deltas, counted)
                self._put_back(lines, wrong, epochs, error)

    def _put_back(self, lines: list[Line], wrong: Counter[int], epochs: Counter[int], error: psycopg.Error) -> None:
        self._drop_connection()
        self._lines.extendleft(reversed(lines))
        with self._lock:
            self._wrong += wrong
            self._wrong_epochs += epochs
        if not (self._failing or self._closing.is_set()):
            log.warning("scans wait to be written: %s", str(error).strip())
        self._failing = True

    def _line(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = connect(_LONGEST_MS)
            self._listener.own_pids = {self._connection.info.backend_pid}
        today = timezone.localdate()
        if today != self._day:
            self._begin_day(self._connection, today)
        return self._connection

    def _begin_day(self, connection: psycopg.Connection, today: date) -> None:
        given = {"day": today, "least": WRONG_A_DAY // 10}
        self._totals = Counter(dict(connection.execute(WRONG_TODAY, given).fetchall()))
        self._epochs = Counter(dict(connection.execute(WRONG_EPOCHS).fetchall()))
        self._day = today

    def _write(
        self,
        connection: psycopg.Connection,
        lines: list[Line],
        deltas: list[Delta],
        counted: set[tuple[int, int]],
        wrong: Counter[int],
        epochs: Counter[int],
    ) -> None:
        with connection.transaction():
            write_log(connection, lines)
            write_tallies(connection, lines)
            rows = merge_counts(connection, deltas)
            totals = write_wrong_codes(connection, self._day, wrong)
            by_epoch = write_wrong_epochs(connection, epochs)
            announce(connection, counted | {(delta.batch, delta.sequence) for delta in deltas})
        self._memory.merged(deltas, rows)
        self._totals |= totals
        self._epochs |= Counter(by_epoch)

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
        if self._lines or self._wrong or self._memory.has_pending:
            self.flush()
        self._drop_connection()
