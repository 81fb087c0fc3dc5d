"""A simulated month of scans: honest buyers, and eight ways to cheat. Nobody in it exists (mô phỏng)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp
from random import Random

from ..regions import least_km, regions
from .signs import DAY, Sighting

HOME = "22"
MONTH = 30 * DAY
STAMPS_OF_A_BATCH = 120  # of a batch, those that were read at all or copied: the others leave no sighting
# Where the goods of one producer are sold: mostly at home, then Hà Nội, Hải Phòng, the South.
_SALES = ((HOME, 60), ("01", 20), ("31", 7), ("79", 6), ("24", 3), ("33", 2), ("48", 2))
_MISTAKEN = 0.02  # of the known places: mobile networks answer from their exchange
HONEST, CHEATS = "honest", ("label", "few", "range", "roll", "diverted", "lapsed", "resold", "slow")


@dataclass(frozen=True, slots=True)
class Batch:
    """A simulated batch: its stamps' sightings, where it is sold, and which stamps somebody abused."""

    kind: str
    markets: tuple[str, ...]
    stamps: tuple[tuple[Sighting, ...], ...]
    abused: frozenset[int]


class World:
    """The same seed gives the same month; `known` is the share of scans whose province is known."""

    def __init__(self, seed: int, known: float) -> None:
        self.random = Random(seed)
        self.known = known
        self._begin_lot()

    def _begin_lot(self) -> None:
        """Lots differ: how much of one stands long on shelves, and how curious the people are who pass there."""
        self.on_shelf, self.passers = self.random.uniform(0.04, 0.30), self.random.uniform(3, 9)

    def honest_batch(self) -> Batch:
        self._begin_lot()
        stamps = tuple(self._honest() for _ in range(STAMPS_OF_A_BATCH))
        return Batch(HONEST, (), stamps, frozenset())

    def abused_batch(self, kind: str) -> Batch:
        self._begin_lot()
        stamps = [self._honest() for _ in range(STAMPS_OF_A_BATCH)]
        make: Callable[[], tuple[int, Callable[[], list[Sighting]]]] = getattr(self, f"_{kind}")
        count, copied = make()
        for place in range(count):
            # A stamp that was never stuck on has no honest buyer beside the abuse.
            before = [] if kind in ("roll", "diverted", "lapsed") else list(stamps[place])
            stamps[place] = tuple(sorted([*before, *copied()]))
        markets = (HOME, "31") if kind == "diverted" else ()
        return Batch(kind, markets, tuple(stamps), frozenset(range(count)))

    # Honest stamps

    def _honest(self) -> tuple[Sighting, ...]:
        draw = self.random.random() - self.on_shelf
        if draw < 0:
            found = self._on_a_shelf()
        elif draw < 0.06:
            found = self._given_away()
        elif draw < 0.08:
            found = self._at_a_fair()
        elif draw < 0.095:
            found = self._checked_by_a_trader()
        elif draw < 0.10:
            found = self._shared_as_a_picture()
        elif draw < 0.11:
            found = self._brought_back()
        else:
            found = self._bought()
        return tuple(sorted(found))

    def _bought(self) -> list[Sighting]:
        region, at = self._sale(), self._some_time()
        return [self._seen(at + hour * 3600, region) for hour in range(self._count(1.3))]

    def _on_a_shelf(self) -> list[Sighting]:
        region = self._sale()
        return [self._seen(self._some_time(), region) for _ in range(self._count(self.passers))]

    def _given_away(self) -> list[Sighting]:
        one, other = self._sale(), self.random.choice(list(regions()))
        at = self._some_time()
        travel = least_km(one, other) / 45 * 3600 + 6 * 3600
        return [self._seen(at, one), self._seen(at + travel, other), self._seen(at + travel + DAY, other)]

    def _brought_back(self) -> list[Sighting]:
        """Taken on a journey and home again: what a copy in two places looks like at first."""
        one, other = self._sale(), self.random.choice(list(regions()))
        at = self._some_time()
        there = at + least_km(one, other) / 45 * 3600 + 6 * 3600
        back = there + 4 * DAY
        return [
            self._seen(at, one),
            self._seen(there, other),
            self._seen(there + 2 * DAY, other),
            self._seen(back, one),
        ]

    def _at_a_fair(self) -> list[Sighting]:
        region, at = self._sale(), self._some_time()
        return [self._seen(at + self.random.random() * 3 * DAY, region) for _ in range(self._count(9))]

    def _checked_by_a_trader(self) -> list[Sighting]:
        region, at, network = self._sale(), self._some_time(), self._network()
        return [self._seen(at + i * 60, region, network) for i in range(self._count(12))]

    def _shared_as_a_picture(self) -> list[Sighting]:
        """A friend posts the label: many look at it within a day, anywhere. Hard to tell from a copy."""
        at = self._some_time()
        return [
            self._seen(at + self.random.expovariate(1 / (5 * 3600)), self._anywhere()) for _ in range(self._count(5))
        ]

    # Abuse: how many stamps, and the sightings of one of them

    def _label(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """One label printed a thousand times and sold in several provinces."""
        places = self.random.sample(list(regions()), 6)
        return 1, lambda: [self._seen(self._some_time(), self.random.choice(places)) for _ in range(self._count(60))]

    def _few(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """One label on sixty jars in one market town."""
        place = self._sale()
        return 1, lambda: [self._seen(self._some_time(), place) for _ in range(self._count(12))]

    def _range(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """Forty labels copied ten times each."""
        places = self.random.sample(list(regions()), 3)
        return 40, lambda: [self._seen(self._some_time(), self.random.choice(places)) for _ in range(self._count(1.6))]

    def _roll(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """A roll that was never activated is stuck on other goods."""
        place = self._sale()
        return 80, lambda: [self._seen(self._some_time(), place, verdict="inactive") for _ in range(self._count(0.7))]

    def _diverted(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """A lot meant for the province and Hải Phòng is sold in the South."""
        return 80, lambda: [self._seen(self._some_time(), "79") for _ in range(self._count(0.8))]

    def _lapsed(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """The star has expired, the shelf tester is still read as if it had not."""
        place = self._sale()
        return 6, lambda: [self._seen(self._some_time(), place, verdict="expired") for _ in range(self._count(7))]

    def _resold(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """One label alternates between two cities: two sellers share it."""
        return 1, lambda: [
            self._seen(self._some_time(), self.random.choice(("01", "79"))) for _ in range(self._count(10))
        ]

    def _slow(self) -> tuple[int, Callable[[], list[Sighting]]]:
        """A careful copier: one label, four provinces, hardly ever read."""
        places = self.random.sample(list(regions()), 4)
        return 1, lambda: [self._seen(self._some_time(), self.random.choice(places)) for _ in range(self._count(6))]

    # Chance

    def _seen(self, at: float, region: str, network: int | None = None, verdict: str = "genuine") -> Sighting:
        shown = region if self.random.random() < self.known else ""
        if shown and self.random.random() < _MISTAKEN:
            shown = self.random.choice(("01", "79"))
        return Sighting(at, shown, self._network() if network is None else network, verdict)

    def _network(self) -> int:
        return self.random.getrandbits(40)

    def _some_time(self) -> float:
        return self.random.random() * MONTH

    def _sale(self) -> str:
        return self.random.choices([c for c, _ in _SALES], [w for _, w in _SALES])[0]

    def _anywhere(self) -> str:
        return self.random.choices((HOME, "01", "79", "31", "48", "40"), (30, 30, 20, 10, 5, 5))[0]

    def _count(self, mean: float) -> int:
        """Poisson, by Knuth's product: means are small here."""
        limit, product, count = exp(-mean), self.random.random(), 0
        while product > limit:
            product *= self.random.random()
            count += 1
        return count


def month(seed: int, known: float, *, honest: int, abused: int) -> Iterator[Batch]:
    """So many honest batches, then so many of each kind of abuse."""
    world = World(seed, known)
    for _ in range(honest):
        yield world.honest_batch()
    for kind in CHEATS:
        for _ in range(abused):
            yield world.abused_batch(kind)
