"""The whole report of a panel, in one call."""

from __future__ import annotations

import numpy as np

from .agreement import Floats, agreement, icc, item_draws
from .fragility import fragility
from .habits import habits, panel_drift
from .limits import Limits, limits
from .panel import Panel
from .report import METHOD, Agreement, CriterionAgreement, Fairness
from .tables import Tables, tables


def fairness_report(panel: Panel, given: Limits | None = None) -> Fairness:
    """Báo cáo công bằng: deterministic; the same sheets under the same limits give the same report to the last digit."""
    bounds = given or limits()
    first = tables(panel)
    draws = item_draws(max(len(panel.subjects), 1), bounds.resamples, bounds.seed)
    return Fairness(
        method=METHOD,
        items=len(panel.subjects),
        members=len(panel.seats),
        sheets=int(first.scored.sum()),
        second_rounds=panel.second_rounds,
        totals=agreement(first.totals, draws, bounds.least_items),
        after_discussion=_after(panel, draws, bounds),
        icc=icc(first.totals, draws, bounds.least_items),
        criteria=_criteria(first, bounds),
        habits=habits(first, panel.seats, bounds),
        panel_drift=panel_drift(first, _advised(panel), bounds),
        fragility=tuple(fragility(subject, panel.by_laws) for subject in panel.subjects if subject.votes),
    )


def _after(panel: Panel, draws: Floats, bounds: Limits) -> Agreement | None:
    """How far the sheets agree once a second round was held; None where none was."""
    if not panel.second_rounds:
        return None
    return agreement(tables(panel, final=True).totals, draws, bounds.least_items)


def _criteria(table: Tables, bounds: Limits) -> tuple[CriterionAgreement, ...]:
    found = []
    for index, known in enumerate(table.known):
        values = table.of_criterion(index)
        drawn = item_draws(len(values), bounds.resamples, bounds.seed)
        agreed = agreement(values, drawn, bounds.least_items)
        found.append(CriterionAgreement(known.key, known.code, known.title, known.max, agreed))
    return tuple(found)


def _advised(panel: Panel) -> Floats:
    return np.array([np.nan if s.advised is None else float(s.advised) for s in panel.subjects])
