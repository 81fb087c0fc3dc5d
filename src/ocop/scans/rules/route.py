"""Which places to look at first, from everything that points to a place; each with its reasons. Pure."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from .regions import FOLDER

RECALL, DUE, SHELF, CASE, REPORT, CHECK, SUSPECT, LAPSED = KINDS = (
    "recall", "due", "shelf", "case", "report", "check", "suspect", "lapsed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RouteRule:
    """How much each reason weighs: dated reference data, because no law ranks them."""

    as_of: date
    basis: str
    days: int
    sold_days: int
    most: int
    stops: int
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lead:
    """One thing that points to a place: what was seen, about which goods, and where to read more."""

    place: str
    kind: str
    words: str
    goods: str = ""
    url: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A place with all its reasons, the heaviest first."""

    place: str
    score: float
    leads: tuple[Lead, ...]

    @property
    def goods(self) -> list[str]:
        return list(dict.fromkeys(lead.goods for lead in self.leads if lead.goods))


@cache
def route_rule() -> RouteRule:
    raw: dict[str, Any] = tomllib.loads((FOLDER / "route.toml").read_text(encoding="utf-8"))
    return RouteRule(**raw)


def key_of(place: str) -> str:
    """Two writings of one place: case, spaces and closing marks do not count."""
    return " ".join(place.casefold().split()).strip(" .,;:!?")


def stops(leads: Iterable[Lead], rule: RouteRule) -> list[Stop]:
    """Places by weight; the same reason about the same goods counts once, one kind of reason a few times at most."""
    of: defaultdict[str, dict[tuple[str, str, str], Lead]] = defaultdict(dict)
    names: dict[str, str] = {}
    for lead in leads:
        if key := key_of(lead.place):
            names.setdefault(key, lead.place)
            of[key].setdefault((lead.kind, lead.words, lead.goods), lead)
    found = [_stop(names[key], list(here.values()), rule) for key, here in of.items()]
    return sorted(found, key=lambda stop: (-stop.score, key_of(stop.place)))[: rule.stops]


def _stop(place: str, leads: list[Lead], rule: RouteRule) -> Stop:
    counts = {kind: sum(lead.kind == kind for lead in leads) for kind in KINDS}
    score = sum(min(count, rule.most) * rule.weights[kind] for kind, count in counts.items())
    ordered = sorted(leads, key=lambda lead: (-rule.weights[lead.kind], lead.words, lead.goods))
    return Stop(place, round(score, 1), tuple(ordered))
