"""Sheets for tests: the best one, and one with given points."""

from __future__ import annotations

from ocop.criteria.rules import Choice, CriteriaSet, criteria_set, points_of

_found = criteria_set("QD26-2026", 4)
assert _found is not None
HONEY: CriteriaSet = _found


def best(criteria: CriteriaSet) -> dict[str, Choice]:
    """Every criterion at its highest option."""
    return {c.code: max(c.points) for c in criteria.criteria}


def scored(criteria: CriteriaSet, wanted: int, keep: int = 0) -> dict[str, Choice]:
    """The best sheet, lowered from its end to exactly `wanted` points; the minimums of star `keep` still hold."""
    sheet = best(criteria)
    floors = {m.criterion: m.need for m in criteria.minimums if m.star <= keep}
    for criterion in criteria.criteria[::-1]:
        for points in sorted(criterion.points, reverse=True):
            over = sum(map(points_of, sheet.values())) - wanted
            if over <= 0:
                return sheet
            lowered = points_of(sheet[criterion.code]) - points
            if floors.get(criterion.code, 0) <= points and lowered <= over:
                sheet[criterion.code] = points
    return sheet
