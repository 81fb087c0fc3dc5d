"""Why a step or a change may not happen."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.criteria.rules import criteria_set
from ocop.dossiers import lifecycle, rules

HONEY = criteria_set("QD26-2026", 4)
TOURISM = criteria_set("QD26-2026", 26)
assert HONEY is not None
assert TOURISM is not None
NEEDS = rules.requirements("QD26-2026")
STATES = st.sampled_from(list(lifecycle.STATE_NAMES))
DAYS = st.dates(date(2026, 1, 1), date(2035, 1, 1))


@given(st.sampled_from(sorted({s.name for s in lifecycle.STEPS})), STATES)
def test_a_step_leaves_a_state_only_where_the_lifecycle_says_so(name: str, state: str) -> None:
    step = rules.step_from(name, state)
    assert (step is not None) is any(s.name == name and s.leaves(state) for s in lifecycle.STEPS)
    assert rules.wrong_state(name, state).message


def test_every_step_out_of_a_state_is_taken_by_one_role() -> None:
    for state in lifecycle.STATE_NAMES:
        names = [s.name for s in lifecycle.STEPS if s.leaves(state)]
        assert len(names) == len(set(names))


def test_a_second_submission_is_told_the_receipt_it_already_has() -> None:
    reason = rules.wrong_state("submit", "submitted", "07/PĐK-22-06838-2026")
    assert "07/PĐK-22-06838-2026" in reason.message
    assert reason.code == "already_submitted"


@given(STATES, st.sampled_from(["1.1", "1.2", "G1", "changes"]), st.sets(st.sampled_from(["1.1", "1.2", "G1"])))
def test_a_completion_request_opens_only_what_it_asks_about(state: str, code: str, asked: set[str]) -> None:
    is_open = state == lifecycle.DRAFT or (state in (lifecycle.COMPLETION, lifecycle.AMENDING) and code in asked)
    assert (rules.criterion_locked(state, code, asked) is None) is is_open


@given(
    st.sampled_from(HONEY.criteria),
    st.one_of(st.integers(-5, 30), st.text(max_size=4), st.booleans(), st.floats(allow_nan=True)),
)
def test_only_points_that_an_option_carries_may_be_chosen(criterion, points) -> None:  # type: ignore[no-untyped-def]
    whole = points if isinstance(points, int) and not isinstance(points, bool) else None
    if isinstance(points, float) and points.is_integer():
        whole = int(points)
    fit = whole is not None and whole in criterion.points
    assert (rules.choice_unfit(HONEY, criterion.code, points) == []) is fit


def test_an_answer_may_be_withheld_and_its_condition_is_judged_only_at_submission() -> None:
    assert rules.choice_unfit(HONEY, "1.1", None) == []
    assert rules.choice_unfit(HONEY, "5.2", 2) == []


def test_a_criterion_with_cases_wants_its_case() -> None:
    cased = next(c for c in TOURISM.criteria if c.cases)
    case = cased.cases[0]
    assert rules.choice_unfit(TOURISM, cased.code, {"case": case.key, "points": case.options[0].points}) == []
    assert rules.choice_unfit(TOURISM, cased.code, {"case": "z", "points": case.options[0].points})


@pytest.mark.parametrize("code", ["99", "1.1.1.1", "", "G9", "x" * 500, "1.1\x00", "\u202e1.1", "changes"])
def test_a_field_of_no_criterion_and_no_place_for_papers_is_unknown(code: str) -> None:
    reason = rules.field_unknown(HONEY, NEEDS, code)
    assert reason is not None
    assert len(reason.message) < 120


@given(st.text(max_size=40))
def test_a_note_is_kept_unless_it_is_too_long_or_unreadable(note: str) -> None:
    reasons = rules.note_unfit(note)
    assert all(r.field == "note" for r in reasons)
    if note.isprintable() and note.isascii():
        assert reasons == []


@pytest.mark.parametrize("note", ["x" * 3001, "a\x07b", "đảo \u202e chữ", "\u2066x"])
def test_an_unfit_note_is_refused(note: str) -> None:
    assert rules.note_unfit(note)


def test_a_note_of_three_thousand_letters_and_line_breaks_is_fine() -> None:
    assert rules.note_unfit(("ặ" * 59 + "\n") * 50) == []


@given(DAYS, st.integers(-400, 400))
def test_a_completion_ends_after_today_and_within_ninety_days(day: date, days: int) -> None:
    fit = 0 < days <= 90
    assert (rules.completion_due_unfit(day + timedelta(days=days), day) is None) is fit


@given(STATES, st.one_of(st.none(), DAYS), DAYS)
def test_nobody_sends_a_dossier_back_while_days_for_completion_are_left(
    state: str, due: date | None, day: date
) -> None:
    waiting = state in (lifecycle.COMPLETION, lifecycle.AMENDING) and due is not None and day <= due
    assert (rules.completion_not_due(state, due, day) is not None) is waiting


@given(st.integers(1, 9999), st.integers(2026, 2099))
def test_numbers_follow_the_legal_patterns(serial: int, year: int) -> None:
    assert re.fullmatch(r"\d{2,}/PĐK-22-06838-\d{4}", rules.receipt_number(serial, "22", "06838", year))
    assert rules.product_code(serial, "22", "06838", year) == f"22-06838-{serial}-{year}"


def test_each_of_the_four_opinions_is_asked_for_by_name() -> None:
    reasons = rules.opinion_missing(dict.fromkeys(rules.OPINIONS, ""))
    assert [r.field for r in reasons] == list(rules.OPINIONS)


def test_outside_a_round_the_next_one_is_named() -> None:
    assert rules.round_closed(True, None) is None
    reason = rules.round_closed(False, date(2027, 1, 1))
    assert reason is not None
    assert "01/01/2027" in reason.message
    assert "Điều 5" in reason.law


@pytest.mark.parametrize("who", ["producer", "commune_officer", "province_officer"])
def test_whoever_does_not_hold_the_role_is_told_whose_step_it_is(who: str) -> None:
    assert rules.not_yours(True, who) is None
    reason = rules.not_yours(False, who)
    assert reason is not None
    assert reason.code.startswith("not_")
