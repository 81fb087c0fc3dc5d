"""The spread rule: when sheets lie too far apart, and which criteria make it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocop.criteria.rules import Choice, CriteriaSet, points_of

from .bylaws import ByLaws

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Cause:
    """A criterion on which the highest and the lowest sheet differ, and by how much all sheets do."""

    criterion: str
    title: str
    between: int
    range: int


def spread_fires(by_laws: ByLaws, spread: int) -> bool:
    """More than the by-laws' points between the highest and the lowest total: at the limit it rests."""
    return by_laws.spread_rule != "off" and spread > by_laws.spread_points


def spread_causes(criteria_set: CriteriaSet, sheets: Sequence[Mapping[str, Choice]]) -> tuple[Cause, ...]:
    """The criteria that part the highest sheet from the lowest, the heaviest first; at most three."""
    if len(sheets) < 2:
        return ()
    totals = [sum(map(points_of, sheet.values())) for sheet in sheets]
    high, low = sheets[totals.index(max(totals))], sheets[totals.index(min(totals))]
    found = []
    for criterion in criteria_set.criteria:
        given = [points_of(sheet.get(criterion.code, 0)) for sheet in sheets]
        between = points_of(high.get(criterion.code, 0)) - points_of(low.get(criterion.code, 0))
        if between > 0:
            found.append(Cause(criterion.code, criterion.title, between, max(given) - min(given)))
    found.sort(key=lambda cause: (-cause.between, -cause.range))
    return tuple(found[:MOST_NAMED])
