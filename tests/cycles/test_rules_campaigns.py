"""The six steps as windows: what a day means to them, at every edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.cycles import rules
from ocop.cycles.queries.board import WORDS
from ocop.cycles.rules.band import FULL, bar

YEARS = st.integers(2019, 2100)
DAYS = st.dates(date(2019, 1, 1), date(2100, 12, 31))
IDEAS = next(window for window in rules.default_windows(2026) if window.key == rules.IDEAS)


@settings(deadline=None)
@given(YEARS)
def test_every_year_has_the_six_steps_in_order_within_the_year(year: int) -> None:
    windows = rules.default_windows(year)
    assert [window.number for window in windows] == [1, 2, 3, 4, 5, 6]
    for window in windows:
        assert date(year, 1, 1) <= window.opens_on <= window.closes_on <= date(year, 12, 31)
        assert all(window.opens_on <= first <= last <= window.closes_on for first, last in window.focus)


def test_the_catalogues_find_every_word_that_the_public_page_takes_from_the_reference() -> None:
    assert set(WORDS) == {word for window in rules.default_windows(2026) for word in (window.name, window.what)}


def test_the_dates_are_those_of_the_province_of_2020() -> None:
    spans = {w.key: (w.opens_on.month, w.closes_on.month) for w in rules.default_windows(2026)}
    assert spans["ideas"] == (4, 6)
    assert spans["plans"] == (6, 8)
    assert spans["announcement"] == spans["implementation"] == spans["promotion"] == (1, 12)


@settings(deadline=None)
@given(DAYS)
def test_a_day_is_before_in_late_or_after_and_never_two_of_them(day: date) -> None:
    window = rules.default_windows(day.year)[1]
    phase = window.phase_on(day)
    assert phase == (
        "upcoming" if day < window.opens_on else "open" if day <= window.closes_on
        else "late" if day <= window.late_until else "over"
    )  # fmt: skip
    assert (rules.out_of_time(window, day) is None) == (phase in ("open", "late"))
    assert rules.is_late(window, day) == (phase == "late")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 3, 31), "too_early"),
        (date(2026, 4, 1), None),
        (date(2026, 6, 30), None),
        (date(2026, 7, 14), None),
        (date(2026, 7, 15), "too_late"),
    ],
)
def test_ideas_are_taken_from_the_first_day_to_the_last_day_of_grace(day: date, code: str | None) -> None:
    reason = rules.out_of_time(IDEAS, day)
    assert (reason.code if reason else None) == code


def test_what_was_returned_may_come_back_for_two_weeks_whatever_the_campaign_says() -> None:
    again_by = rules.resubmit_by(date(2026, 9, 1))
    assert again_by == date(2026, 9, 15)
    assert rules.out_of_time(IDEAS, again_by, again_by) is None
    assert not rules.is_late(IDEAS, date(2026, 7, 5), date(2026, 7, 5))
    assert rules.out_of_time(IDEAS, again_by + timedelta(days=1), again_by) is not None


@settings(deadline=None)
@given(DAYS, DAYS, st.integers(-3, 99))
def test_a_window_that_is_fit_has_its_days_in_order_and_in_its_year(first: date, last: date, grace: int) -> None:
    fit = not rules.window_unfit(first.year, first, last, grace)
    assert fit == (first <= last <= date(first.year + 1, 3, 31) and 0 <= grace <= rules.LONGEST_GRACE)


def test_step_five_follows_the_rounds_from_2026_and_its_own_days_before() -> None:
    assert rules.step_fixed(2026, rules.RATING) is not None
    assert rules.step_fixed(2025, rules.RATING) is None
    assert rules.step_fixed(2026, rules.IDEAS) is None


@settings(deadline=None)
@given(DAYS, DAYS, YEARS)
def test_a_bar_never_leaves_the_picture_of_its_year(first: date, last: date, year: int) -> None:
    found = bar(first, last, year, "fill-4")
    touches = first <= last and first <= date(year, 12, 31) and last >= date(year, 1, 1)
    assert (found is not None) == touches
    if found:
        assert 0 <= found.x < FULL
        assert found.width > 0
        assert found.x + found.width <= FULL + 6
