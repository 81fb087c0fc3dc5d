"""A member's try beside the agreed answer: criterion by criterion, and how severe it was on the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocop.criteria.rules import CriteriaSet, Criterion

from .sheets import points_in

# Fewer tries than this would let a sum be taken apart again.
FEWEST_TO_SUM = 3
# Points over the whole sheet within which nobody is called severe or lenient.
_EVEN_POINTS = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """One criterion: own points, the agreed ones, and why."""

    criterion: Criterion
    own: int | None
    agreed: int
    reason: str

    @property
    def difference(self) -> int:
        return (self.own or 0) - self.agreed

    @property
    def words(self) -> str:
        if not self.difference:
            return "khớp"
        return f"cao hơn {self.difference}" if self.difference > 0 else f"thấp hơn {-self.difference}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole try."""

    rows: tuple[Beside, ...]

    @property
    def matching(self) -> int:
        return sum(not row.difference for row in self.rows)

    @property
    def difference(self) -> int:
        return sum(row.difference for row in self.rows)

    @property
    def severity(self) -> str:
        if abs(self.difference) <= _EVEN_POINTS:
            return "Bạn chấm sát mức thống nhất."
        if self.difference > 0:
            return f"Bạn chấm rộng hơn mức thống nhất {self.difference} điểm trên cả phiếu."
        return f"Bạn chấm chặt hơn mức thống nhất {-self.difference} điểm trên cả phiếu."


@dataclass(frozen=True, slots=True)
class Share:
    """How the group did on one criterion: whole numbers over the group, nobody's own."""

    criterion: Criterion
    agreed: int
    matching: int
    tries: int
    above: int
    below: int

    @property
    def share(self) -> float:
        return self.matching / self.tries


def compare(
    criteria_set: CriteriaSet, own: Mapping[str, Any], agreed: Mapping[str, Any], reasons: Mapping[str, str]
) -> Comparison:
    return Comparison(
        tuple(
            Beside(c, points_in(own.get(c.code)), points_in(agreed.get(c.code)) or 0, reasons.get(c.code, ""))
            for c in criteria_set.criteria
        )
    )


def shares(criteria_set: CriteriaSet, tries: Sequence[Mapping[str, Any]], agreed: Mapping[str, Any]) -> list[Share]:
    """Worst agreement first; empty while fewer than `FEWEST_TO_SUM` have finished."""
    if len(tries) < FEWEST_TO_SUM:
        return []
    found = []
    for criterion in criteria_set.criteria:
        target = points_in(agreed.get(criterion.code)) or 0
        given = [points_in(one.get(criterion.code)) or 0 for one in tries]
        above, below = sum(g > target for g in given), sum(g < target for g in given)
        found.append(Share(criterion, target, len(given) - above - below, len(given), above, below))
    return sorted(found, key=lambda share: share.share)
