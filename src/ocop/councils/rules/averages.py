"""Arithmetic of sheets: exact until the one rounding that the by-laws name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ocop.criteria.rules import Choice, CriteriaSet, points_of

from .bylaws import ByLaws

_FEWEST_TO_DROP = 3


def average(points: Sequence[int], by_laws: ByLaws) -> Decimal:
    """The council's points, rounded half up; the band is judged on this number, which the minutes show."""
    ordered = sorted(points)
    if not ordered:
        raise ValueError("no sheet, no average")
    if by_laws.average == "median":
        return rounded(_median(ordered), by_laws.decimals)
    if by_laws.average == "drop_extremes" and len(ordered) >= _FEWEST_TO_DROP:
        ordered = ordered[1:-1]
    return rounded(Fraction(sum(ordered), len(ordered)), by_laws.decimals)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up, as people round on paper: 69,995 becomes 70,00."""
    step = 10**decimals
    whole, rest = divmod(value.numerator * step, value.denominator)
    units = whole + (1 if 2 * rest >= value.denominator else 0)
    return Decimal(units).scaleb(-decimals)


def spread(points: Sequence[int]) -> int:
    return max(points) - min(points) if points else 0


def majority_choices(criteria_set: CriteriaSet, sheets: Sequence[Mapping[str, Choice]]) -> dict[str, Choice]:
    """The option most members chose, the lower one on a tie; what then no longer applies counts as 0."""
    chosen: dict[str, Choice] = {}
    for criterion in criteria_set.criteria:
        counted = Counter(sheet.get(criterion.code, 0) for sheet in sheets)
        chosen[criterion.code] = min(counted, key=lambda choice: (-counted[choice], points_of(choice), str(choice)))
    for criterion in criteria_set.criteria:
        condition = criterion.applies_if
        if condition and points_of(chosen[condition.code]) <= condition.above:
            chosen[criterion.code] = 0
    return chosen


def _median(ordered: Sequence[int]) -> Fraction:
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)
