"""What it takes to climb: the effort, the days and the support of each rung, from `reference/criteria/improvements.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from .nouns import Criterion
from .reading import FOLDER, Unsound

FILE = FOLDER / "improvements.toml"
_STEP = re.compile(r"(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Support:
    """Nơi giúp: who may help, and where that is written; `certainty` unknown: the terms are not known."""

    key: str
    name: str
    what: str
    source: str
    as_of: date | None
    certainty: str


@dataclass(frozen=True, slots=True)
class Way:
    """Cách làm. `fixed` says why nothing can be done; `alone`: each rung is a way of its own, not built on the one below."""

    key: str
    do: str
    supports: tuple[Support, ...]
    fixed: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Effort in công (one person, one day) and days on the calendar, waiting included."""

    effort: int
    days: int


@dataclass(frozen=True, slots=True)
class Climb:
    """How a criterion is climbed; `steps` one for each of its points above 0, empty when it cannot be."""

    way: Way
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Improvements:
    as_of: date
    certainty: str
    unit: str
    supports: Mapping[str, Support]
    climbs: Mapping[str, Climb]
    gates: Mapping[str, Climb]


@cache
def improvements() -> Improvements:
    facts = tomllib.loads(FILE.read_text(encoding="utf-8"))
    supports = {key: _support(key, row) for key, row in facts["supports"].items()}
    ways = {key: _way(key, row, supports) for key, row in facts["ways"].items()}
    return Improvements(
        as_of=facts["as_of"],
        certainty=facts["certainty"],
        unit=facts["unit"],
        supports=supports,
        climbs={key: _climb(text, ways) for key, text in facts["criteria"].items()},
        gates={
            key: Climb(_way(key, row, supports), _steps(row.get("steps", ""))) for key, row in facts["gates"].items()
        },
    )


def climb_of(criterion: Criterion) -> Climb:
    """How to climb this criterion; a file that forgot it, or counts its rungs wrongly, does not serve."""
    climb = improvements().climbs.get(criterion.key)
    if climb is None or (not climb.way.fixed and len(climb.steps) != len(criterion.points) - 1):
        raise Unsound(f"improvements.toml: {criterion.key} has points {criterion.points}")
    return climb


def step_between(criterion: Criterion, start: int, goal: int) -> Step | None:
    """What it takes from `start` up to `goal` points; None when nobody can do anything about it.

    Rungs of one criterion follow each other, so their efforts and their days add up.
    """
    climb = climb_of(criterion)
    if climb.way.fixed:
        return None
    rungs = criterion.points
    first, last = rungs.index(start), rungs.index(goal)
    taken = climb.steps[last - 1 : last] if climb.way.alone else climb.steps[first:last]
    return Step(sum(step.effort for step in taken), sum(step.days for step in taken))


def _support(key: str, row: Mapping[str, Any]) -> Support:
    return Support(key, row["name"], row["what"], row["source"], row.get("as_of"), row["certainty"])


def _way(key: str, row: Mapping[str, Any], supports: Mapping[str, Support]) -> Way:
    named = tuple(supports[name] for name in row.get("supports", ()))
    return Way(key, row.get("do", ""), named, row.get("fixed", ""), row.get("alone", False))


def _climb(text: str, ways: Mapping[str, Way]) -> Climb:
    name, _, steps = text.partition(" ")
    return Climb(ways[name], _steps(steps))


def _steps(text: str) -> tuple[Step, ...]:
    return tuple(Step(int(effort), int(days)) for effort, days in _STEP.findall(text))
