"""A try beside the agreed answer, and sums that give nobody away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocop.councils.rules import plain_choices
from ocop.councils.rules.calibration import FEWEST_TO_SUM, compare, shares

from .sheets import HONEY, best, scored

AGREED = plain_choices(best(HONEY))


def test_the_same_answer_matches_everywhere() -> None:
    found = compare(HONEY, AGREED, AGREED, {})
    assert (found.matching, found.difference) == (len(HONEY.criteria), 0)
    assert "sát" in found.severity


def test_a_lower_answer_is_called_severe_by_its_whole_difference() -> None:
    own = plain_choices(scored(HONEY, 80))
    found = compare(HONEY, own, AGREED, {"1.1": "vì sao"})
    assert found.difference == -20
    assert "chặt hơn mức thống nhất 20 điểm" in found.severity
    assert found.rows[0].reason == "vì sao"
    lenient = compare(HONEY, AGREED, own, {})
    assert "rộng hơn mức thống nhất 20 điểm" in lenient.severity


def test_no_sum_is_told_of_fewer_than_three() -> None:
    assert shares(HONEY, [AGREED] * (FEWEST_TO_SUM - 1), AGREED) == []
    assert len(shares(HONEY, [AGREED] * FEWEST_TO_SUM, AGREED)) == len(HONEY.criteria)


@given(points=st.lists(st.integers(40, 100), min_size=3, max_size=9))
def test_every_try_is_counted_once_in_each_criterion_and_the_worst_stands_first(points: list[int]) -> None:
    tries = [plain_choices(scored(HONEY, p)) for p in points]
    found = shares(HONEY, tries, AGREED)
    assert all(s.matching + s.above + s.below == len(tries) for s in found)
    assert [s.share for s in found] == sorted(s.share for s in found)
