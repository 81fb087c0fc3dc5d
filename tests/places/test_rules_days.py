"""Working days and months, without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ocop.places.rules import add_months, is_working_day, working_day_after, working_days_between

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
TET = {date(2026, 2, d) for d in range(16, 21)}


def test_a_weekend_is_not_worked_unless_a_decision_swapped_it():
    saturday = date(2026, 8, 22)
    assert not is_working_day(saturday, ())
    assert is_working_day(saturday, (), {saturday})


def test_the_first_day_is_not_counted():
    assert working_day_after(date(2026, 11, 20), 1, ()) == date(2026, 11, 23)


def test_a_deadline_passes_over_tet():
    assert working_day_after(date(2026, 2, 13), 1, TET) == date(2026, 2, 23)


@given(days, st.integers(1, 60))
def test_a_deadline_is_a_working_day_and_that_many_working_days_away(start, count):
    end = working_day_after(start, count, TET)
    assert is_working_day(end, TET)
    assert working_days_between(start, end, TET) == count


@given(days, days)
def test_days_left_turn_negative_when_the_deadline_has_passed(one, other):
    assert working_days_between(one, other, TET) == -working_days_between(other, one, TET)


@given(days, st.integers(0, 400))
def test_days_between_add_up(start, span):
    middle, end = start + timedelta(days=span // 2), start + timedelta(days=span)
    assert working_days_between(start, middle, TET) + working_days_between(middle, end, TET) == working_days_between(
        start, end, TET
    )


def test_months_end_with_the_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 36) == date(2027, 2, 28)
    assert add_months(date(2024, 3, 15), -14) == date(2023, 1, 15)


@given(days, st.integers(-60, 60))
def test_months_keep_the_day_or_shorten_it(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
