"""The rounds of the law, and what makes an extra one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.cycles import rules

DAYS = st.dates(date(2020, 1, 1), date(2090, 12, 31))


def test_before_means_that_the_last_day_is_the_one_before() -> None:
    first = rules.legal_rounds(2027)[0]
    assert (first.proposals_until, first.ends_on) == (date(2027, 4, 29), date(2027, 6, 29))


def test_a_year_has_two_rounds_at_each_level() -> None:
    assert sorted(r.level for r in rules.legal_rounds(2027)) == ["ministry", "ministry", "province", "province"]


def test_the_year_of_the_regulation_has_only_the_rounds_still_open_when_it_came_into_force() -> None:
    assert [(r.level, r.proposals_until) for r in rules.legal_rounds(2026)] == [
        ("province", date(2026, 10, 29)),
        ("ministry", date(2026, 7, 29)),
    ]


def test_no_round_is_invented_for_years_whose_rules_are_not_known() -> None:
    assert rules.legal_rounds(2025) == []


@given(st.integers(2027, 2100))
def test_the_dates_of_every_round_stand_in_order_and_cite_the_law(year: int) -> None:
    for found in rules.legal_rounds(year):
        assert found.opens_on <= found.proposals_until < found.ends_on
        assert rules.round_unfit(found.name, found.opens_on, found.proposals_until, found.ends_on) == []
        assert "Điều 5" in found.law


@given(DAYS, DAYS, DAYS)
def test_a_round_is_fit_exactly_when_its_days_stand_in_order_within_a_year(a: date, b: date, c: date) -> None:
    fit = a <= b <= c and c - a <= timedelta(days=366)
    assert (rules.round_unfit("Đợt thử", a, b, c) == []) is fit


def test_every_fault_of_a_round_is_named_at_once() -> None:
    reasons = rules.round_unfit("x\u202e", date(2026, 9, 1), date(2026, 8, 1), date(2026, 7, 1))
    assert {r.field for r in reasons} == {"name", "proposals_until", "ends_on"}


@pytest.mark.parametrize("basis", ["", "abc", "x" * 201, "Quy chế\x07"])
def test_an_extra_round_needs_a_readable_basis_and_the_refusal_cites_the_law(basis: str) -> None:
    reasons = rules.basis_missing(basis)
    assert reasons
    assert all("Điều 5" in reason.law for reason in reasons)


@pytest.mark.parametrize(("year", "fit"), [(2018, False), (2019, True), (2100, True), (2101, False)])
def test_only_years_of_the_programme_have_a_cycle(year: int, fit: bool) -> None:
    assert (rules.year_unfit(year) is None) is fit
