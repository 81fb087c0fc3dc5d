"""Requests from outside: every impossible choice named, and no input that breaks the rating."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.criteria.rules import CURRENT, rate_request
from ocop.journal.rules import Refused


def request(no: int, choices: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"regime": CURRENT, "set": no, "choices": choices, **more}


def reasons_of(body: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        rate_request(body)
    return [reason.code for reason in refused.value.reasons]


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
