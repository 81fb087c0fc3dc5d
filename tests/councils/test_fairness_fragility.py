"""A star's fragility is what the council's own rules say of every smallest change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.councils.rules import ByLaws, Marks, find, read_by_laws
from ocop.councils.rules.fairness.fragility import (
    _Item,
    fragility,
    marks_of,
    moved_sheet,
    neighbours,
    to_band,
)
from ocop.councils.rules.fairness.panel import Subject, Vote
from ocop.councils.rules.fairness.report import Outcome
from ocop.criteria.rules import Choice, CriteriaSet, criteria_set, points_of, rate, sift

from .sheets import HONEY, best, scored


def subject_of(criteria: CriteriaSet, *sheets: dict[str, Choice], named: tuple[str, ...] = ()) -> Subject:
    votes = tuple(
        Vote(seat, sheet, named if seat == 1 else (), of_chair=seat == 1) for seat, sheet in enumerate(sheets, 1)
    )
    return Subject(1, 1, criteria, votes)


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """One to five sound sheets near each other in any set, often close to a band, now and then with a named gate."""
    criteria = criteria_set("QD26-2026", draw(st.sampled_from([1, 4, 11, 16, 19, 22, 26])))
    assert criteria
    base = {c.code: draw(st.sampled_from(_ladder(c)[-3:])) for c in criteria.criteria}
    sheets = []
    for _ in range(draw(st.integers(1, 5))):
        sheet = dict(base)
        for code in draw(st.lists(st.sampled_from([c.code for c in criteria.criteria]), max_size=6)):
            sheet[code] = draw(st.sampled_from(_ladder(criteria.by_code[code])))
        sheets.append(dict(sift(criteria, sheet).choices))
    gates = sorted(criteria.gates) or ["dossier"]
    named = (draw(st.sampled_from(gates)),) if draw(st.integers(0, 9)) == 0 else ()
    return subject_of(criteria, *sheets, named=named)


def _ladder(criterion: Any) -> list[Choice]:
    if not criterion.cases:
        return list(criterion.points)
    return [(case.key, p) for case in criterion.cases for p in sorted({0, *(o.points for o in case.options)})]


by_law_choices = st.fixed_dictionaries({
    "average": st.sampled_from(["mean", "median", "drop_extremes"]), "decimals": st.integers(0, 2),
    "minimums_by": st.sampled_from(["majority", "each", "average"]), "gates_by": st.sampled_from(["majority", "any"]),
    "ministry_by": st.sampled_from(["points", "star"]), "chair_votes": st.sampled_from(["yes", "ties", "no"]),
})  # fmt: skip


def outcomes_by_brute_force(subject: Subject, by_laws: ByLaws) -> dict[tuple[int, str, int], Outcome]:
    """Every move by `find` alone: what the quick way must agree with."""
    sheets = [marks_of(vote) for vote in subject.votes]
    found = {}
    for place, vote in enumerate(subject.votes):
        for criterion in subject.criteria_set.criteria:
            for new in neighbours(criterion, vote.choices.get(criterion.code, 0)):
                sheet = moved_sheet(subject.criteria_set, sheets[place], criterion, new)
                if sheet is not None:
                    finding = find(subject.criteria_set, [*sheets[:place], sheet, *sheets[place + 1 :]], by_laws)
                    outcome = Outcome(finding.star, finding.to_ministry)
                    found[vote.seat, criterion.code, points_of(new)] = outcome
    return found


@given(subjects(), by_law_choices)
@settings(max_examples=60, deadline=None)
def test_the_quick_way_finds_what_the_councils_rules_find_for_every_single_move(
    subject: Subject, raw: dict[str, Any]
) -> None:
    by_laws = read_by_laws(raw)
    item = _Item(subject.criteria_set, [marks_of(vote) for vote in subject.votes], by_laws)
    quick = {(m.seat, m.criterion, m.new): m.outcome for m in item.moves(subject.votes)}
    assert quick == outcomes_by_brute_force(subject, by_laws)


@given(subjects(), by_law_choices)
@settings(max_examples=40, deadline=None)
def test_leaving_out_is_finding_without_the_sheet(subject: Subject, raw: dict[str, Any]) -> None:
    by_laws = read_by_laws(raw)
    told = {out.seat: out.outcome for out in fragility(subject, by_laws).left_out}
    whole = find(subject.criteria_set, [marks_of(vote) for vote in subject.votes], by_laws)
    for vote in subject.votes if len(subject.votes) > 1 else ():
        rest = [marks_of(v) for v in subject.votes if v is not vote]
        found = find(subject.criteria_set, rest, by_laws)
        same = (found.star, found.to_ministry) == (whole.star, whole.to_ministry)
        assert same == (vote.seat not in told)


@given(st.integers(52, 99), st.integers(2, 6))
@settings(max_examples=30, deadline=None)
def test_members_who_all_think_alike_can_be_left_out_one_by_one(points: int, members: int) -> None:
    sheet = scored(HONEY, points, keep=3)
    assert fragility(subject_of(HONEY, *[sheet] * members), read_by_laws({})).left_out == ()


@given(subjects(), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_the_order_of_members_changes_nothing(subject: Subject, random: Any) -> None:
    votes = list(subject.votes)
    random.shuffle(votes)
    first, again = (fragility(s, read_by_laws({})) for s in (subject, replace(subject, votes=tuple(votes))))
    assert (first.flips, first.changes, first.nearest) == (again.flips, again.changes, again.nearest)
    assert set(first.left_out) == set(again.left_out)


def test_a_star_half_a_point_above_its_band_hangs_on_one_option() -> None:
    sheets = [scored(HONEY, 70, keep=4), scored(HONEY, 70, keep=4), scored(HONEY, 71, keep=4)]
    found = fragility(subject_of(HONEY, *sheets), read_by_laws({}))
    assert (found.average, found.outcome.star, found.band_star) == ("70.33", 4, 4)
    assert found.to_band == pytest.approx(0.33)
    assert found.flips > 0
    assert found.nearest is not None
    assert found.nearest.outcome.star == 3


def test_a_star_far_from_every_band_and_minimum_hangs_on_nothing() -> None:
    sheet = {**best(HONEY), "12": 0, "7": 0, "4.3": 0, "3.2": 0}
    found = fragility(subject_of(HONEY, *[sheet] * 9), read_by_laws({"minimums_by": "majority"}))
    assert (found.flips, found.left_out, found.nearest, found.is_fragile) == (0, (), None, False)
    assert found.changes > 200


def test_the_nearest_change_is_the_one_towards_the_other_members() -> None:
    lone = {**best(HONEY), "5.1": 3}
    found = fragility(subject_of(HONEY, best(HONEY), best(HONEY), lone, lone), read_by_laws({}))
    assert found.nearest is not None
    assert found.nearest.criterion == "5.1"
    assert {found.nearest.old, found.nearest.new} == {3, 5}


def test_an_option_moves_one_step_and_stays_in_its_case() -> None:
    assert neighbours(HONEY.by_code["4.1"], 3) == [2, 5]
    assert neighbours(HONEY.by_code["4.1"], 0) == [1]
    tourism = criteria_set("QD26-2026", 26)
    assert tourism
    cased = next(c for c in tourism.criteria if c.cases)
    key = cased.cases[0].key
    assert all(isinstance(choice, tuple) and choice[0] == key for choice in neighbours(cased, (key, 0)))
    assert neighbours(cased, 0) == []


def test_what_no_longer_applies_falls_away_with_the_move() -> None:
    story = HONEY.by_code["5.1"]
    moved = moved_sheet(HONEY, Marks({**best(HONEY), "5.1": 1}), story, 0)
    assert moved is not None
    assert points_of(moved.choices.get("5.2", 0)) == 0
    assert rate(HONEY, moved.choices).points == 100 - story.max - HONEY.by_code["5.2"].max


@pytest.mark.parametrize(
    ("points", "way", "star"), [("69.50", "-0.50", 4), ("50", "0", 3), ("88", "-2", 5), ("61", "-9", 4)]
)
def test_the_way_to_the_nearest_band_is_told_with_its_sign(points: str, way: str, star: int) -> None:
    assert to_band(HONEY, Decimal(points)) == (Decimal(way), star)
