"""The star: by points, by minimum conditions, by gates; and every impossible choice named."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.criteria.rules import (
    CURRENT,
    Choice,
    CriteriaSet,
    certificate_extended_to,
    criteria_set,
    criteria_sets,
    next_star_obstacles,
    points_of,
    rate,
    rate_request,
    rating_shape,
    regime_of_dossier,
    regime_on,
    regimes,
    sift,
    star_of,
)
from ocop.journal.rules import Refused

SETS = criteria_sets()


def the_set(no: int) -> CriteriaSet:
    found = criteria_set(CURRENT, no)
    assert found is not None
    return found


def best(found: CriteriaSet) -> dict[str, Choice]:
    return {c.code: (c.cases[0].key, c.max) if c.cases else c.max for c in found.criteria}


def request(no: int, choices: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"regime": CURRENT, "set": no, "choices": choices, **more}


def reasons_of(body: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        rate_request(body)
    return [reason.code for reason in refused.value.reasons]


@st.composite
def answers(draw: st.DrawFn) -> tuple[CriteriaSet, dict[str, Choice]]:
    """Any sound set of answers, complete or not."""
    found = draw(st.sampled_from(SETS))
    choices: dict[str, Choice] = {}
    for criterion in found.criteria:
        if not draw(st.booleans()) and draw(st.booleans()):
            continue
        case = draw(st.sampled_from(criterion.cases)).key if criterion.cases else ""
        points = draw(st.sampled_from(criterion.points))
        choices[criterion.code] = (case, points) if case else points
    return found, dict(sift(found, choices).choices)


@given(answers())
def test_the_total_is_the_sum_of_the_choices_by_part(drawn: tuple[CriteriaSet, dict[str, Choice]]) -> None:
    found, choices = drawn
    rating = rate(found, choices)
    assert rating.points == sum(map(points_of, choices.values())) == sum(rating.parts.values())
    for part in found.parts:
        assert rating.parts[part.code] == sum(points_of(choices.get(c.code, 0)) for c in part.criteria)


@given(answers())
def test_star_by_minimums_and_blockers_are_what_a_naive_reading_finds(
    drawn: tuple[CriteriaSet, dict[str, Choice]],
) -> None:
    found, choices = drawn
    rating = rate(found, choices)
    unmet = [m for m in found.minimums if points_of(choices.get(m.criterion, 0)) < m.need]
    star = 2
    while star < 5 and not [m for m in unmet if m.star <= star + 1]:
        star += 1
    assert rating.star_by_minimums == star
    holding = [(m.star, m.criterion, m.need) for m in unmet if m.star <= rating.star_by_points]
    assert [(b.star, b.criterion, b.need) for b in rating.blockers] == holding
    assert all(b.have == points_of(choices.get(b.criterion, 0)) < b.need for b in rating.blockers)
    assert bool(rating.blockers) == (rating.star_by_minimums < rating.star_by_points)


@given(answers(), st.data())
def test_a_better_answer_never_lowers_the_star(
    drawn: tuple[CriteriaSet, dict[str, Choice]], data: st.DataObject
) -> None:
    found, choices = drawn
    criterion = data.draw(st.sampled_from(found.criteria))
    raised = choices | {criterion.code: (criterion.cases[0].key, criterion.max) if criterion.cases else criterion.max}
    before, after = rate(found, choices), rate(found, sift(found, raised).choices)
    assert after.points >= before.points
    assert after.star_by_minimums >= before.star_by_minimums
    assert (after.star or 0) >= (before.star or 0)


@given(answers())
def test_the_next_star_is_reached_by_exactly_what_is_said_to_be_missing(
    drawn: tuple[CriteriaSet, dict[str, Choice]],
) -> None:
    found, choices = drawn
    ahead = next_star_obstacles(rate(found, choices))
    if ahead is None:
        return
    mended = {**choices, **{b.criterion: _cased(found, b.criterion, b.need) for b in ahead.blockers}}
    if found.no != 26 and points_of(choices.get("5.1", 0)) == 0:
        mended["5.1"] = max(points_of(mended.get("5.1", 0)), 1)
    assert rate(found, mended).star_by_minimums >= ahead.star
    assert ahead.points_short == max(0, ahead.points_needed - rate(found, choices).points)


def _cased(found: CriteriaSet, code: str, points: int) -> Choice:
    cases = found.by_code[code].cases
    return (cases[0].key, points) if cases else points


@pytest.mark.parametrize("found", SETS, ids=lambda s: f"set {s.no}")
def test_the_best_answers_are_five_stars_and_none_are_one(found: CriteriaSet) -> None:
    top, nothing = rate(found, best(found)), rate(found, {})
    assert (top.points, top.star, top.complete, top.blockers, top.gates) == (100, 5, True, (), ())
    assert next_star_obstacles(top) is None
    assert (nothing.points, nothing.star, nothing.complete, nothing.gates) == (0, 1, False, ())
    zeros = rate(found, {criterion.code: 0 for criterion in found.criteria})
    assert zeros.complete
    assert zeros.star_by_minimums == 2


def test_the_answer_has_the_shape_of_the_contract() -> None:
    tea = the_set(11)
    choices = best(tea) | {
        "1.5": 1,
        "1.6": 0,
        "4.1": 2,
        "3.5": 1,
        "5.3": 1,
        "2.2": 2,
        "7": 1,
        "9": 1,
        "8": 2,
        "3.1": 1,
        "11": 1,
    }
    answer = rate_request(request(11, choices, disqualified=[]))
    assert list(answer) == [
        "points",
        "parts",
        "star_by_points",
        "star_by_minimums",
        "star",
        "complete",
        "blockers",
        "gates",
    ]
    assert (answer["points"], answer["star_by_points"], answer["star_by_minimums"], answer["star"]) == (70.0, 4, 3, 3)
    assert isinstance(answer["points"], float)
    assert answer["parts"] == {"A": 30, "B": 18, "C": 22}
    assert {"star": 4, "criterion": "1.5", "have": 1, "need": 2} in answer["blockers"]
    assert {blocker["star"] for blocker in answer["blockers"]} == {4}
    assert answer["gates"] == []
    assert answer["complete"] is True


def test_a_story_that_does_not_exist_has_no_form() -> None:
    honey = the_set(4)
    choices = best(honey) | {"5.1": 0}
    assert reasons_of(request(4, choices)) == ["does_not_apply"]
    assert rate(honey, choices | {"5.2": 0}).complete
    without = {code: points for code, points in choices.items() if code != "5.2"}
    assert rate(honey, without).complete, "what does not apply need not be answered"


@pytest.mark.parametrize("code", ["6.1", "6.2", "6.3", "6.4"])
def test_a_sensory_zero_of_bottled_water_stops_the_rating(code: str) -> None:
    water = the_set(16)
    rating = rate(water, best(water) | {code: 0})
    assert rating.star is None
    assert [(gate.criterion, gate.kind) for gate in rating.gates] == [(code, "stop")]
    assert rating.points == 100 - water.by_code[code].max
    assert rate(water, {"6.1": 3}).gates == (), "a criterion not yet answered is not a zero"


@pytest.mark.parametrize("no", [19, 20])
def test_a_product_without_declaration_is_not_rated_further(no: int) -> None:
    answer = rate_request(request(no, best(the_set(no)) | {"6": 0}))
    assert answer["star"] is None
    assert [gate["criterion"] for gate in answer["gates"]] == ["6"]
    assert answer["star_by_points"] == 5


def test_a_named_gate_takes_the_star_and_leaves_the_rest() -> None:
    body = request(4, {c.code: c.max for c in the_set(4).criteria}, disqualified=["6.1", "dossier", "dossier:forged"])
    answer = rate_request(body)
    assert (answer["star"], answer["star_by_points"], answer["points"]) == (None, 5, 100.0)
    assert [(gate["criterion"], gate["type"]) for gate in answer["gates"]] == [
        ("6.1", "stop"),
        ("dossier", "reject"),
        ("dossier", "reject"),
    ]
    assert all(gate["reason"] for gate in answer["gates"])


def test_the_medicines_of_van_don_had_the_points_but_not_the_gmp() -> None:
    """Vân Đồn, 13/09/2023: three herbal medicines above 50 points got no star for want of GMP."""
    medicine = the_set(18)
    choices = {c.code: c.points[len(c.points) // 2] for c in medicine.criteria} | {"6": 0}
    rating = rate(medicine, choices)
    assert rating.points > 50
    assert rating.star_by_points == 3
    assert (rating.star_by_minimums, rating.star, rating.recognised) == (2, 2, False)
    assert ("6", 0, 1) in {(b.criterion, b.have, b.need) for b in rating.blockers}
    assert rate(medicine, choices, ["dossier:gmp"]).star is None


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"1.1": 7}, "no_such_option"),
        ({"1.1": -1}, "no_such_option"),
        ({"1.1": 10**5000}, "no_such_option"),
        ({"1.1": 1e300}, "no_such_option"),
        ({"1.1": True}, "not_points"),
        ({"1.1": 1.5}, "not_points"),
        ({"1.1": float("nan")}, "not_points"),
        ({"1.1": float("inf")}, "not_points"),
        ({"1.1": "2"}, "not_points"),
        ({"1.1": None}, "not_points"),
        ({"1.1": [2]}, "not_points"),
        ({"1.1": {"case": "a", "points": 1}}, "not_points"),
        ({"99": 1}, "unknown_criterion"),
        ({"1.1\x00": 1}, "unknown_criterion"),
        ({"": 1}, "unknown_criterion"),
        ({"x" * 100_000: 1}, "unknown_criterion"),
        ({"5.2": 1}, "does_not_apply"),
    ],
)
def test_an_impossible_choice_is_refused_with_its_reason(choices: dict[str, Any], code: str) -> None:
    assert reasons_of(request(11, choices)) == [code]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (3, "case_needed"),
        ({"case": "c", "points": 3}, "no_such_case"),
        ({"points": 3}, "no_such_case"),
        ({"case": "a", "points": 2}, "no_such_option"),
        ({"case": "a"}, "not_points"),
        ({"case": "a", "points": True}, "not_points"),
        ({"case": ["a"], "points": 3}, "no_such_case"),
        ({"case": "a", "points": 3, "more": 1}, "no_such_case"),
    ],
)
def test_a_criterion_with_cases_needs_a_case_and_its_points(choice: object, code: str) -> None:
    assert reasons_of(request(26, {"8": choice})) == [code]


def test_cases_zero_and_whole_floats_are_understood() -> None:
    assert rate_request(request(26, {"8": {"case": "b", "points": 3}}))["points"] == 3.0
    assert rate_request(request(26, {"8": 0, "9": {"case": "a", "points": 0}}))["points"] == 0.0
    assert rate_request(request(11, {"1.1": 2.0}))["points"] == 2.0


def test_every_fault_is_named_at_once() -> None:
    codes = reasons_of(request(11, {"1.1": 9, "77": 1, "5.2": 1}, disqualified=["1.2", 4], disqualifed=[]))
    assert codes == [
        "unknown_field",
        "no_such_option",
        "unknown_criterion",
        "does_not_apply",
        "no_such_gate",
        "no_such_gate",
    ]


@pytest.mark.parametrize(
    "body",
    [None, [], 3, "x", {}, {"regime": 1}, {"regime": CURRENT}, {"regime": CURRENT, "set": True, "choices": {}},
     {"regime": CURRENT, "set": 27, "choices": {}}, {"regime": CURRENT, "set": "11", "choices": {}},
     {"regime": CURRENT, "set": 11, "choices": []}, {"regime": CURRENT, "set": 11}, {"regime": ["x"], "set": {}, "choices": 1},
     {"regime": CURRENT, "set": 11, "choices": {}, "disqualified": "dossier"}, {"regime": "\x00" * 9, "set": 10**4000, "choices": {}},
     {"regime": CURRENT, "set": 11, "choices": {str(n): 1 for n in range(5000)}}],
)  # fmt: skip
def test_any_other_shape_gets_reasons_and_no_exception(body: object) -> None:
    assert reasons_of(body)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_no_json_value_breaks_the_rating(value: object) -> None:
    for body in (value, request(26, {"8": value}), {"regime": value, "set": value, "choices": value}):
        assert all(_messages(body))


def _messages(body: object) -> list[str]:
    """The reasons of a refusal; nothing when there is none."""
    try:
        rate_request(body)
    except Refused as refused:
        return [reason.message for reason in refused.reasons]
    return []


def test_an_old_regime_is_never_computed() -> None:
    for regime in ("QD148-2023", "QD1048-2019", "QN-PROVINCIAL-2013"):
        assert reasons_of({"regime": regime, "set": 1, "choices": {}}) == ["points_unknown"]


@pytest.mark.parametrize(
    ("average", "star"),
    [
        ("100", 5),
        ("90", 5),
        ("89.99", 4),
        ("70", 4),
        ("69.999", 3),
        ("50", 3),
        ("49.5", 2),
        ("30", 2),
        ("29.9", 1),
        ("0", 1),
    ],
)
def test_an_average_falls_into_its_band(average: str, star: int) -> None:
    law = regimes()[CURRENT]
    assert star_of(law, Decimal(average), 5).star == star
    assert star_of(law, Decimal(average), 3).star == min(star, 3)
    assert star_of(law, Decimal(average), 5, gated=True).star is None


def test_a_fraction_between_the_whole_number_bands_of_2019_stays_unknown() -> None:
    assert star_of(regimes()["QD1048-2019"], Decimal("89.5"), 5).star is None
    assert star_of(regimes()["QD1048-2019"], Decimal("89"), 5).star == 4


@pytest.mark.parametrize(
    ("day", "regime"),
    [(date(2026, 5, 22), CURRENT), (date(2026, 11, 21), CURRENT), (date(2026, 5, 21), "QD148-2023"), (date(2023, 2, 24), "QD148-2023"),
     (date(2023, 2, 23), "QD1048-2019"), (date(2019, 8, 21), "QD1048-2019"), (date(2019, 8, 20), "QN-PROVINCIAL-2013")],
)  # fmt: skip
def test_the_day_of_filing_chooses_the_regime(day: date, regime: str) -> None:
    found = regime_on(day)
    assert found is not None
    assert found.key == regime


def test_a_dossier_filed_before_the_new_law_is_finished_under_the_old_one() -> None:
    first = regime_of_dossier(date(2026, 5, 21), "first")
    renewal = regime_of_dossier(date(2026, 5, 21), "renewal")
    today = regime_of_dossier(date(2026, 5, 22), "first")
    assert first
    assert renewal
    assert today
    assert (first.regime.key, first.finish_by) == ("QD148-2023", date(2026, 7, 21))
    assert renewal.finish_by == date(2026, 6, 21)
    assert (today.regime.key, today.finish_by) == (CURRENT, None)


def test_a_certificate_is_extended_only_when_its_window_had_closed_before_the_law_came() -> None:
    law = regimes()[CURRENT]
    assert certificate_extended_to(date(2026, 7, 1), law) == date(2026, 12, 28)
    assert certificate_extended_to(date(2026, 9, 18), law) is not None
    assert certificate_extended_to(date(2026, 9, 19), law) is None
    assert certificate_extended_to(date(2026, 5, 21), law) is None


def test_who_recognises_changed_when_the_district_went() -> None:
    law = regimes()["QD148-2023"]
    assert law.recogniser(3, date(2025, 7, 5)) == "district"
    assert law.recogniser(3, date(2025, 7, 6)) == "province"
    assert regimes()[CURRENT].recogniser(5, date(2026, 6, 1)) == "ministry"


def test_a_rating_keeps_its_shape_when_the_caller_changes_the_choices_later() -> None:
    tea = the_set(11)
    choices = best(tea)
    rating = rate(tea, choices)
    choices.clear()
    assert rating_shape(rating)["points"] == 100.0
    assert len(rating.choices) == len(tea.criteria)
