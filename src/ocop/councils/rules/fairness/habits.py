"""Habits of members: severity, drift, halo and noise, each with an interval widened for all that is compared.

Severity and drift come from one additive model of the totals, y_ij = item_i + severity_j + drift_j · place_ij + rest,
by least squares over the cells that exist; both are told against the middle (median) of the council, so that one severe
member does not make all others look lenient. A drift that all members share cannot be told from better items.

Halo and noise come from what is left at each criterion when the other members' mean and the member's own severity,
drift and standing habit at that criterion are taken away (`rest_ijc`):

* halo, after Kavanagh, MacKinney and Wolins (1971) and Saal, Downey and Lahey (1980) the interaction of member and
  item: the mean over items of (Σ_c rest_ijc)² over the mean of Σ_c rest_ijc². It is 1 where criteria err on their own
  and grows where all criteria of an item go up or down together. Told as its root's ratio to the council's middle.
* noise: the root mean square of the rest within an item, around its mean over criteria, in shares of each criterion's
  maximum. Told as a ratio to the council's middle.

Intervals are delete-one-item jackknifes with Student's t (Efron 1982), Bonferroni-corrected for all members and the four
questions. Something is said aloud when the whole widened interval lies beyond what is usual between people (`Limits`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from .limits import Limits
from .report import Habit, MemberHabits
from .student import t_quantile
from .tables import Floats, Tables, of_seats

QUESTIONS = 4
# A member's mean at one criterion counts as a standing habit only as far as it was seen often: n / (n + 4).
_SEEN = 4.0


@dataclass(frozen=True, slots=True)
class Replicated:
    """One number for each member: on all items, and with each item left out (items × members)."""

    value: Floats
    without: Floats

    def told(self, seat: int, limits: Limits, usual: float, ratio: bool = False) -> Habit:
        """`ratio`: the numbers are logarithms, and only more than the middle is worth saying."""
        items = len(self.without)
        error = float(
            np.sqrt((items - 1) / items * ((self.without[:, seat] - self.without[:, seat].mean()) ** 2).sum())
        )
        middle, freedom = float(self.value[seat]), items - 1
        own = t_quantile(0.975, freedom) * error
        wide = t_quantile(1 - limits.family / (2 * QUESTIONS * len(self.value)), freedom) * error
        numbers = [middle, middle - own, middle + own, middle - wide, middle + wide]
        if ratio:
            shown = [exp(min(number, 50.0)) for number in numbers]
            return Habit(shown[0], shown[1], shown[2], shown[3], shown[4], said=shown[3] > usual)
        said = numbers[3] > usual or numbers[4] < -usual
        return Habit(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], said=said)


def habits(table: Tables, seats: tuple[int, ...], limits: Limits) -> tuple[MemberHabits, ...]:
    """Every member's habits; those with too few sheets are named without any."""
    counts = table.scored.sum(axis=0)
    enough = [int(column) for column in np.flatnonzero(counts >= limits.least_sheets)]
    found = _measured(of_seats(table, enough), limits) if len(enough) > 2 else None
    told = dict(zip(enough, found, strict=True)) if found else {}
    return tuple(
        MemberHabits(seat, int(counts[column]), *told.get(column, (None, None, None, None)))
        for column, seat in enumerate(seats)
    )


def panel_drift(table: Tables, advised: Floats, limits: Limits) -> Habit | None:
    """The whole council against the advisory team's points, from the first item of the agenda to the last.

    The only outside measure of a drift that all members share; it may be the advisors who drifted.
    """
    with np.errstate(invalid="ignore"):
        seen = table.scored.any(axis=1) & ~np.isnan(advised)
    if seen.sum() < limits.least_items:
        return None
    gap = np.nanmean(table.totals[seen], axis=1) - advised[seen]
    place = np.linspace(-0.5, 0.5, len(gap))
    slopes = np.array([_slope(np.delete(place, i), np.delete(gap, i)) for i in range(len(gap))])
    return Replicated(np.array([_slope(place, gap)]), slopes[:, None]).told(0, limits, limits.drift)


def _slope(x: Floats, y: Floats) -> float:
    centred = x - x.mean()
    return float((centred * y).sum() / (centred**2).sum())


def _measured(table: Tables, limits: Limits) -> list[tuple[Habit, Habit, Habit, Habit]] | None:
    seen = table.scored.sum(axis=1) > 1
    kept = Tables(
        table.points[seen], table.which[seen], table.most[seen], table.totals[seen], table.order[seen], table.known
    )
    if seen.sum() < limits.least_items:
        return None
    fitted = _fit(kept)
    if fitted is None:
        return None
    severity, drift = fitted
    halo, noise = _spreads(kept, severity.value, drift.value)
    return [
        (
            severity.told(j, limits, limits.severity),
            drift.told(j, limits, limits.drift),
            halo.told(j, limits, limits.halo, ratio=True),
            noise.told(j, limits, limits.noise, ratio=True),
        )
        for j in range(kept.totals.shape[1])
    ]


def _fit(table: Tables) -> tuple[Replicated, Replicated] | None:
    """Severity and drift by least squares with the items swept out; None where sheets do not connect the members."""
    moments, answers = _normal_equations(table)
    whole, right = moments.sum(axis=0), answers.sum(axis=0)
    if np.linalg.matrix_rank(whole) < len(whole):
        return None
    members = table.totals.shape[1]
    basis = _contrasts(members)
    value = basis @ np.linalg.solve(whole, right)
    pieces = np.linalg.pinv(whole - moments) @ (right - answers)[:, :, None]
    without = pieces[:, :, 0] @ basis.T
    return (
        _against_middle(value[:members], without[:, :members]),
        _against_middle(value[members:], without[:, members:]),
    )


def _normal_equations(table: Tables) -> tuple[Floats, Floats]:
    """For each item its part of ZᵀMZ and ZᵀMy, M taking the item's own mean away; effects in contrasts that sum to 0."""
    there = table.scored.astype(np.float64)
    members = there.shape[1]
    design = np.concatenate([np.eye(members)[None] * there[:, :, None], _diagonals(table.order, there)], axis=2)
    design = design @ _contrasts(members)
    answers = np.where(table.scored, table.totals, 0.0)
    sizes = there.sum(axis=1)
    swept = design - there[:, :, None] * (design.sum(axis=1) / sizes[:, None])[:, None, :]
    return swept.transpose(0, 2, 1) @ design, (swept * answers[:, :, None]).sum(axis=1)


def _diagonals(order: Floats, there: Floats) -> Floats:
    members = there.shape[1]
    return np.asarray(np.eye(members)[None] * np.where(there > 0, order, 0.0)[:, :, None])


def _contrasts(members: int) -> Floats:
    """A basis of severities and drifts that each sum to zero over the council (2k × 2(k−1))."""
    one = np.vstack([np.eye(members - 1), -np.ones(members - 1)])
    none = np.zeros_like(one)
    return np.block([[one, none], [none, one]])


def _against_middle(value: Floats, without: Floats) -> Replicated:
    """Told against the median, but as uncertain as against the mean of the others: the member who happens to be the
    median would otherwise have no interval at all."""
    members = len(value)
    others = (without - without.mean(axis=1, keepdims=True)) * members / (members - 1)
    return Replicated(value - np.median(value), others)


def _spreads(table: Tables, severity: Floats, drift: Floats) -> tuple[Replicated, Replicated]:
    """Halo and noise as logarithms against the council's middle."""
    rest = _rest(table, severity, drift)
    there = ~np.isnan(rest)
    plain, most = np.where(there, rest, 0.0), np.where(table.most > 0, table.most, 1.0)[:, None, :]
    width = np.maximum(there.sum(axis=2), 1)
    together, apart = np.square(plain.sum(axis=2)), np.asarray(np.square(plain).sum(axis=2))
    share = np.where(there, plain / most, 0.0)
    within = np.asarray(((share**2).sum(axis=2) - share.sum(axis=2) ** 2 / width) / np.maximum(width - 1, 1))
    counted = np.asarray(there.any(axis=2), dtype=np.float64)
    return _log_ratio(together, apart), _log_ratio(within, counted)


def _log_ratio(above: Floats, below: Floats) -> Replicated:
    """½ log of a ratio of sums over items, on all items and with each left out."""
    tops, bottoms = above.sum(axis=0), below.sum(axis=0)
    value = 0.5 * np.log((tops + 1e-9) / (bottoms + 1e-9))
    without = 0.5 * np.log((np.maximum(tops - above, 0) + 1e-9) / (np.maximum(bottoms - below, 0) + 1e-9))
    return _against_middle(value, without)


def _rest(table: Tables, severity: Floats, drift: Floats) -> Floats:
    """What is left at each criterion beside the others' mean and the member's own habits."""
    points, scored = table.points, table.scored[:, :, None]
    known = np.where(np.isnan(points), 0.0, points)
    others = scored.sum(axis=1, keepdims=True) - scored
    gap = np.where(others > 0, points - (known.sum(axis=1, keepdims=True) - known) / np.maximum(others, 1), np.nan)
    members = points.shape[1]
    scale = members / max(members - 1, 1)
    weight = table.most / table.most.sum(axis=1, keepdims=True)
    habit = (severity - severity.mean()) * scale + (drift - drift.mean()) * scale * np.nan_to_num(table.order)
    gap = gap - habit[:, :, None] * weight[:, None, :]
    return np.asarray(gap - _standing(gap, table.which, len(table.known)))


def _standing(gap: Floats, which: NDArray[np.int64], known: int) -> Floats:
    """Each member's mean gap at each criterion, drawn towards 0 where it was seen seldom; laid out like `gap`."""
    flat, there = which.ravel(), which.ravel() >= 0
    by_cell = gap.transpose(0, 2, 1).reshape(len(flat), -1)
    seen = ~np.isnan(by_cell) & there[:, None]
    sums, counts = np.zeros((known + 1, by_cell.shape[1])), np.zeros((known + 1, by_cell.shape[1]))
    np.add.at(sums, flat, np.where(seen, by_cell, 0.0))
    np.add.at(counts, flat, seen.astype(np.float64))
    means = (sums / (counts + _SEEN))[flat]
    return np.asarray(means.reshape(gap.shape[0], gap.shape[2], -1).transpose(0, 2, 1))
