"""The five questions and what an idea must say."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.cycles import rules

DAY = date(2026, 6, 1)
CHECKS = rules.eligibility_questions(DAY)
QUESTIONS = rules.idea_questions(DAY)
SAID = st.fixed_dictionaries({check.key: st.booleans() for check in CHECKS})


def test_there_are_five_questions_each_with_its_law_and_a_way_out() -> None:
    assert len(CHECKS) == 5
    assert all(check.law and check.way_out.endswith(".") for check in CHECKS)
    assert {check.key for check in CHECKS} >= {"kind", "registered", "local_material"}


@settings(deadline=None)
@given(SAID)
def test_only_a_no_to_a_needed_question_makes_an_idea_not_eligible(said: dict[str, bool]) -> None:
    needed = {check.key for check in CHECKS if check.needed}
    assert rules.is_eligible(CHECKS, said) == all(said[key] for key in needed)
    assert {check.key for check in rules.stumbles(CHECKS, said)} == {key for key, yes in said.items() if not yes}


@settings(deadline=None)
@given(SAID, st.dictionaries(st.sampled_from([q.key for q in QUESTIONS]), st.just("có")))
def test_an_idea_is_ready_when_nothing_needed_is_missing(said: dict[str, bool], answers: dict[str, str]) -> None:
    reasons = rules.idea_unready(QUESTIONS, answers, CHECKS, said)
    missing = {q.key for q in QUESTIONS if q.needed and q.key not in answers}
    assert {r.field for r in reasons if r.code == "answer_missing"} == missing
    assert any(r.code == "not_eligible" for r in reasons) != rules.is_eligible(CHECKS, said)


def test_a_question_left_open_is_no_answer() -> None:
    assert {r.field for r in rules.check_incomplete(CHECKS, {"kind": True})} == {c.key for c in CHECKS} - {"kind"}


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_a_text_is_overwritten_only_by_who_has_seen_it(now: str, new: str, seen: str) -> None:
    assert rules.changed_meanwhile(now, new, rules.mark_of(now)) is None
    assert rules.changed_meanwhile(now, now, rules.mark_of(seen)) is None
    clash = rules.changed_meanwhile(now, new, rules.mark_of(seen))
    assert (clash is not None) == (seen != now and new != now)
