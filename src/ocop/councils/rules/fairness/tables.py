"""The sheets of a sitting as arrays: items × members × criteria, NaN where nothing was scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocop.criteria.rules import CriteriaSet, Criterion, points_of

from .panel import Panel, Subject, Vote

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
_NONE = -1


@dataclass(frozen=True, slots=True)
class Known:
    """A criterion that sets share: two sets mean the same when key and points are the same."""

    key: str
    code: str
    title: str
    max: int


@dataclass(frozen=True)
class Tables:
    """`points[i, j, c]`: what member j gave item i at the c-th criterion of its set, which is `which[i, c]` of `known`.

    `totals` are points of 100. `order[i, j]` runs from −½ (the member's first sheet) to ½ (the last).
    """

    points: Floats
    which: Numbers
    most: Floats
    totals: Floats
    order: Floats
    known: tuple[Known, ...]

    @property
    def scored(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.totals)

    def of_criterion(self, index: int) -> Floats:
        """Items × members for one criterion across sets."""
        rows, columns = np.nonzero(self.which == index)
        return self.points[rows, :, columns]


def tables(panel: Panel, *, final: bool = False) -> Tables:
    """Of what members thought before the discussion; `final`: of the sheets that counted."""
    subjects, seats = panel.subjects, {seat: place for place, seat in enumerate(panel.seats)}
    known, index = _known(subjects)
    widest = max((len(s.criteria_set.criteria) for s in subjects), default=0)
    shape = (len(subjects), len(seats), widest)
    points, order = np.full(shape, np.nan), np.full(shape[:2], np.nan)
    which, most = np.full((shape[0], widest), _NONE, dtype=np.int64), np.zeros((shape[0], widest))
    for row, subject in enumerate(subjects):
        criteria = subject.criteria_set.criteria
        which[row, : len(criteria)] = [index[_identity(criterion)] for criterion in criteria]
        most[row, : len(criteria)] = [criterion.max for criterion in criteria]
        for vote in subject.votes if final else subject.before_discussion:
            points[row, seats[vote.seat], : len(criteria)] = _row(subject.criteria_set, vote)
            order[row, seats[vote.seat]] = vote.place
    empty = np.isnan(points).all(axis=2)
    totals = np.where(empty, np.nan, np.nansum(points, axis=2))
    return Tables(points, which, most, totals, _ranked(order), known)


def _row(criteria_set: CriteriaSet, vote: Vote) -> list[float]:
    return [float(points_of(vote.choices.get(criterion.code, 0))) for criterion in criteria_set.criteria]


def _identity(criterion: Criterion) -> tuple[str, tuple[int, ...]]:
    return criterion.key, tuple(criterion.points)


def _known(subjects: Sequence[Subject]) -> tuple[tuple[Known, ...], Mapping[tuple[str, tuple[int, ...]], int]]:
    """Every criterion of the sitting, each once, in the order of the sets, under the code most items give it."""
    sets = Counter(subject.criteria_set for subject in subjects)
    codes: dict[tuple[str, tuple[int, ...]], Counter[str]] = {}
    first: dict[tuple[str, tuple[int, ...]], Criterion] = {}
    for criteria_set, count in sets.items():
        for criterion in criteria_set.criteria:
            identity = _identity(criterion)
            first.setdefault(identity, criterion)
            codes.setdefault(identity, Counter())[criterion.code] += count
    common = {identity: counted.most_common(1)[0][0] for identity, counted in codes.items()}
    ordered = sorted(first, key=lambda identity: (_spelled(common[identity]), identity))
    known = tuple(Known(i[0], common[i], first[i].title, first[i].max) for i in ordered)
    return known, {identity: place for place, identity in enumerate(ordered)}


def _spelled(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.split(".") if part.isdigit())


def _ranked(places: Floats) -> Floats:
    """Each member's own sequence, spread evenly from −½ to ½."""
    ranked = np.full_like(places, np.nan)
    for column in range(places.shape[1]):
        there = np.flatnonzero(~np.isnan(places[:, column]))
        if len(there) > 1:
            sequence = there[np.argsort(places[there, column], kind="stable")]
            ranked[sequence, column] = np.linspace(-0.5, 0.5, len(there))
        else:
            ranked[there, column] = 0.0
    return ranked


def of_seats(table: Tables, columns: Iterable[int]) -> Tables:
    """The same with these members only."""
    kept = list(columns)
    return Tables(
        table.points[:, kept], table.which, table.most, table.totals[:, kept], table.order[:, kept], table.known
    )
