"""What the council found on one item: average, stars, gates, and whether it goes to the ministry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ocop.criteria.rules import BEST_STAR, Blocker, Choice, CriteriaSet, Rating, Tripped, points_of, rate, star_of

from .averages import average, majority_choices, rounded, spread
from .bylaws import ByLaws

# QĐ 26/2026 Điều 3 and 7: three and four stars are the province's; from 90 points the ministry is asked.
PROVINCE_BEST_STAR = 4
MINISTRY_POINTS = 90
_DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Marks:
    """One valid sheet: its choices, and the gates its member named."""

    choices: Mapping[str, Choice]
    disqualified: tuple[str, ...] = ()
    of_chair: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    sheets: int
    average: Decimal
    spread: int
    star_by_points: int
    star_by_minimums: int
    star: int | None
    to_ministry: bool
    blockers: tuple[Blocker, ...]
    gates: tuple[Tripped, ...]


def find(criteria_set: CriteriaSet, sheets: Sequence[Marks], by_laws: ByLaws) -> Finding:
    """The result of an item's valid sheets; `star` is what the province may give, never more than four."""
    sheets = counted_sheets(criteria_set, sheets, by_laws)
    ratings = [rate(criteria_set, sheet.choices, sheet.disqualified) for sheet in sheets]
    mean = average([rating.points for rating in ratings], by_laws)
    have = _standing(criteria_set, [rating.choices for rating in ratings], by_laws.minimums_by)
    missed = [m for m in criteria_set.minimums if have[m.criterion] < m.need]
    by_minimums = min((m.star for m in missed), default=BEST_STAR + 1) - 1
    named = [
        {*sheet.disqualified, *(g.criterion for g in rating.gates if g.criterion != _DOSSIER)}
        for sheet, rating in zip(sheets, ratings, strict=True)
    ]
    gates = _gates(criteria_set, named, by_laws.gates_by)
    stars = star_of(criteria_set.regime, mean, by_minimums, bool(gates))
    by_points = stars.star_by_points or 1
    ministry = _asks_ministry(by_laws, mean, by_minimums, stars.star)
    return Finding(
        sheets=len(sheets),
        average=mean,
        spread=spread([rating.points for rating in ratings]),
        star_by_points=by_points,
        star_by_minimums=by_minimums,
        star=None if stars.star is None else min(stars.star, PROVINCE_BEST_STAR),
        to_ministry=ministry,
        blockers=tuple(
            Blocker(m.star, m.criterion, int(have[m.criterion]), m.need) for m in missed if m.star <= by_points
        ),
        gates=gates,
    )


def counted_sheets(criteria_set: CriteriaSet, sheets: Sequence[Marks], by_laws: ByLaws) -> Sequence[Marks]:
    """All of them; where the chair only breaks ties, the chair's only when the others are even."""
    if by_laws.chair_votes == "yes":
        return sheets
    others = [sheet for sheet in sheets if not sheet.of_chair]
    wanted = not others or (by_laws.chair_votes == "ties" and has_tie(criteria_set, others, by_laws))
    return sheets if wanted else others


def has_tie(criteria_set: CriteriaSet, sheets: Sequence[Marks], by_laws: ByLaws) -> bool:
    """Whether the sheets are even on something that their majority decides: a gate, or a minimum's criterion."""
    ratings = [rate(criteria_set, sheet.choices, sheet.disqualified) for sheet in sheets]
    if by_laws.gates_by == "majority" and any(2 * n == len(sheets) for n in Counter(_named(sheets, ratings)).values()):
        return True
    if by_laws.minimums_by != "majority":
        return False
    for code in {minimum.criterion for minimum in criteria_set.minimums}:
        top = Counter(points_of(rating.choices.get(code, 0)) for rating in ratings).most_common(2)
        if len(top) == 2 and top[0][1] == top[1][1]:
            return True
    return False


def _named(sheets: Sequence[Marks], ratings: Sequence[Rating]) -> list[str]:
    found = [
        {*sheet.disqualified, *(g.criterion for g in rating.gates if g.criterion != _DOSSIER)}
        for sheet, rating in zip(sheets, ratings, strict=True)
    ]
    return [name for names in found for name in names]


def _asks_ministry(by_laws: ByLaws, mean: Decimal, by_minimums: int, star: int | None) -> bool:
    """By points alone, as Điều 7 reads; a product below three stars by its minimums is never proposed."""
    if star is None or star < 3 or mean < MINISTRY_POINTS:
        return False
    return by_laws.ministry_by == "points" or by_minimums == BEST_STAR


def _standing(criteria_set: CriteriaSet, sheets: Sequence[Mapping[str, Choice]], rule: str) -> dict[str, Fraction]:
    """The points at each criterion that the minimum conditions are judged on."""
    if rule == "majority":
        chosen = majority_choices(criteria_set, sheets)
        return {code: Fraction(points_of(choice)) for code, choice in chosen.items()}
    columns = {c.code: [points_of(sheet.get(c.code, 0)) for sheet in sheets] for c in criteria_set.criteria}
    if rule == "each":
        return {code: Fraction(min(points)) for code, points in columns.items()}
    return {code: Fraction(rounded(Fraction(sum(p), len(p)), 2)) for code, p in columns.items()}


def _gates(criteria_set: CriteriaSet, named: Sequence[set[str]], rule: str) -> tuple[Tripped, ...]:
    votes = Counter(name for names in named for name in names)
    held = [name for name, count in votes.items() if rule == "any" or 2 * count > len(named)]
    reasons = {f"{_DOSSIER}:{d.key}": d.reason for d in criteria_set.disqualifiers}
    found = []
    for name in sorted(held):
        if name in criteria_set.gates:
            gate = criteria_set.gates[name]
            found.append(Tripped(name, gate.kind, gate.reason))
        else:
            found.append(Tripped(_DOSSIER, "reject", reasons.get(name, "Hồ sơ bị loại")))
    return tuple(found)
