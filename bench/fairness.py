"""The fairness report of a council day, 117 items by 9 members; its floor is the bare finding of every item once."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from bench.line import Line
from ocop.councils.rules import find
from ocop.councils.rules.fairness.assembling import fairness_report
from ocop.councils.rules.fairness.fragility import marks_of
from ocop.councils.rules.fairness.panel import Panel
from ocop.councils.rules.fairness.plans import Bias, Plan
from ocop.councils.rules.fairness.simulate import simulated_panel
from ocop.criteria.rules import CURRENT, criteria_sets

ITEMS, MEMBERS = 117, 9


def lines() -> Iterator[Line]:
    """One line: seconds for the whole report, over all sets of the law."""
    sets = criteria_sets(CURRENT)
    panel = simulated_panel(Plan(items=ITEMS, members=MEMBERS, bias=Bias(severity=-6)), sets, seed=1)
    _found_once(panel)  # tables of the criteria are made once for each process, not for each report
    began = perf_counter()
    _found_once(panel)
    floor = perf_counter() - began
    began = perf_counter()
    fairness_report(panel)
    yield Line("councils.fairness_report", perf_counter() - began, "s", "lower", floor)


def _found_once(panel: Panel) -> None:
    for subject in panel.subjects:
        find(subject.criteria_set, [marks_of(vote) for vote in subject.votes], panel.by_laws)
