"""Counts of stamps that were scanned a while ago: what the database knows of each, and what was counted here since."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ..acts.counting import Delta
from ..queries.facts import Issued, Row
from ..rules.verdicts import COPY_RULE

if TYPE_CHECKING:
    from .ready import Ready

LARGEST_STAMPS = 50_000
KEPT_NETWORKS = 32
_RELOAD = COPY_RULE.reload.total_seconds()
_WINDOW = COPY_RULE.window.total_seconds()


class Stamp:
    """One stamp that was scanned a while ago: what is known of it, and what was counted since."""

    __slots__ = (
        "base", "batch", "count", "first_at", "known", "last_at", "last_network", "networks", "path", "pending", "sequence",
        "stale", "suspected_at", "window_at", "window_count",
    )  # fmt: skip

    def __init__(self, batch: Issued, sequence: int) -> None:
        self.batch, self.sequence = batch, sequence
        self.known = self.stale = False
        self.base = self.count = self.window_count = self.last_network = 0
        self.first_at = self.last_at = self.window_at = 0.0
        self.networks: tuple[int, ...] = ()
        self.suspected_at: float | None = None
        self.pending: Delta | None = None
        self.path = ""

    def add(self, network: int, now: float) -> int:
        """Count one scan here, as COUNT does on the row, unless it is a reload."""
        if self.last_network == network and now - self.last_at < _RELOAD:
            return 0
        if self.window_at <= now - _WINDOW:
            self.window_at, self.window_count, self.networks = now, 0, ()
        self.count += 1
        self.window_count += 1
        if network not in self.networks and len(self.networks) < KEPT_NETWORKS:
            self.networks += (network,)
        self.first_at = self.first_at or now
        self.last_network, self.last_at = network, now
        if self.suspected_at is None and self.window_count >= COPY_RULE.scans and self._looks_copied():
            self.suspected_at = now
        return self.count

    def _looks_copied(self) -> bool:
        return self.window_count >= COPY_RULE.scans and len(self.networks) >= COPY_RULE.networks

    def is_merged(self, count: int) -> None:
        """The database took what was counted here, and nobody else counted."""
        self.base = count
        if self.count != count + (self.pending.count if self.pending else 0):
            self.stale = True  # a row that was read meanwhile did not hold it yet

    def learn(self, row: Row) -> None:
        """Take over what the database knows, and put on top what it does not know yet."""
        if row.count < self.base:
            return  # an older answer that came late
        self.base, more = row.count, self.pending
        self.count, self.first_at = row.count, row.first_at
        self.window_at, self.window_count = row.window_at, row.window_count
        self.networks = tuple(row.networks)
        self.suspected_at = row.suspected_at
        self.last_network, self.last_at = row.last_network, row.last_at
        self.known, self.stale = True, False
        if more is not None:
            self.count += more.count
            self.window_count += more.count
            self.networks += tuple(n for n in more.networks if n not in self.networks)[
                : KEPT_NETWORKS - len(self.networks)
            ]
            self.last_network, self.last_at = more.last_network, more.last_at
            if self.suspected_at is None and (more.suspected or self._looks_copied()):
                self.suspected_at = more.last_at


class Counts:
    """The counts of one process, and the addresses whose pages are ready."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.paths: dict[str, Ready] = {}
        self._stamps: dict[tuple[int, int], Stamp] = {}
        self._pending: dict[tuple[int, int], Delta] = {}
        self._counted: set[tuple[int, int]] = set()

    def stamp(self, batch: Issued, sequence: int) -> Stamp:
        key = (batch.id, sequence)
        found = self._stamps.get(key)
        if found is None:
            with self.lock:
                found = self._stamps.setdefault(key, Stamp(batch, sequence))
                if len(self._stamps) > LARGEST_STAMPS:
                    self._drop_old_stamps()
        return found

    def _drop_old_stamps(self) -> None:
        """Let the tenth that was met longest ago go, but nothing that is still to be written."""
        for key in [key for key, _ in zip(self._stamps, range(LARGEST_STAMPS // 10), strict=False)]:
            stamp = self._stamps[key]
            if stamp.pending is None:
                del self._stamps[key]
                if stamp.path:
                    self.paths.pop(stamp.path, None)

    def learn(self, stamp: Stamp, row: Row) -> int:
        """Take over what the row says; returns the count as it was for whoever asked."""
        with self.lock:
            more = stamp.pending.count if stamp.pending else 0
            stamp.learn(row)
            if row.counted:
                self._counted.add((stamp.batch.id, stamp.sequence))
            return row.count + more

    def count_here(self, stamp: Stamp, network: int, now: float) -> int:
        """Count one scan without asking; returns the count with it, 0 for a reload."""
        with self.lock:
            count = stamp.add(network, now)
            if not count:
                return 0
            delta, suspected = stamp.pending, stamp.suspected_at is not None
            if delta is None:
                key = stamp.batch.id, stamp.sequence
                self._pending[key] = stamp.pending = Delta(*key, now, now, network, 1, [network], suspected)
                return count
            delta.count += 1
            delta.last_at, delta.last_network, delta.suspected = now, network, suspected
            if network not in delta.networks and len(delta.networks) < KEPT_NETWORKS:
                delta.networks.append(network)
            return count

    def take_pending(self) -> tuple[list[Delta], set[tuple[int, int]]]:
        """What is to be merged and announced now."""
        with self.lock:
            deltas, self._pending = list(self._pending.values()), {}
            counted, self._counted = self._counted, set()
            for delta in deltas:
                if stamp := self._stamps.get((delta.batch, delta.sequence)):
                    stamp.pending = None
                    delta.expected = stamp.count
            return deltas, counted

    def put_back(self, deltas: list[Delta], counted: set[tuple[int, int]]) -> None:
        """The database did not take them: keep them, together with what was counted meanwhile."""
        with self.lock:
            self._counted |= counted
            for delta in deltas:
                newer = self._pending.get((delta.batch, delta.sequence))
                if newer is not None:
                    delta.count += newer.count
                    delta.last_at, delta.last_network = newer.last_at, newer.last_network
                    delta.networks += [n for n in newer.networks if n not in delta.networks]
                    delta.suspected |= newer.suspected
                self._pending[delta.batch, delta.sequence] = delta
                if stamp := self._stamps.get((delta.batch, delta.sequence)):
                    stamp.pending = delta

    def merged(self, deltas: list[Delta], rows: dict[tuple[int, int], Row]) -> None:
        """What the sums are now: as expected, or as the rows say, scans of other processes counted in."""
        with self.lock:
            for delta in deltas:
                key = delta.batch, delta.sequence
                stamp = self._stamps.get(key)
                if stamp is None:
                    continue
                if row := rows.get(key):
                    stamp.learn(row)
                elif stamp.base < delta.expected:
                    stamp.is_merged(delta.expected)

    @property
    def has_pending(self) -> bool:
        return bool(self._pending or self._counted)

    def hear_of_stamps(self, stamps: list[tuple[int, int]]) -> None:
        """Another process counted these."""
        with self.lock:
            for key in stamps:
                if stamp := self._stamps.get(key):
                    stamp.stale = True


__all__ = ["Counts", "Stamp"]
