"""The star: by points, by minimum conditions, by gates; and every impossible choice named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.criteria.rules import (
    CURRENT,
    Choice,
    CriteriaSet,
    criteria_set,
    criteria_sets,
    next_star_obstacles,
    points_of,
    rate,
    rate_request,
    rating_shape,
    sift,
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


def test_a_rating_keeps_its_shape_when_the_caller_changes_the_choices_later() -> None:
    tea = the_set(11)
    choices = best(tea)
    rating = rate(tea, choices)
    choices.clear()
    assert rating_shape(rating)["points"] == 100.0
    assert len(rating.choices) == len(tea.criteria)
