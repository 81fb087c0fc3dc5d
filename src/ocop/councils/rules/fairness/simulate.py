"""Panels with a known bias, to learn what the report recovers and what it imagines. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocop.criteria.rules import Choice, CriteriaSet, Criterion, points_of

from ..bylaws import ByLaws, read_by_laws
from .panel import Panel, Subject, Vote
from .plans import MEMBER, Bias, Plan

Floats = NDArray[np.float64]


def simulated_panel(plan: Plan, sets: Sequence[CriteriaSet], seed: int, by_laws: ByLaws | None = None) -> Panel:
    """A sitting after `plan`, its items taken from `sets` in turn; the same seed gives the same sheets."""
    generator = np.random.default_rng(seed)
    severities = generator.normal(0, plan.severities, plan.members)
    severities[MEMBER] += plan.bias.severity
    subjects = tuple(
        _subject(plan, place, sets[place % len(sets)], severities, generator) for place in range(plan.items)
    )
    return Panel(subjects, by_laws or read_by_laws({}))


def _subject(
    plan: Plan, place: int, criteria_set: CriteriaSet, severities: Floats, generator: np.random.Generator
) -> Subject:
    """True quality first (a part common to all criteria, a part of each), then what each member makes of it."""
    count = len(criteria_set.criteria)
    quality = 0.72 + generator.normal(0, 0.08) + generator.normal(0, 0.16, count)
    there = generator.random(plan.members) >= plan.absent
    there[MEMBER] = True
    when = place / max(plan.items - 1, 1) - 0.5
    votes = tuple(
        Vote(seat, _sheet(plan, criteria_set, quality, severities[seat], seat, when, generator), place=place)
        for seat in range(plan.members)
        if there[seat]
    )
    return Subject(item=place + 1, order=place + 1, criteria_set=criteria_set, votes=votes)


def _sheet(
    plan: Plan, criteria_set: CriteriaSet, quality: Floats, severity: float, seat: int, when: float,
    generator: np.random.Generator,
) -> dict[str, Choice]:  # fmt: skip
    bias = plan.bias if seat == MEMBER else Bias()
    common = severity + bias.drift * when + generator.normal(0, float(np.hypot(plan.halo, bias.halo)))
    seen = quality + common / 100 + generator.normal(0, plan.noise * bias.careless, len(quality))
    chosen = {
        criterion.code: _nearest(criterion, share) for criterion, share in zip(criteria_set.criteria, seen, strict=True)
    }
    for criterion in criteria_set.criteria:
        condition = criterion.applies_if
        if condition and points_of(chosen[condition.code]) <= condition.above:
            chosen[criterion.code] = 0
    return chosen


def _nearest(criterion: Criterion, share: float) -> Choice:
    """The option whose points lie nearest to this share of the maximum."""
    case = criterion.cases[0] if criterion.cases else None
    points = sorted({0, *(option.points for option in case.options)}) if case else criterion.points
    wanted = share * points[-1]
    found = next((low for low, high in pairwise(points) if wanted < (low + high) / 2), points[-1])
    return (case.key, found) if case else found
