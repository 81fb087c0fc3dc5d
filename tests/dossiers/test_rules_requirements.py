"""What a dossier must hold: by every one of the 26 sets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.criteria.rules import CURRENT, CriteriaSet, criteria_set, criteria_sets, plain, rate, sift
from ocop.dossiers import rules
from ocop.dossiers.rules.requirements import FOLDER, parse
from tests.dossiers.conftest import best_choices

NEEDS = rules.requirements(CURRENT)
SETS = criteria_sets()


def best(asked: CriteriaSet) -> dict[str, object]:
    return {code: plain((case, points)) if case else points for code, (case, points) in best_choices(asked).items()}


@st.composite
def drafts(draw: st.DrawFn) -> tuple[CriteriaSet, dict[str, object]]:
    """Any set with any sound choices at any of its criteria."""
    asked = draw(st.sampled_from(SETS))
    choices: dict[str, object] = {}
    for criterion in asked.criteria:
        if draw(st.booleans()):
            case = draw(st.sampled_from(criterion.cases)) if criterion.cases else None
            options = case.options if case else criterion.options
            points = draw(st.sampled_from([0, *(o.points for o in options)]))
            choices[criterion.code] = {"case": case.key, "points": points} if case else points
    return asked, choices


@pytest.mark.parametrize("asked", SETS, ids=lambda s: str(s.no))
def test_a_dossier_with_every_answer_lacks_none(asked: CriteriaSet) -> None:
    assert rules.answers_missing(asked, best(asked)) == []


@pytest.mark.parametrize("asked", SETS, ids=lambda s: str(s.no))
def test_an_empty_dossier_names_every_criterion_that_applies(asked: CriteriaSet) -> None:
    named = {reason.field for reason in rules.answers_missing(asked, {})}
    assert named == {f"choices.{c.code}" for c in asked.criteria if c.applies_if is None}


@settings(max_examples=60, deadline=None)
@given(drafts())
def test_nothing_is_missing_exactly_when_the_rating_is_complete_and_sound(
    draft: tuple[CriteriaSet, dict[str, object]],
) -> None:
    asked, choices = draft
    sifted = sift(asked, choices)
    whole = not sifted.reasons and rate(asked, sifted.choices).complete
    assert (rules.answers_missing(asked, choices) == []) is whole


@settings(max_examples=60, deadline=None)
@given(drafts(), st.data())
def test_a_paper_is_wanted_exactly_where_points_are_claimed_without_one(
    draft: tuple[CriteriaSet, dict[str, object]], data: st.DataObject
) -> None:
    asked, choices = draft
    bound = data.draw(st.sets(st.sampled_from([c.code for c in asked.criteria])))
    wanted = {r.field for r in rules.papers_wanted(NEEDS, asked, choices, bound)}
    tasted = {c.code for p in asked.parts for s in p.sections if s.title in NEEDS.judged_on_samples for c in s.criteria}
    sound = sift(asked, choices).choices
    claimed = {code for code, choice in sound.items() if (choice if isinstance(choice, int) else choice[1])}
    assert {f for f in wanted if f.startswith("choices.")} == {f"choices.{c}" for c in claimed - tasted - bound}


def with_required(keys: set[str]) -> rules.Requirements:
    facts = tomllib.loads((FOLDER / f"{CURRENT}.toml").read_text(encoding="utf-8"))
    facts["papers"] = [row | {"required": row["key"] in keys} for row in facts["papers"]]
    return parse(facts)


@given(st.sets(st.sampled_from(["G1", "G2", "G3", "G4"])), st.sets(st.sampled_from(["G1", "G2", "G3", "G4", "1.1"])))
def test_only_papers_that_the_law_requires_stop_a_submission(required: set[str], bound: set[str]) -> None:
    reasons = rules.papers_missing(with_required(required), bound)
    assert {r.field for r in reasons} == required - bound
    assert all(r.law for r in reasons)


def test_the_law_of_2026_lists_papers_for_reference_and_requires_none() -> None:
    assert rules.papers_missing(NEEDS, set()) == []
    assert {r.field for r in rules.papers_wanted(NEEDS, SETS[3], {}, set())} == {"G1", "G2", "G3", "G4"}


@pytest.mark.parametrize(
    ("kind", "set_no", "allowed"),
    [
        ("cooperative", 4, True), ("cooperative_group", 4, True), ("enterprise", 4, True), ("household", 4, True),
        ("farm", 4, True), ("association", 26, True), ("association", 4, False), ("unknown", 4, False), ("", 26, False),
    ],
)  # fmt: skip
def test_who_may_take_part(kind: str, set_no: int, allowed: bool) -> None:
    reason = rules.producer_kind_not_allowed(NEEDS, kind, set_no)
    assert (reason is None) is allowed
    assert reason is None or "Điều 1–2" in reason.law


@pytest.mark.parametrize(
    ("kind", "changes", "missing"),
    [("first", "", False), ("upgrade", "", True), ("rerate", "", True), ("upgrade", "Thay bao bì", False)],
)
def test_an_upgrade_must_say_what_changed(kind: str, changes: str, missing: bool) -> None:
    assert (rules.changes_missing(kind, changes) is not None) is missing


def test_each_no_before_the_form_has_its_warning_and_each_yes_none() -> None:
    keys = [q.key for q in NEEDS.questions]
    assert len(keys) == 5
    assert len(rules.warnings_before(NEEDS, dict.fromkeys(keys, False))) == 5
    assert rules.warnings_before(NEEDS, dict.fromkeys(keys, True)) == []
    assert rules.warnings_before(NEEDS, {}) == []


def test_an_older_regime_without_requirements_of_its_own_takes_the_newest() -> None:
    assert rules.requirements("QD148-2023") == NEEDS


def test_the_clock_and_the_samples_of_the_law() -> None:
    facts: Mapping[str, object] = tomllib.loads((FOLDER / f"{CURRENT}.toml").read_text(encoding="utf-8"))
    assert (facts["commune_working_days"], facts["samples"]) == (15, 5)
    assert criteria_set(CURRENT, 4) is not None
