"""The certificate's year, and no more stamps in it than the output it was given for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from ocop.products.rules import YearlyOutput
from ocop.stamps.rules.yearly import CALENDAR, Drawn, Year, counted, in_units, way_on, year_exceeded, year_of

DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))
HONEY = Decimal("1.42")


def year(quantity: int | None = 1000, unit: str = "chai 500 ml", lot: str = "chai 500 ml") -> Year:
    output = YearlyOutput(quantity, unit) if quantity else None
    return Year(date(2026, 7, 30), date(2027, 7, 29), output, unit=lot, density=HONEY, certificate="OCOP-1")


@given(DAYS, st.integers(0, 4000))
def test_every_day_of_a_certificate_lies_in_exactly_one_year(issued: date, after: int) -> None:
    day = issued + timedelta(days=after)
    first, last = year_of(issued, day)
    assert issued <= first <= day <= last
    assert year_of(issued, last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert 364 <= (last - first).days <= 366


def test_a_certificate_of_29_february_has_its_years_from_1_march() -> None:
    assert year_of(date(2024, 2, 29), date(2025, 2, 28)) == (date(2024, 2, 29), date(2025, 2, 28))
    assert year_of(date(2024, 2, 29), date(2025, 3, 1))[0] == date(2025, 3, 1)


def test_the_data_may_say_calendar_years() -> None:
    assert year_of(date(2026, 7, 30), date(2026, 8, 1), CALENDAR) == (date(2026, 1, 1), date(2026, 12, 31))
    assert way_on(date(2026, 11, 22)).year == "certificate"
    assert way_on(date(2026, 11, 22)).not_counted == {"void"}


def test_units_are_compared_only_where_they_are_defined() -> None:
    assert in_units(10, "chai 500 ml", "chai 500 ml", None) == 10
    assert in_units(10, "chai 500 ml", "lít", HONEY) == 5
    assert in_units(1000, "gói 200 g", "kg", None) == 200
    assert in_units(10, "chai 500 ml", "kg", HONEY) == Decimal("7.10")
    assert in_units(10, "chai 500 ml", "kg", None) is None
    assert in_units(10, "hộp 6 bánh", "kg", HONEY) is None


@given(st.lists(st.integers(1, 300), max_size=8), st.integers(1, 1200))
@example([300, 400], 300)
@example([300, 400], 301)
def test_what_is_drawn_and_what_is_left_are_the_whole(parts: list[int], amount: int) -> None:
    found = counted(year(), [Drawn("chai 500 ml", part) for part in parts])
    assert found.left == max(0, 1000 - sum(parts))
    assert (year_exceeded(found, amount) is None) == (sum(parts) + amount <= 1000)


def test_lots_of_other_bottles_count_by_their_contents() -> None:
    found = counted(year(lot="chai 250 ml"), [Drawn("chai 500 ml", 600), Drawn("chai 250 ml", 200), Drawn("thùng", 7)])
    assert (found.shown_used, found.left, found.uncounted) == (700, 600, 7)


def test_a_lot_that_cannot_be_compared_is_refused_with_the_way_out() -> None:
    refused = year_exceeded(counted(year(lot="hộp quà"), []), 1)
    assert refused is not None
    assert refused.code == "year_unit"
    assert "OCOP-1" in refused.message


def test_an_unknown_output_caps_nothing_and_is_said() -> None:
    found = counted(year(None), [Drawn("chai 500 ml", 9_999)])
    assert year_exceeded(found, 1_000_000) is None
    assert (found.known, found.left) == (False, None)
    assert "chưa khai sản lượng năm" in found.words
