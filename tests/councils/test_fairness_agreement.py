"""Agreement against numbers that were published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ocop.councils.rules.fairness.agreement import (
    Metric,
    agreement,
    alpha,
    alpha_estimate,
    icc,
    icc_forms,
    item_draws,
    mean_apart,
)
from ocop.councils.rules.fairness.student import t_below, t_quantile

_ = np.nan
# Four observers, twelve units: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", section C (also the
# example of kripp.alpha in the R package irr). A row is a unit here.
KRIPPENDORFF = np.array([
    [1, 1, _, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [_, 5, 5, 5], [_, _, 1, 1], [_, _, 3, _],
])  # fmt: skip
# Six targets, four judges: P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979), table 2; results in table 4.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_is_the_one_that_krippendorff_published(metric: Metric, published: float) -> None:
    found = alpha(KRIPPENDORFF, metric)
    assert found is not None
    assert round(found, 3) == published


def test_the_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    forms = icc_forms(SHROUT_FLEISS)
    found = [forms.one, forms.two, forms.three, forms.one_k, forms.two_k, forms.three_k]
    assert [round(float(form[0]), 2) for form in found] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


@pytest.mark.parametrize(
    ("p", "freedom", "table"),
    [(0.975, 7, 2.3646), (0.975, 1, 12.7062), (0.995, 10, 3.1693), (0.95, 30, 1.6973), (0.9995, 5, 6.8688)],
)
def test_students_quantiles_are_those_of_the_printed_table(p: float, freedom: int, table: float) -> None:
    assert t_quantile(p, freedom) == pytest.approx(table, abs=6e-5)
    assert t_below(t_quantile(p, freedom), freedom) == pytest.approx(p)


grades = arrays(np.float64, (9, 4), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, np.nan]))


@given(grades)
@settings(max_examples=80, deadline=None)
def test_sums_of_squares_give_the_alpha_that_pairs_give(values: np.ndarray) -> None:
    draws = item_draws(9, 20, 1)
    for metric in ("interval", "ordinal"):
        by_pairs, by_sums = alpha(values, metric), alpha_estimate(values, metric, draws)  # type: ignore[arg-type]
        assert (by_pairs is None) == (by_sums is None)
        if by_pairs is not None and by_sums is not None:
            assert by_sums.value == pytest.approx(by_pairs, abs=1e-9)


@given(grades, st.permutations(range(4)), st.permutations(range(9)))
@settings(max_examples=40, deadline=None)
def test_alpha_knows_no_names_of_members_and_no_order_of_items(
    values: np.ndarray, members: list[int], items: list[int]
) -> None:
    first, again = alpha(values), alpha(values[items][:, members])
    assert (first is None and again is None) or first == pytest.approx(again, abs=1e-9)


def test_full_agreement_is_one_and_no_difference_at_all_is_no_number() -> None:
    same = np.repeat(np.arange(10.0)[:, None], 5, axis=1)
    assert alpha(same) == pytest.approx(1)
    assert alpha(np.full((10, 5), 3.0)) is None
    found = agreement(np.full((10, 5), 3.0), item_draws(10, 50, 1), 8)
    assert found.identical
    assert found.interval is None


def test_thin_data_give_no_coefficient_but_still_a_difference() -> None:
    found = agreement(KRIPPENDORFF[:5], item_draws(5, 50, 1), 8)
    assert (found.interval, found.identical, found.items) == (None, False, 5)
    assert found.apart > 0
    assert icc(SHROUT_FLEISS, item_draws(6, 50, 1), 8) is None


def test_the_same_sheets_give_the_same_interval_and_it_holds_the_value() -> None:
    first = agreement(KRIPPENDORFF, item_draws(12, 400, 7), 8).interval
    again = agreement(KRIPPENDORFF, item_draws(12, 400, 7), 8).interval
    assert first == again
    assert first is not None and first.low is not None and first.high is not None
    assert first.low < first.value < first.high


def test_intervals_of_agreement_hold_the_truth_about_as_often_as_they_promise() -> None:
    """Two-way random effects with a known ICC(2,1) = 16 / (16 + 4 + 4): a bootstrap over 40 items, 200 panels."""
    generator = np.random.default_rng(3)
    truth, held = 16 / 24, 0
    for run in range(200):
        table = 70 + generator.normal(0, 4, (40, 1)) + _severities(generator) + generator.normal(0, 2, (40, 9))
        found = icc(table, item_draws(40, 200, run), 8)
        assert found is not None and found.single.low is not None and found.single.high is not None
        held += found.single.low - 0.05 <= truth <= found.single.high + 0.05
    assert held / 200 >= 0.85


def _severities(generator: np.random.Generator) -> np.ndarray:
    """Nine members whose severities have exactly the variance 4: the interval speaks of this council's items only."""
    drawn = generator.normal(0, 1, (1, 9))
    return 2 * (drawn - drawn.mean()) / drawn.std(ddof=1)


def test_the_mean_difference_counts_every_pair_once() -> None:
    assert mean_apart(np.array([[1.0, 3.0, np.nan], [2.0, 2.0, 5.0]])) == pytest.approx((2 + 0 + 3 + 3) / 4)
