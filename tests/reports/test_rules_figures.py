"""Figures are counted from events: they add up, they never look into the future."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.reports.rules import EventFact, ProductFact, count_figures, counts_from, last_day_of_period

DAYS = st.dates(date(2013, 1, 1), date(2027, 12, 31))
EVENTS = st.builds(
    EventFact,
    product=st.integers(1, 12),
    kind=st.sampled_from(["participated", "recognised", "upgraded", "renewed", "proposed"]),
    star=st.sampled_from([0, 3, 4, 5]),
    level=st.sampled_from(["province", "ministry", "legacy_province"]),
    decided_on=st.none() | DAYS,
    precision=st.sampled_from(["day", "month", "year", "unknown"]),
    valid_until=st.none() | DAYS,
    known_on=DAYS,
)
PRODUCTS = [
    ProductFact(n, f"nhóm {n % 3}" if n % 4 else "", f"xã {n % 5}" if n % 2 else "", "", n % 6 or None, "cooperative")
    for n in range(1, 13)
]


def _valid(event: EventFact, as_of: date) -> str:
    if event.valid_until is None:
        return "unknown"
    return "valid" if as_of <= event.valid_until else "expired"


@given(st.lists(EVENTS, max_size=40), DAYS)
def test_every_breakdown_adds_up_to_its_total(events: list[EventFact], as_of: date) -> None:
    figures = count_figures(PRODUCTS, events, as_of, _valid)
    for parts in (figures.by_stars, figures.by_group, figures.by_place, figures.by_former_place):
        assert sum(parts.values()) == figures.rated
    assert sum(figures.producers_by_kind.values()) == figures.producers
    states = dict(figures.certificates)
    assert states.pop("expiring_180") <= states["valid"]
    assert sum(states.values()) == figures.rated
    assert figures.rated <= figures.participating <= len(PRODUCTS)


@given(st.lists(EVENTS, max_size=40), DAYS, st.integers(1, 400))
def test_an_event_that_has_not_surely_happened_changes_nothing(events: list[EventFact], as_of: date, days: int) -> None:
    later = as_of + timedelta(days=days)
    future = EventFact(1, "recognised", 5, "ministry", later, "day", None, later)
    assert count_figures(PRODUCTS, [*events, future], as_of, _valid) == count_figures(PRODUCTS, events, as_of, _valid)


@given(st.lists(EVENTS, max_size=40), DAYS, st.integers(0, 2000))
def test_participation_never_falls(events: list[EventFact], as_of: date, days: int) -> None:
    now = count_figures(PRODUCTS, events, as_of, _valid)
    later = count_figures(PRODUCTS, events, as_of + timedelta(days=days), _valid)
    assert now.participating <= later.participating


@pytest.mark.parametrize(
    ("decided", "precision", "counted"),
    [
        (date(2023, 1, 1), "year", date(2023, 12, 31)),
        (date(2024, 2, 1), "month", date(2024, 2, 29)),
        (date(2023, 12, 1), "month", date(2023, 12, 31)),
        (date(2026, 5, 22), "day", date(2026, 5, 22)),
    ],
)
def test_a_vague_date_counts_from_its_last_day(decided: date, precision: str, counted: date) -> None:
    assert last_day_of_period(decided, precision) == counted


def test_an_event_without_a_date_counts_from_the_day_we_knew() -> None:
    event = EventFact(1, "recognised", 5, "ministry", None, "unknown", None, date(2026, 2, 12))
    assert counts_from(event) == date(2026, 2, 12)


def test_the_newest_star_is_the_one_that_counts() -> None:
    first = EventFact(1, "recognised", 4, "province", date(2023, 1, 1), "year", None, date(2026, 1, 1))
    second = EventFact(1, "upgraded", 5, "ministry", date(2024, 1, 1), "year", None, date(2026, 1, 1))
    figures = count_figures(PRODUCTS, [second, first], date(2026, 11, 21), _valid)
    assert dict(figures.by_stars) == {"3": 0, "4": 0, "5": 1}
    before = count_figures(PRODUCTS, [second, first], date(2024, 6, 1), _valid)
    assert dict(before.by_stars) == {"3": 0, "4": 1, "5": 0}
