"""Averages, bands, minimums and gates of a council, against the law's own edges."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.councils.rules import Finding, Marks, average, find, majority_choices, read_by_laws, spread
from ocop.councils.rules.averages import rounded
from ocop.criteria.rules import Choice, CriteriaSet, criteria_set, points_of, rate, sift
from tests.councils.sheets import HONEY, best, scored

LAWS = read_by_laws({})
points = st.lists(st.integers(0, 100), min_size=1, max_size=15)


@given(points)
def test_a_mean_lies_within_its_sheets_and_within_half_a_unit_of_the_truth(given_points: list[int]) -> None:
    found = average(given_points, LAWS)
    assert min(given_points) <= found <= max(given_points)
    assert abs(Fraction(found) - Fraction(sum(given_points), len(given_points))) <= Fraction(1, 200)


@given(points, st.sampled_from(["mean", "median", "drop_extremes"]), st.randoms())
def test_the_order_of_sheets_does_not_matter(given_points: list[int], rule: str, random: object) -> None:
    laws = read_by_laws({"average": rule})
    mixed = list(given_points)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert average(mixed, laws) == average(given_points, laws)


@given(points)
def test_the_sheets_of_one_mind_average_to_their_points(given_points: list[int]) -> None:
    one = given_points[0]
    for rule in ("mean", "median", "drop_extremes"):
        assert average([one] * len(given_points), read_by_laws({"average": rule})) == one


def test_dropping_extremes_drops_one_of_each_and_not_from_two() -> None:
    laws = read_by_laws({"average": "drop_extremes"})
    assert average([10, 60, 70, 100], laws) == Decimal("65.00")
    assert average([60, 70], laws) == Decimal("65.00")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("69995/1000", 2, "70.00"), ("69994/1000", 2, "69.99"), ("4999/100", 2, "49.99"), ("1/2", 0, "1"),
        ("209/3", 2, "69.67"), ("8999/100", 1, "90.0"), ("2/3", 4, "0.6667"),
    ],
)  # fmt: skip
def test_rounding_is_half_up_as_on_paper(value: str, decimals: int, text: str) -> None:
    assert str(rounded(Fraction(value), decimals)) == text


@pytest.mark.parametrize(
    ("mean", "star"),
    [
        ("49.99", 2),
        ("50", 3),
        ("69.99", 3),
        ("69.995", 4),
        ("70", 4),
        ("89.99", 4),
        ("90", 5),
        ("29.99", 1),
        ("100", 5),
    ],
)
def test_the_band_is_judged_on_the_number_of_the_minutes(mean: str, star: int) -> None:
    minuted = rounded(Fraction(mean), 2)
    assert HONEY.regime.star_by_points(minuted) == star


def test_ninety_points_ask_the_ministry_and_are_four_stars_at_most_here() -> None:
    finding = found([best(HONEY)] * 3)
    assert finding.average == 100
    assert finding.star_by_points == 5
    assert finding.star == 4
    assert finding.to_ministry


def test_just_below_ninety_does_not_ask_the_ministry() -> None:
    finding = found([scored(HONEY, 90), scored(HONEY, 89), scored(HONEY, 90)])
    assert finding.average == Decimal("89.67")
    assert not finding.to_ministry


def test_a_missed_minimum_holds_the_star_down_whatever_the_points() -> None:
    lame = best(HONEY) | {"1.5": 1}
    finding = found([lame] * 3)
    assert finding.star_by_points == 5
    assert finding.star_by_minimums == 3
    assert finding.star == 3
    assert ("1.5", 1, 2) in {(b.criterion, b.have, b.need) for b in finding.blockers}


def test_by_the_stricter_by_law_only_a_full_five_asks_the_ministry() -> None:
    lame = best(HONEY) | {"1.5": 2}
    assert found([lame] * 3).to_ministry
    assert not found([lame] * 3, ministry_by="star").to_ministry


def test_a_product_below_three_stars_by_minimums_is_never_proposed() -> None:
    finding = found([best(HONEY) | {"2.2": 1}] * 3)
    assert finding.average >= 90
    assert finding.star == 2
    assert not finding.to_ministry


def test_minimums_by_majority_take_the_lower_option_on_a_tie() -> None:
    high, low = best(HONEY), best(HONEY) | {"1.5": 1}
    assert found([high, high, low]).star_by_minimums == 5
    assert found([high, low]).star_by_minimums == 3


def test_minimums_by_each_sheet_need_everyone() -> None:
    high, low = best(HONEY), best(HONEY) | {"1.5": 1}
    assert found([high, high, low], minimums_by="each").star_by_minimums == 3


def test_minimums_by_average_compare_the_mean_of_the_criterion() -> None:
    high, low = best(HONEY), best(HONEY) | {"1.5": 1}
    assert found([high, high, low], minimums_by="average").star_by_minimums == 4


def test_a_gate_holds_when_more_than_half_name_it() -> None:
    sheets = [Marks(best(HONEY), ("6.1",)), Marks(best(HONEY), ("6.1",)), Marks(best(HONEY))]
    gated = find(HONEY, sheets, LAWS)
    assert gated.star is None
    assert not gated.to_ministry
    assert [gate.criterion for gate in gated.gates] == ["6.1"]
    assert find(HONEY, sheets[1:], LAWS).star == 4
    assert find(HONEY, sheets[1:], read_by_laws({"gates_by": "any"})).star is None


def test_a_dossier_thrown_out_by_the_majority_has_no_star_and_keeps_its_reason() -> None:
    named = f"dossier:{HONEY.disqualifiers[0].key}"
    gated = find(HONEY, [Marks(best(HONEY), (named,))] * 2, LAWS)
    assert gated.star is None
    assert gated.gates[0].reason == HONEY.disqualifiers[0].reason


def test_bottled_water_with_a_zero_of_taste_stops_without_being_named() -> None:
    water = criteria_set("QD26-2026", 16)
    assert water is not None
    gated = find(water, [Marks(best(water) | {"6.1": 0})] * 3, LAWS)
    assert gated.star is None
    assert gated.gates


def sheets_of(criteria: CriteriaSet) -> st.SearchStrategy[dict[str, Choice]]:
    options = {c.code: st.sampled_from([0, *(o.points for o in c.options)]) for c in criteria.criteria}
    return st.fixed_dictionaries(options).map(lambda raw: dict(sift(criteria, raw).choices))


@given(st.lists(sheets_of(HONEY), min_size=1, max_size=5))
def test_majority_choices_can_always_be_rated(sheets: list[dict[str, Choice]]) -> None:
    rate(HONEY, majority_choices(HONEY, sheets))


@given(sheets_of(HONEY), st.integers(1, 5))
def test_a_council_of_one_mind_finds_what_the_law_finds(sheet: dict[str, Choice], count: int) -> None:
    rating, finding = rate(HONEY, sheet), found([sheet] * count)
    assert finding.average == rating.points
    assert finding.star_by_minimums == rating.star_by_minimums
    assert finding.star == (None if rating.star is None else min(4, rating.star))
    assert finding.spread == 0


@given(st.lists(sheets_of(HONEY), min_size=1, max_size=5))
def test_the_star_is_never_above_points_minimums_or_four(sheets: list[dict[str, Choice]]) -> None:
    finding = found(sheets)
    if finding.star is not None:
        assert finding.star == min(finding.star_by_points, finding.star_by_minimums, 4)
    if finding.to_ministry:
        assert finding.average >= 90
        assert not finding.gates


def test_the_spread_is_the_distance_of_the_furthest_sheets() -> None:
    assert spread([70, 92, 81]) == 22
    assert spread([]) == 0


def test_scored_sheets_have_the_points_they_are_asked_for() -> None:
    for wanted in (0, 37, 74, 90, 100):
        assert sum(map(points_of, scored(HONEY, wanted).values())) == wanted


def found(sheets: list[dict[str, Choice]], **by_laws: object) -> Finding:
    return find(HONEY, [Marks(sheet) for sheet in sheets], read_by_laws(by_laws))
