"""The sums of a business plan, against plain arithmetic."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.cycles import rules
from ocop.cycles.rules.plans import LARGEST

DAY = date(2026, 6, 1)
ASKED = rules.plan_figures(DAY)
AMOUNT = st.integers(0, LARGEST)
ALL = st.fixed_dictionaries({figure.key: AMOUNT for figure in ASKED})


@settings(deadline=None)
@given(ALL)
def test_profit_is_revenue_less_cost_and_break_even_pays_for_what_is_fixed(figures: dict[str, int]) -> None:
    found = rules.sums(figures)
    assert found.revenue == figures["volume"] * figures["price"]
    assert found.cost == figures["volume"] * figures["unit_cost"] + figures["wages"] + figures["other_cost"]
    assert found.revenue is not None
    assert found.cost is not None
    assert found.profit == found.revenue - found.cost
    each, fixed = figures["price"] - figures["unit_cost"], figures["wages"] + figures["other_cost"]
    if found.break_even is None:
        assert each <= 0
    else:
        assert found.break_even * each >= fixed
        assert found.break_even == 0 or (found.break_even - 1) * each < fixed


@settings(deadline=None)
@given(ALL)
def test_the_months_of_payback_are_the_fewest_that_suffice(figures: dict[str, int]) -> None:
    found = rules.sums(figures)
    if found.payback_months is None:
        assert (found.profit or 0) <= 0
    else:
        assert found.profit is not None
        assert found.payback_months * found.profit >= figures["investment"] * 12
        assert (found.payback_months - 1) * found.profit < figures["investment"] * 12


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([figure.key for figure in ASKED]), AMOUNT))
def test_what_is_not_known_is_not_guessed(figures: dict[str, int]) -> None:
    found = rules.sums(figures)
    assert (found.revenue is None) == (not {"volume", "price"} <= figures.keys())
    assert (found.cost is None) == (not {"volume", "unit_cost", "wages", "other_cost"} <= figures.keys())
    assert (found.profit is None) == (found.revenue is None or found.cost is None)


def test_a_known_plan_gives_the_figures_one_would_write_by_hand() -> None:
    figures = {"volume": 4000, "price": 120_000, "unit_cost": 48_000, "wages": 96_000_000, "other_cost": 38_000_000}
    found = rules.sums({**figures, "investment": 260_000_000, "workers": 12})
    assert (found.revenue, found.cost, found.profit) == (480_000_000, 326_000_000, 154_000_000)
    assert (found.margin, found.per_worker) == (Fraction(77, 240), 40_000_000)
    assert (found.break_even, found.payback_months) == (1862, 21)


def test_numbers_that_contradict_each_other_are_named() -> None:
    wrong = {"workers": 3, "local_workers": 4, "investment": 5, "loan": 6, "price": -1, "khác": 1}
    assert {r.field for r in rules.figures_unfit(ASKED, wrong)} == {"local_workers", "loan", "price", "khác"}


def test_a_loss_is_said_and_stops_nothing() -> None:
    said = rules.worries({"volume": 10, "price": 5, "unit_cost": 9, "wages": 0, "other_cost": 0})
    assert len(said) == 2
