"""Habits planted in simulated panels are found, and innocent panels are left in peace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocop.councils.rules.fairness.assembling import fairness_report
from ocop.councils.rules.fairness.habits import habits
from ocop.councils.rules.fairness.limits import limits
from ocop.councils.rules.fairness.panel import Panel
from ocop.councils.rules.fairness.plans import MEMBER, Bias, Plan
from ocop.councils.rules.fairness.report import MemberHabits
from ocop.councils.rules.fairness.simulate import simulated_panel
from ocop.councils.rules.fairness.tables import tables

from .sheets import HONEY

ALONE = [HONEY]


def habits_of(panel: Panel) -> dict[int, MemberHabits]:
    return {told.seat: told for told in habits(tables(panel), panel.seats, limits())}


def test_severity_is_the_least_squares_effect_against_the_middle_of_the_council() -> None:
    """Against numpy's own least squares on the full dummy design, with missing cells."""
    panel = simulated_panel(Plan(items=14, members=5, absent=0.2, bias=Bias(severity=-5)), ALONE, 11)
    table = tables(panel)
    rows, columns = np.nonzero(table.scored)
    places = table.order[rows, columns]
    design = np.zeros((len(rows), 14 + 10))
    design[np.arange(len(rows)), rows] = 1
    design[np.arange(len(rows)), 14 + columns] = 1
    design[np.arange(len(rows)), 19 + columns] = places
    # The drift that all share is not to be told from the items: it is held at zero here as there.
    pinned = np.zeros((2, 24))
    pinned[0, 14:19], pinned[1, 19:] = 1000, 1000
    right = np.concatenate([table.totals[rows, columns], [0, 0]])
    fitted = np.linalg.lstsq(np.vstack([design, pinned]), right, rcond=None)[0]
    told = habits_of(panel)
    for at, question in ((14, "severity"), (19, "drift")):
        effects = fitted[at : at + 5] - np.median(fitted[at : at + 5])
        assert [getattr(told[seat], question).value for seat in range(5)] == pytest.approx(effects.tolist(), abs=1e-6)


def test_one_severe_member_does_not_make_the_others_look_lenient() -> None:
    clean, biased = (
        habits_of(simulated_panel(Plan(items=40, bias=Bias(severity=severity)), ALONE, 5)) for severity in (0, -10)
    )
    severity = biased[MEMBER].severity
    assert severity is not None
    assert severity.said
    assert severity.wide_high < -2
    for seat in set(clean) - {MEMBER}:
        before, after = clean[seat].severity, biased[seat].severity
        assert before is not None and after is not None
        assert after.value == pytest.approx(before.value, abs=1.5)
        assert not after.said


@pytest.mark.parametrize(
    ("bias", "question"),
    [
        (Bias(severity=-8), "severity"), (Bias(severity=8), "severity"), (Bias(drift=-18), "drift"),
        (Bias(halo=14), "halo"), (Bias(careless=3), "noise"),
    ],
)  # fmt: skip
def test_a_strong_planted_bias_is_said_aloud_of_that_member(bias: Bias, question: str) -> None:
    told = habits_of(simulated_panel(Plan(items=60, bias=bias), ALONE, 2))
    assert [seat for seat, habit in told.items() if getattr(habit, question).said] == [MEMBER]


def test_thin_data_say_nothing_of_anybody() -> None:
    told = habits_of(simulated_panel(Plan(items=limits().least_items - 1, bias=Bias(severity=-30)), ALONE, 1))
    assert all(habit.severity is None and habit.halo is None for habit in told.values())


def test_a_member_with_few_sheets_is_named_without_a_habit_while_the_others_keep_theirs() -> None:
    panel = simulated_panel(Plan(items=20), ALONE, 1)
    subjects = tuple(
        replace(subject, votes=tuple(v for v in subject.votes if v.seat or place < 3))
        for place, subject in enumerate(panel.subjects)
    )
    told = habits_of(Panel(subjects, panel.by_laws))
    assert (told[0].sheets, told[0].severity) == (3, None)
    assert told[1].severity is not None


def test_two_separate_councils_in_one_sitting_are_not_compared() -> None:
    """Half the members scored the first items, the other half the rest: severity cannot be told from quality."""
    panel = simulated_panel(Plan(items=30, members=6, absent=0), ALONE, 1)
    subjects = tuple(
        replace(s, votes=tuple(v for v in s.votes if (v.seat < 3) == (place < 15)))
        for place, s in enumerate(panel.subjects)
    )
    assert all(habit.severity is None for habit in habits_of(Panel(subjects, panel.by_laws)).values())


def test_the_same_sheets_give_the_same_report_to_the_last_digit() -> None:
    panel = simulated_panel(Plan(items=12), ALONE, 4)
    assert fairness_report(panel) == fairness_report(panel)


def test_a_report_without_sheets_says_nothing_and_does_not_fall_over() -> None:
    empty = Panel((), simulated_panel(Plan(items=1), ALONE, 1).by_laws)
    found = fairness_report(empty)
    assert (found.items, found.habits, found.fragility, found.icc) == (0, (), (), None)
    one = fairness_report(simulated_panel(Plan(items=1, members=4), ALONE, 1))
    assert one.totals.interval is None
    assert len(one.fragility) == 1


def test_the_whole_councils_drift_is_told_only_against_the_advisors() -> None:
    panel = simulated_panel(Plan(items=40), ALONE, 8)
    table = tables(panel)
    assert fairness_report(panel).panel_drift is None
    steady = [float(np.nanmean(row)) for row in table.totals]
    rising = [round(points - 12 * (place / 39 - 0.5)) for place, points in enumerate(steady)]
    planted = tuple(replace(s, advised=points) for s, points in zip(panel.subjects, rising, strict=True))
    found = fairness_report(Panel(planted, panel.by_laws)).panel_drift
    assert found is not None
    assert found.said
    assert found.value == pytest.approx(12, abs=1)
