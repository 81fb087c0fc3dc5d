"""What the radar finds and what it imagines, measured on the simulated month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .limits import Limits
from .signs import BatchFacts, Sighting, batch_finding, is_apart, stamp_finding
from .world import CHEATS, HONEST, Batch, month

SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Rates:
    """`false_alarms` honest stamps of 10 000 that open a case; `found` the share of campaigns found, by kind."""

    threshold: float
    false_alarms: float
    honest_batches: float
    found: dict[str, float]

    @property
    def detection(self) -> float:
        return sum(self.found.values()) / len(self.found)


def batch_facts(stamps: Iterable[Sequence[Sighting]], markets: Sequence[str], limits: Limits) -> BatchFacts:
    count: Counter[str] = Counter()
    for sightings in stamps:
        placed = [s for s in sightings if s.region]
        count["dormant"] += len({s.network for s in sightings if s.verdict == "inactive"})
        count["placed"] += len(placed)
        count["outside"] += sum(bool(markets) and s.region not in markets for s in placed)
        count["stamps_placed"] += bool(placed)
        count["stamps_apart"] += is_apart(placed, limits)
    return BatchFacts(**count)


def scored(batch: Batch, limits: Limits) -> tuple[float, list[float]]:
    """The batch's own score, and that of each stamp that tells: the abused ones, or all of an honest batch."""
    own = batch_finding(batch_facts(batch.stamps, batch.markets, limits), limits).score
    telling = [s for place, s in enumerate(batch.stamps) if batch.kind == HONEST or place in batch.abused]
    return own, [stamp_finding(s, limits, batch.markets).score if len(s) > 1 else 0.0 for s in telling]


def rates(scores: Sequence[tuple[str, float, list[float]]], threshold: float) -> Rates:
    honest = [(own, stamps) for kind, own, stamps in scores if kind == HONEST]
    alarmed = sum(score >= threshold for _, stamps in honest for score in stamps)
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for kind, own, stamps in scores:
        if kind != HONEST:
            found[kind].append(max(own, *stamps) >= threshold)
    return Rates(
        threshold,
        round(10_000 * alarmed / max(1, sum(len(stamps) for _, stamps in honest)), 2),
        round(sum(own >= threshold for own, _ in honest) / max(1, len(honest)), 4),
        {kind: round(sum(hits) / len(hits), 3) for kind, hits in found.items()},
    )


THRESHOLDS = (0.4, 0.5, 0.6, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0)


def trial(limits: Limits, *, known: float, honest: int = 120, abused: int = 30, seed: int = SEED) -> list[Rates]:
    """The rates at every threshold, for a share `known` of scans whose province is known."""
    scores = [(b.kind, *scored(b, limits)) for b in month(seed, known, honest=honest, abused=abused)]
    return [rates(scores, threshold) for threshold in sorted({*THRESHOLDS, limits.score})]


__all__ = ["CHEATS", "SEED", "Rates", "batch_facts", "rates", "scored", "trial"]
