"""One sheet: choices with and without cases, what is missing, and the seal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.councils.rules import (
    Marks,
    case_of,
    changed_codes,
    find,
    majority_choices,
    plain_choices,
    points_in,
    read_by_laws,
    save_choice,
    sheet_incomplete,
    sheet_seal,
    stale_edition,
    total_of,
)
from ocop.criteria.rules import CriteriaSet, criteria_set
from ocop.journal.rules import Refused

from .sheets import HONEY, best

_found = criteria_set("QD26-2026", 26)
assert _found is not None
TOURISM: CriteriaSet = _found
(CASED, *_) = [c for c in TOURISM.criteria if c.cases]


def test_a_choice_with_a_case_is_kept_with_its_case() -> None:
    points = CASED.cases[0].options[0].points
    saved = save_choice(TOURISM, {}, CASED.code, {"case": CASED.cases[0].key, "points": points})
    assert saved.choices == {CASED.code: {"case": CASED.cases[0].key, "points": points}}
    assert case_of(saved.choices[CASED.code]) == CASED.cases[0].key
    assert points_in(saved.choices[CASED.code]) == points


@pytest.mark.parametrize(
    "choice", [3, {"case": "z", "points": 1}, {"points": 1}, {"case": "a"}, {"case": "a", "points": 99}, "a:3"]
)
def test_a_case_that_is_none_is_refused(choice: object) -> None:
    with pytest.raises(Refused):
        save_choice(TOURISM, {}, CASED.code, choice)


def test_the_majority_counts_the_same_points_of_two_cases_apart() -> None:
    first, second = CASED.cases[0], CASED.cases[1]
    a, b = (first.key, first.options[-1].points), (second.key, second.options[-1].points)
    assert majority_choices(TOURISM, [{CASED.code: a}, {CASED.code: a}, {CASED.code: b}])[CASED.code] == a


def test_a_council_on_tourism_finds_points_and_star() -> None:
    sheet = {c.code: (c.cases[0].key, max(o.points for o in c.cases[0].options)) if c.cases else max(c.points)
             for c in TOURISM.criteria}  # fmt: skip
    finding = find(TOURISM, [Marks(plain_choices(sheet))] * 3, read_by_laws({}))  # type: ignore[arg-type]
    assert finding.sheets == 3
    assert finding.star_by_minimums == 5


def test_missing_criteria_are_those_that_apply() -> None:
    kept = {code: choice for code, choice in best(HONEY).items() if code not in ("5.1", "5.2")}
    fields = {reason.field for reason in sheet_incomplete(HONEY, kept)}
    assert fields == {"choices.5.1"}
    assert {r.field for r in sheet_incomplete(HONEY, {**kept, "5.1": 3})} == {"choices.5.2"}
    assert sheet_incomplete(HONEY, {**kept, "5.1": 0}) == []


def test_a_total_is_the_sum_of_what_was_chosen() -> None:
    assert total_of(HONEY, {}) == 0
    assert total_of(HONEY, {"1.1": 3, "1.2": 1}) == 4


@given(st.dictionaries(st.sampled_from([c.code for c in HONEY.criteria]), st.integers(0, 5)), st.text(), st.text())
def test_a_seal_depends_on_content_and_salt(choices: dict[str, int], one: str, other: str) -> None:
    content = {"choices": choices}
    assert sheet_seal(one, content) == sheet_seal(one, dict(content))
    if one != other:
        assert sheet_seal(one, content) != sheet_seal(other, content)
    assert sheet_seal(one, content) != sheet_seal(one, {"choices": {**choices, "1.1": 99}})


def test_changed_codes_name_what_differs() -> None:
    assert changed_codes({"1.1": 1, "5.2": 2}, {"1.1": 1, "5.1": 0}) == ["5.1", "5.2"]


def test_an_edition_is_stale_when_it_is_not_the_stored_one() -> None:
    assert stale_edition(3, 3) is None
    assert stale_edition(2, 3) is not None
    assert stale_edition(4, 3) is not None
