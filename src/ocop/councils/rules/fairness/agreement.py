"""How far the sheets agree: Krippendorff's alpha and the intraclass correlations, with intervals over items.

Alpha after K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2007/2011): 1 − D_o/D_e over all pairs of
values given to the same item. ICC after P. E. Shrout and J. L. Fleiss (1979). Intervals are percentiles of a bootstrap
that draws items, not members: the council is the council, the items could have been others.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .report import Agreement, Estimate, Icc

Floats = NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]
_LEAST_DEFINED = 0.9  # an interval stands on at least this share of resamples


def alpha(values: Floats, metric: Metric = "interval") -> float | None:
    """Krippendorff's alpha of `values` (items × members, NaN where missing); None where no value differs from another."""
    counts, scale = _counts(values)
    if len(scale) < 2:
        return None
    sizes = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(scale))
    coincidences = (pairs / (sizes - 1)[:, None, None]).sum(axis=0)
    margins, total = coincidences.sum(axis=0), coincidences.sum()
    distances = _distances(scale, margins, metric)
    expected = (np.outer(margins, margins) * distances).sum() / (total - 1)
    return float(1 - (coincidences * distances).sum() / expected)


def alpha_estimate(values: Floats, metric: Literal["ordinal", "interval"], draws: Floats) -> Estimate | None:
    """Alpha with its interval; `draws` says how often each resample takes each item (resamples × items)."""
    counts, scale = _counts(values)
    if len(scale) < 2:
        return None
    paired = np.sum(~np.isnan(values), axis=1) > 1
    weights = np.vstack([np.ones(paired.sum()), draws[:, paired]])
    found = _alphas(counts, scale, metric, weights)
    return _estimate(float(found[0]), found[1:])


def item_draws(items: int, resamples: int, seed: int) -> Floats:
    """The same draws for every criterion of a sitting, so that its intervals may be compared."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(items, np.full(items, 1 / items), size=resamples).astype(np.float64)


def agreement(values: Floats, draws: Floats, least_items: int) -> Agreement:
    """Everything said of one criterion or of the totals; silent below `least_items` items with two sheets."""
    items = int((np.sum(~np.isnan(values), axis=1) > 1).sum())
    apart = mean_apart(values)
    if items < least_items:
        return Agreement(items, apart)
    interval = alpha_estimate(values, "interval", draws)
    return Agreement(items, apart, interval, alpha_estimate(values, "ordinal", draws), identical=interval is None)


def mean_apart(values: Floats) -> float:
    """The mean difference between any two members on the same item, in points; 0 where nobody can be compared."""
    differences = [np.abs(values[:, a] - values[:, b]) for a, b in combinations(range(values.shape[1]), 2)]
    together = np.concatenate(differences) if differences else np.array([])
    known = together[~np.isnan(together)]
    return float(known.mean()) if known.size else 0.0


@dataclass(frozen=True, slots=True)
class Forms:
    """The six forms of Shrout and Fleiss, in their names: `two_k` is ICC(2,k)."""

    one: Floats
    two: Floats
    three: Floats
    one_k: Floats
    two_k: Floats
    three_k: Floats


def icc_forms(values: Floats, weights: Floats | None = None) -> Forms:
    """All forms for a complete items × members table, once for each row of `weights` (how often each item counts)."""
    n, k = values.shape
    drawn = np.ones((1, n)) if weights is None else weights
    count = drawn.sum(axis=1)
    rows, grand = values.mean(axis=1), drawn @ values.mean(axis=1) / count
    columns = drawn @ values / count[:, None]
    total = drawn @ (values**2).sum(axis=1) - count * k * grand**2
    between = k * (drawn @ rows**2 - count * grand**2)
    judges = count * ((columns - grand[:, None]) ** 2).sum(axis=1)
    bms, jms = between / (count - 1), judges / (k - 1)
    wms = (total - between) / (count * (k - 1))
    ems = (total - between - judges) / ((count - 1) * (k - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return Forms(
            one=(bms - wms) / (bms + (k - 1) * wms),
            two=(bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / count),
            three=(bms - ems) / (bms + (k - 1) * ems),
            one_k=(bms - wms) / bms,
            two_k=(bms - ems) / (bms + (jms - ems) / count),
            three_k=(bms - ems) / bms,
        )


def icc(values: Floats, draws: Floats, least_items: int) -> Icc | None:
    """ICC(2,1) and ICC(2,k) over the items that every member scored; None where these are too few or all alike."""
    complete = ~np.isnan(values).any(axis=1)
    table = values[complete]
    if len(table) < least_items or table.shape[1] < 2 or np.ptp(table) == 0:
        return None
    kept = draws[:, complete]
    point, drawn = icc_forms(table), icc_forms(table, kept[kept.sum(axis=1) > 1])
    return Icc(
        items=len(table),
        members=table.shape[1],
        single=_estimate(float(point.two[0]), drawn.two),
        average=_estimate(float(point.two_k[0]), drawn.two_k),
    )


def _counts(values: Floats) -> tuple[Floats, Floats]:
    """How often each value was given to each item that has at least two, and the values in order."""
    paired = values[np.sum(~np.isnan(values), axis=1) > 1]
    scale = np.unique(paired[~np.isnan(paired)])
    return (paired[:, :, None] == scale).sum(axis=1).astype(np.float64), scale


def _distances(scale: Floats, margins: Floats, metric: Metric) -> Floats:
    """The squared difference between any two values under one metric."""
    if metric == "nominal":
        return 1 - np.eye(len(scale))
    if metric == "ratio":
        sums = scale[:, None] + scale
        return np.divide(scale[:, None] - scale, sums, out=np.zeros_like(sums), where=sums != 0) ** 2
    places = scale if metric == "interval" else _midranks(margins)
    return np.asarray((places[..., :, None] - places[..., None, :]) ** 2)


def _midranks(margins: Floats) -> Floats:
    """The ordinal metric is the interval metric of these: Σ n_g from c to k, less half of both ends."""
    return np.asarray(np.cumsum(margins, axis=-1) - margins / 2)


def _alphas(counts: Floats, scale: Floats, metric: str, weights: Floats) -> Floats:
    """Alpha once for each row of `weights`, by sums of squares instead of pairs."""
    sizes = counts.sum(axis=1)
    margins = weights @ counts
    total = margins.sum(axis=1)
    places = np.broadcast_to(scale, margins.shape) if metric == "interval" else _midranks(margins)
    squares, sums = places**2 @ counts.T, places @ counts.T
    observed = (weights * (sizes / (sizes - 1)) * squares).sum(axis=1) - (weights / (sizes - 1) * sums**2).sum(axis=1)
    expected = total * (margins * places**2).sum(axis=1) - (margins * places).sum(axis=1) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 1e-9, 1 - (total - 1) * observed / expected, np.nan)


def _estimate(value: float, drawn: Floats) -> Estimate:
    defined = drawn[np.isfinite(drawn)]
    if defined.size < _LEAST_DEFINED * drawn.size or defined.size == 0:
        return Estimate(value)
    low, high = np.percentile(defined, [2.5, 97.5])
    return Estimate(value, float(low), float(high))
