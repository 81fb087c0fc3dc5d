"""What speaks for a copy: signs of one stamp and signs of a whole batch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from ..regions import least_km
from .limits import Limits

DAY = 86_400
LAPSED = frozenset({"expired", "revoked", "no_star"})


class Sighting(NamedTuple):
    """One scan: seconds since 1970, province code or "", the day's mark of the network, what the page said."""

    at: float
    region: str
    network: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to look: how much was seen, and what it weighs."""

    name: str
    seen: float
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """All signs of one stamp or batch; `score` is their sum."""

    signs: tuple[Sign, ...] = ()

    @property
    def score(self) -> float:
        return round(sum(sign.weight for sign in self.signs), 3)


# A fair, or a picture of a label that friends pass round, makes these, too, but is over after a day or two.
PASSED_ROUND = frozenset({"burst", "crowd", "spread", "jumps", "returns"})


def _weighed(name: str, seen: float, limits: Limits, lasted: float) -> Iterator[Sign]:
    weight = limits.signs[name]
    if seen >= weight.least:
        share = limits.short_weight if name in PASSED_ROUND and lasted < limits.short_days * DAY else 1.0
        yield Sign(name, seen, round(min(seen / weight.full, limits.heaviest) * weight.weight * share, 3))


def most_networks_in_a_day(sightings: Sequence[Sighting]) -> int:
    """The most different networks within any 24 hours; sightings in order of time."""
    inside: Counter[int] = Counter()
    first = most = 0
    for sighting in sightings:
        inside[sighting.network] += 1
        while sightings[first].at <= sighting.at - DAY:
            network = sightings[first].network
            inside[network] -= 1
            if not inside[network]:
                del inside[network]
            first += 1
        most = max(most, len(inside))
    return most


def places_of_sale(sightings: Iterable[Sighting], networks: int) -> int:
    """Provinces in which at least so many networks (a day's mark each) read the stamp."""
    seen: defaultdict[str, set[int]] = defaultdict(set)
    for sighting in sightings:
        if sighting.region:
            seen[sighting.region].add(sighting.network)
    return sum(len(marks) >= networks for marks in seen.values())


def impossible_jumps(sightings: Iterable[Sighting], limits: Limits) -> int:
    """Pairs of neighbouring scans between which nothing can have travelled."""
    known = [s for s in sightings if s.region]
    return sum(_too_fast(a, b, limits) for a, b in pairwise(known))


def _too_fast(a: Sighting, b: Sighting, limits: Limits) -> bool:
    km = least_km(a.region, b.region)
    return km >= limits.least_km and km > limits.speed * (b.at - a.at) / 3600


def returns(sightings: Iterable[Sighting], limits: Limits) -> int:
    """How often the stamp was back where it had been before, far away in between: goods are sold once."""
    stays = [region for region, _ in groupby(s.region for s in sightings if s.region)]
    return sum(
        a == c and least_km(a, b) >= limits.least_km for a, b, c in zip(stays, stays[1:], stays[2:], strict=False)
    )


def stamp_finding(sightings: Sequence[Sighting], limits: Limits, markets: Collection[str] = ()) -> Finding:
    """The signs of one stamp; `markets` are the provinces or countries where its lot is sold, empty for not said."""
    ordered = sorted(sightings)
    real = [s for s in ordered if s.verdict != "inactive"]
    seen: tuple[tuple[str, float], ...] = (
        ("burst", most_networks_in_a_day(ordered)),
        ("crowd", len({s.network for s in ordered})),
        ("spread", places_of_sale(ordered, limits.networks_a_place)),
        ("jumps", impossible_jumps(ordered, limits)),
        ("returns", returns(ordered, limits)),
        ("dormant", len({s.network for s in ordered if s.verdict == "inactive"})),
        ("market", len({s.network for s in real if markets and s.region and s.region not in markets})),
        ("lapsed", len({s.network for s in real if s.verdict in LAPSED})),
    )
    lasted = ordered[-1].at - ordered[0].at if ordered else 0.0
    return Finding(tuple(sign for name, amount in seen for sign in _weighed(name, amount, limits, lasted)))


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What was read of a whole batch in the window."""

    dormant: int = 0  # scans of stamps not yet activated, one per network and day
    outside: int = 0  # scans where its lot is not sold
    placed: int = 0  # scans whose place is known
    stamps_placed: int = 0  # stamps with a scan whose place is known
    stamps_apart: int = 0  # of these, stamps read in two provinces far apart


def batch_finding(facts: BatchFacts, limits: Limits) -> Finding:
    """The signs that only show in a batch: a stolen roll, goods sent elsewhere, a copied range."""
    signs: list[Sign] = []
    if facts.dormant >= limits.dormant_batch:
        signs.append(_whole("dormant", facts.dormant, limits.dormant_batch, limits))
    if facts.outside >= limits.market_batch and facts.outside >= limits.market_share * facts.placed:
        signs.append(_whole("market", facts.outside, limits.market_batch, limits))
    if facts.stamps_apart >= limits.shared_batch and facts.stamps_apart >= limits.shared_ratio * facts.stamps_placed:
        signs.append(_whole("spread", facts.stamps_apart, limits.shared_batch, limits))
    return Finding(tuple(signs))


def _whole(name: str, seen: float, full: float, limits: Limits) -> Sign:
    return Sign(name, seen, round(min(seen / full, limits.heaviest) * limits.score, 3))


def is_apart(sightings: Iterable[Sighting], limits: Limits) -> bool:
    """Whether one stamp was read in two provinces far apart."""
    seen = sorted({s.region for s in sightings if s.region})
    return any(least_km(a, b) >= limits.least_km for i, a in enumerate(seen) for b in seen[i + 1 :])
