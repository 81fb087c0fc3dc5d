"""The line on which the database tells what changed; memory is believed only while this line is known to be alive."""

from __future__ import annotations

import logging
import threading
import time

import psycopg

from ocop.traces.rules.telling import CHANNEL as EVENTS

from ..queries.facts import batches_issued
from ..rules.watching import CHANNEL, EVERYTHING, read_notice
from .memory import Memory
from .store import Kept

log = logging.getLogger(__name__)
PROOF_SECONDS = 0.5  # a quiet line is asked twice a second whether it is there
PAUSE_WHEN_AWAY = 0.5
_FIRST_WAIT_MS = 5_000  # the list of all batches


class Listener:
    """Hears notices in a thread of its own, and starts a new round of memory whenever the line was lost."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._complained = False
        self.own_pids: set[int] = set()  # our own connections' counts are no news

    def start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._keep_listening, name="scans-listener", daemon=True)
                self._thread.start()

    def await_trust(self, seconds: float) -> bool:
        """Wait until memory may be believed; for tests, and for whoever warms up."""
        end = time.monotonic() + seconds
        while not self._memory.is_trusted and time.monotonic() < end:
            time.sleep(0.005)
        return self._memory.is_trusted

    def _keep_listening(self) -> None:
        while not self._closing.is_set():
            try:
                self._listen()
            except (psycopg.Error, OSError) as error:
                if not (self._complained or self._closing.is_set()):
                    log.warning("scans ask the database each time: %s", str(error).strip())
                self._complained = True
            finally:
                self._memory.be_unsure()
            self._closing.wait(PAUSE_WHEN_AWAY)

    def _listen(self) -> None:
        line = Kept(_FIRST_WAIT_MS)
        try:
            line.connection.execute(f"LISTEN {CHANNEL}")
            line.connection.execute(f"LISTEN {EVENTS}")
            # Listening began before the batches were read, so none can be missed between.
            self._memory.begin_round(batches_issued(line.row))
            self._memory.be_sure()
            self._complained = False
            while not self._closing.is_set():
                if not line.waits(int(PROOF_SECONDS * 1000)):
                    line.connection.pgconn.send_query(b"SELECT 1")
                    line.result()
                else:
                    line.connection.pgconn.consume_input()
                self._hear_all(line)
                if line.connection.pgconn.status != psycopg.pq.ConnStatus.OK:
                    raise psycopg.OperationalError("the line is dead")
                self._memory.be_sure()
        finally:
            line.close()

    def _hear_all(self, line: Kept) -> None:
        new: set[int] = set()
        everything = False
        while notice := line.connection.pgconn.notifies():
            if notice.extra.startswith(b"stamp:"):
                if notice.be_pid not in self.own_pids:
                    pairs = (pair.split("/") for pair in notice.extra[6:].decode().split(","))
                    self._memory.hear_of_stamps([(int(batch), int(sequence)) for batch, sequence in pairs])
                continue
            kind, numbers = read_notice(notice.extra.decode())
            if kind == "batch":
                new |= numbers
            everything |= kind == EVERYTHING
            self._memory.hear(kind, numbers)
        if new or everything:
            self._memory.add_batches(batches_issued(line.row, None if everything else frozenset(new)))
            self._hear_all(line)

    def close(self) -> None:
        self._closing.set()
        if self._thread is not None:
            self._thread.join(2)
