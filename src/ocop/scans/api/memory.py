"""What stands in memory so that a warm scan asks nothing: batches, states, goods with their pages, and counts of stamps.

Everything but the counts is exact: a trigger tells at the commit of any change whom it concerns (rules/watching.py), a
listener drops it here within a millisecond or so, and when the listener has not been sure of its line for two seconds nothing
here is believed until the database was asked again. See docs/decisions/a warm scan asks nothing.md.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..exports.moulds import Mould
from ..exports.pieces import Piece
from ..queries.facts import GoodsFacts, Issued, Run, Spans, batch_issued, goods_by_gtin, goods_of, spans_of_batch
from ..rules.watching import EVERYTHING
from .counts import Counts, Stamp

TRUSTED_SECONDS = 2.0
LARGEST_GOODS = 3_000  # with pages of some 10 kB, packed, in up to three languages: 60 MB at most
LARGEST_SPANS = 20_000
LONGEST_HISTORY = 2_000

Clock = Callable[[], float]
# What a verdict, a state and the day of its change make of a page, in each language.
Moulds = dict[tuple[Any, ...], dict[str, Mould]]
Kept = TypeVar("Kept")


@dataclass(slots=True, eq=False)
class Goods:
    """What is known of a product or lot, and what was made of it."""

    facts: GoodsFacts
    until: float
    round: int
    as_of: float
    alive: bool = True
    told: dict[str, Any] | None = None
    pieces: dict[str, tuple[Piece, Piece]] = field(default_factory=dict)
    moulds: Moulds = field(default_factory=dict)
    linksets: dict[tuple[str, str], bytes] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class States:
    """The states of a batch."""

    spans: Spans
    round: int
    as_of: float
    alive: bool = True


class Memory(Counts):
    """The memory of one process. All that asks takes `run`; all that only looks never waits."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        self.trusted_until = 0.0
        self.sure_at = 0.0
        self.round = 0
        self.batches: dict[tuple[int, int], Issued] = {}
        self._goods: OrderedDict[tuple[int, int | None], Goods] = OrderedDict()
        self._gtins: OrderedDict[tuple[str, str | None], tuple[int, int | None]] = OrderedDict()
        self._states: OrderedDict[int, States] = OrderedDict()
        self._heard: deque[tuple[str, frozenset[int]]] = deque(maxlen=LONGEST_HISTORY)
        self.changes = 0

    @property
    def is_trusted(self) -> bool:
        return self.trusted_until > self.clock()

    # What is asked once and then remembered.

    def ask_batch(self, run: Run, epoch: int, number: int) -> Issued | None:
        """Ask for a batch that is not here: before a code is called forged, the register itself was asked."""
        found = batch_issued(run, epoch, number)
        if found:
            self.batches[epoch, number] = found
        return found

    def goods(self, run: Run, product: int, lot: int | None) -> Goods | None:
        kept = self._goods.get((product, lot))
        if kept is not None and self._holds(kept):
            return kept
        return self._ask_goods(lambda: goods_of(run, product, lot), kept)

    def goods_by_gtin(self, run: Run, gtin: str, lot: str | None) -> Goods | None:
        key = self._gtins.get((gtin, lot))
        kept = self._goods.get(key) if key else None
        if kept is not None and self._holds(kept):
            return kept
        found = self._ask_goods(lambda: goods_by_gtin(run, gtin, lot), kept)
        if found is not None and found.alive:
            with self.lock:
                self._gtins[gtin, lot] = found.facts.product, found.facts.lot
                _shorten(self._gtins, LARGEST_GOODS)
        return found

    def _holds(self, kept: Goods | States) -> bool:
        """Whether this may be told without asking."""
        if not self.is_trusted or kept.round != self.round or not kept.alive:
            return False
        return not isinstance(kept, Goods) or self.clock() < kept.until

    def _ask_goods(self, ask: Callable[[], GoodsFacts | None], known: Goods | None) -> Goods | None:
        changes, asked_round = self.changes, self.round
        facts = ask()
        if facts is None:
            return None
        now = self.clock()
        made = Goods(facts, now + facts.to_midnight, asked_round, time.time())
        if known is not None and known.facts.links == facts.links and not self.is_trusted:
            made.told, made.pieces = known.told, known.pieces  # compared with what is asked anew, see Answers
        with self.lock:
            concerned = {("product", facts.product), ("lot", facts.lot), ("producer", facts.producer)}
            if self._unchanged_since(changes, asked_round, concerned):
                self._goods[facts.product, facts.lot] = made
                self._goods.move_to_end((facts.product, facts.lot))
                _shorten(self._goods, LARGEST_GOODS)
            else:
                made.alive = False
        return made

    def states(self, run: Run, batch: int) -> States | None:
        kept = self._states.get(batch)
        if kept is not None and self._holds(kept):
            return kept
        changes, asked_round = self.changes, self.round
        spans = spans_of_batch(run, batch)
        if spans is None:
            return None
        made = States(spans, asked_round, time.time())
        with self.lock:
            if self._unchanged_since(changes, asked_round, {("batch", batch)}):
                self._states[batch] = made
                self._states.move_to_end(batch)
                _shorten(self._states, LARGEST_SPANS)
            else:
                made.alive = False
        return made

    def _unchanged_since(self, changes: int, asked_round: int, concerned: set[tuple[str, int | None]]) -> bool:
        """Whether no notice heard since then names it; what was read before a change must not outlive its notice."""
        missed = self.changes - changes
        if asked_round != self.round or missed > len(self._heard):
            return False
        newest = list(self._heard)[len(self._heard) - missed :] if missed else []
        return not any(
            kind == EVERYTHING or any(kind == k and number in numbers for k, number in concerned)
            for kind, numbers in newest
        )

    # Last known facts, for when the database is away.

    def last_goods(self, product: int, lot: int | None) -> Goods | None:
        kept = self._goods.get((product, lot))
        return kept if kept is not None and kept.alive else None

    def last_goods_by_gtin(self, gtin: str, lot: str | None) -> Goods | None:
        key = self._gtins.get((gtin, lot))
        return self.last_goods(*key) if key else None

    def last_states(self, batch: int) -> States | None:
        kept = self._states.get(batch)
        return kept if kept is not None and kept.alive else None

    # Notices.

    def hear(self, kind: str, numbers: frozenset[int]) -> None:
        """Forget whatever a notice names."""
        with self.lock:
            self.changes += 1
            self._heard.append((kind, numbers))
            if kind == EVERYTHING:
                self._forget(list(self._goods), list(self._states))
            elif kind == "batch":
                self._forget((), [batch for batch in numbers if batch in self._states])
            elif kind in ("trace", "party", "paper"):  # what is being read just now may or may not hold it
                told = [key for key, goods in self._goods.items() if _tells(goods, kind, numbers)]
                self._forget(told, ())
            else:
                named = [key for key, goods in self._goods.items() if _concerns(goods.facts, kind, numbers)]
                self._forget(named, ())

    def _forget(self, goods: Any, states: Any) -> None:
        for key in goods:
            self._goods.pop(key).alive = False
        for batch in states:
            self._states.pop(batch).alive = False

    def begin_round(self, batches: list[Issued]) -> None:
        """The listener has its line again: everything kept is asked anew before it is believed."""
        with self.lock:
            self.round += 1
            for stamp in self._stamps.values():
                stamp.stale = True
            self.batches = {(b.epoch, b.number): b for b in batches}

    def add_batches(self, batches: list[Issued]) -> None:
        with self.lock:
            self.batches.update({(b.epoch, b.number): b for b in batches})

    def be_sure(self) -> None:
        """The line answered just now."""
        self.trusted_until = self.clock() + TRUSTED_SECONDS
        self.sure_at = time.time()

    def be_unsure(self) -> None:
        self.trusted_until = 0.0


def _concerns(facts: GoodsFacts, kind: str, numbers: frozenset[int]) -> bool:
    return getattr(facts, kind, None) in numbers


def _tells(goods: Goods, kind: str, numbers: frozenset[int]) -> bool:
    """Whether its page is made of events about one of these things, or by one of these parties, or of one of these papers."""
    return goods.told is None or not numbers.isdisjoint(goods.told.get(kind) or ())


def _shorten(kept: OrderedDict[Any, Any], longest: int) -> None:
    while len(kept) > longest:
        _key, gone = kept.popitem(last=False)
        if isinstance(gone, Goods | States):
            gone.alive = False


__all__ = ["Goods", "Memory", "Stamp", "States"]
