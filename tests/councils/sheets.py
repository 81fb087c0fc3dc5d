"""Sheets for tests: the best one, and one with given points."""

from __future__ import annotations

from ocop.criteria.rules import Choice, CriteriaSet, criteria_set, points_of

_found = criteria_set("QD26-2026", 4)
assert _found is not None
HONEY: CriteriaSet = _found


def best(criteria: CriteriaSet) -> dict[str, Choice]:
    """Every criterion at its highest option."""
    return {c.code: max(c.points) for c in criteria.criteria}


def scored(criteria: CriteriaSet, wanted: int) -> dict[str, Choice]:
    """The best sheet, lowered (from its end, one option at a time) to exactly `wanted` points."""
    sheet = best(criteria)
    steps = [(c.code, p) for c in criteria.criteria[::-1] for p in sorted(c.points, reverse=True)]
    tried: list[tuple[str, Choice]] = []
    for code, points in steps:
        over = sum(map(points_of, sheet.values())) - wanted
        if over <= 0:
            break
        if points_of(sheet[code]) - points <= over:
            tried.append((code, sheet[code]))
            sheet[code] = points
    return sheet
