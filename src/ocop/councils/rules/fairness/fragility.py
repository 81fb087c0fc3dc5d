"""How little would change a star: one member left out, one option moved up or down; always the council's own rules.

What counts is computed by `councils.rules.find`. Of the hundreds of one-option moves of an item most lead to the same
points band, minimums and gates as others; `find` is asked once for each such meeting and answers for all of them. That
this loses nothing is a property test against `find` on every single move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ocop.criteria.rules import BEST_STAR, Choice, CriteriaSet, Criterion, Tripped, points_of, sift, star_of

from ..averages import average
from ..bylaws import ByLaws
from ..finding import MINISTRY_POINTS, Finding, Marks, find
from .panel import Subject, Vote
from .report import Fragility, LeftOut, Moved, Outcome


def fragility(subject: Subject, by_laws: ByLaws) -> Fragility:
    """Every smallest change of one item, and the one that is nearest to being true."""
    item = _Item(subject.criteria_set, [marks_of(vote) for vote in subject.votes], by_laws)
    moves = list(item.moves(subject.votes))
    flips = [moved for moved in moves if moved.outcome != item.outcome]
    way, star = to_band(subject.criteria_set, item.base.average)
    return Fragility(
        item=subject.item, order=subject.order,
        average=str(item.base.average), outcome=item.outcome,
        star_by_points=item.base.star_by_points, star_by_minimums=item.base.star_by_minimums,
        held_by=tuple(dict.fromkeys(blocker.criterion for blocker in item.base.blockers)), to_band=float(way), band_star=star,
        left_out=tuple(item.left_out(subject.votes)),
        changes=len(moves), flips=len(flips),
        nearest=min(flips, key=lambda moved: _far(subject, moved), default=None),
    )  # fmt: skip


def to_band(criteria_set: CriteriaSet, points: Decimal) -> tuple[Decimal, int]:
    """How far the average is from the nearest start of a band that means something, and that band's star.

    Negative when the average lies below it: 69,5 is −0,5 from four stars.
    """
    starts = [(star, criteria_set.regime.starts_from(star)) for star in (3, 4, 5)]
    ways = [(points - start, star) for star, start in starts if start is not None]
    return min(ways, key=lambda way: abs(way[0]), default=(Decimal(0), 0))


@dataclass(frozen=True, slots=True)
class _Part:
    """What one group of criteria decides by itself: the star its minimums allow, and its gates."""

    least: int
    gates: tuple[Tripped, ...]


class _Item:
    """One item with its sheets, and what was already found of its groups and meetings."""

    def __init__(self, criteria_set: CriteriaSet, sheets: Sequence[Marks], by_laws: ByLaws) -> None:
        self.criteria_set, self.sheets, self.by_laws = criteria_set, sheets, by_laws
        self.base = find(criteria_set, sheets, by_laws)
        self.outcome = _outcome(self.base)
        self.places = [place for place, sheet in enumerate(sheets) if _counts(sheet, sheets, by_laws)]
        self.sums = [_sum(sheet) for sheet in sheets]
        self.groups = _groups(criteria_set)
        self.parts: dict[object, _Part] = {}
        self.bands: dict[object, tuple[int | None, bool]] = {}
        self.outcomes: dict[object, Outcome] = {}
        self.least = {group: self._part(group, sheets).least for group in set(self.groups.values())}

    def left_out(self, votes: Sequence[Vote]) -> Iterator[LeftOut]:
        if len(votes) < 2:
            return
        for place, vote in enumerate(votes):
            rest = [*self.sheets[:place], *self.sheets[place + 1 :]]
            outcome = _outcome(find(self.criteria_set, rest, self.by_laws))
            if outcome != self.outcome:
                yield LeftOut(vote.seat, outcome)

    def moves(self, votes: Sequence[Vote]) -> Iterator[Moved]:
        for place, vote in enumerate(votes):
            for criterion in self.criteria_set.criteria:
                old = self.sheets[place].choices.get(criterion.code, 0)
                for new in neighbours(criterion, old):
                    sheet = moved_sheet(self.criteria_set, self.sheets[place], criterion, new)
                    if sheet is not None:
                        outcome = self._moved(place, criterion.code, sheet)
                        yield Moved(vote.seat, criterion.code, points_of(old), points_of(new), outcome)

    def _moved(self, place: int, code: str, sheet: Marks) -> Outcome:
        """By band, ministry, minimums and gates alone: `find` decides on nothing else."""
        every = [*self.sheets[:place], sheet, *self.sheets[place + 1 :]]
        if _may_break_ties(every, self.by_laws):
            return _outcome(find(self.criteria_set, every, self.by_laws))
        if place not in self.places:
            return self.outcome
        least, gates = self._held(place, code, every)
        meeting = *self._band(place, sheet), least, gates
        if meeting not in self.outcomes:
            self.outcomes[meeting] = _outcome(find(self.criteria_set, every, self.by_laws))
        return self.outcomes[meeting]

    def _band(self, place: int, sheet: Marks) -> tuple[int | None, bool]:
        """The star of the new average's points, and whether the ministry would be asked."""
        change = self.sums[place], _sum(sheet)
        if change not in self.bands:
            points = [change[1] if counted == place else self.sums[counted] for counted in self.places]
            mean = average(points, self.by_laws)
            band = star_of(self.criteria_set.regime, mean, BEST_STAR).star_by_points
            self.bands[change] = band, mean >= MINISTRY_POINTS
        return self.bands[change]

    def _held(self, place: int, code: str, every: Sequence[Marks]) -> tuple[int, tuple[Tripped, ...]]:
        """The star that minimums allow after the move, and the gates that then hold."""
        group = self.groups.get(code)
        if group is None:
            return self.base.star_by_minimums, self.base.gates
        change = group, _row(group, self.sheets[place]), _row(group, every[place])
        if change not in self.parts:
            self.parts[change] = self._part(group, every)
        part = self.parts[change]
        least = min([part.least, *(star for other, star in self.least.items() if other is not group)])
        return least, part.gates if code in _tied(self.criteria_set) else self.base.gates

    def _part(self, group: CriteriaSet, every: Sequence[Marks]) -> _Part:
        """`find` on these criteria alone. Members are exchangeable: who moved does not matter, only from where to where."""
        rows = [_row(group, every[place]) for place in self.places]
        codes = [criterion.code for criterion in group.criteria]
        reduced = [Marks(dict(zip(codes, chosen, strict=True)), named) for chosen, named in rows]
        found = find(group, reduced, self.by_laws)
        return _Part(found.star_by_minimums, found.gates)


def _row(group: CriteriaSet, sheet: Marks) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """What a sheet says of a group; gates are named only of the criteria that are looked at together."""
    choices = tuple(sheet.choices.get(criterion.code, 0) for criterion in group.criteria)
    return choices, sheet.disqualified if group.gates or len(choices) > 1 else ()


def marks_of(vote: Vote) -> Marks:
    return Marks(vote.choices, vote.disqualified, of_chair=vote.of_chair)


def _counts(sheet: Marks, sheets: Sequence[Marks], by_laws: ByLaws) -> bool:
    """Whether `find` looks at this sheet whatever it says: all of them, but a chair's where the chair has no vote."""
    alone = all(other.of_chair for other in sheets)
    return by_laws.chair_votes == "yes" or not sheet.of_chair or alone


def _may_break_ties(sheets: Sequence[Marks], by_laws: ByLaws) -> bool:
    """Then which sheets count hangs on what they say, and only `find` itself can tell."""
    return by_laws.chair_votes == "ties" and any(sheet.of_chair for sheet in sheets)


def neighbours(criterion: Criterion, choice: Choice) -> list[Choice]:
    """The options just below and just above, within the same case."""
    case = None if isinstance(choice, int) else criterion.case(choice[0])
    if criterion.cases and case is None:
        return []  # a bare 0 belongs to no case: nobody knows which ladder it stands on
    ladder = sorted({0, *(o.points for o in case.options)}) if case else criterion.points
    place = ladder.index(points_of(choice))
    points = ladder[max(place - 1, 0) : place] + ladder[place + 1 : place + 2]
    return [(case.key, p) for p in points] if case else list(points)


def moved_sheet(criteria_set: CriteriaSet, sheet: Marks, criterion: Criterion, new: Choice) -> Marks | None:
    """The sheet after one move; what no longer applies falls away, as it does for a member. None if refused."""
    choices: Mapping[str, Choice] = {**sheet.choices, criterion.code: new}
    if criterion.code in _tied(criteria_set):
        choices = sift(criteria_set, choices).choices
    return replace(sheet, choices=choices) if criterion.code in choices else None


@cache
def _tied(criteria_set: CriteriaSet) -> frozenset[str]:
    """Criteria that must be looked at together: gates hang on them, or one applies only if another has points."""
    gated = {*criteria_set.gates, *(code for gate in criteria_set.gates.values() for code in gate.zero_at)}
    conditions = {(c.code, c.applies_if.code) for c in criteria_set.criteria if c.applies_if}
    return frozenset(gated.union(*conditions))


@cache
def _groups(criteria_set: CriteriaSet) -> Mapping[str, CriteriaSet]:
    """The set cut down to what a move can touch: the tied criteria together, every other that has a minimum alone."""
    tied = _tied(criteria_set)
    judged = {minimum.criterion for minimum in criteria_set.minimums} - tied
    together = _only(criteria_set, tied)
    return dict.fromkeys(tied, together) | {code: _only(criteria_set, {code}) for code in judged}


def _only(criteria_set: CriteriaSet, codes: Set[str]) -> CriteriaSet:
    """The set with these criteria and nothing else; whatever else it says of itself stays."""
    parts = []
    for part in criteria_set.parts:
        sections = [replace(s, criteria=tuple(c for c in s.criteria if c.code in codes)) for s in part.sections]
        parts.append(replace(part, sections=tuple(sections)))
    return replace(criteria_set, parts=tuple(parts))


def _sum(sheet: Marks) -> int:
    return sum(map(points_of, sheet.choices.values()))


def _outcome(found: Finding) -> Outcome:
    return Outcome(found.star, found.to_ministry)


def _far(subject: Subject, moved: Moved) -> tuple[float, int, int]:
    """A move towards what the other members chose is nearer than one away from them; then the smaller step."""
    others = [points_of(v.choices.get(moved.criterion, 0)) for v in subject.votes if v.seat != moved.seat]
    middle = sum(others) / len(others) if others else moved.old
    return abs(moved.new - middle), abs(moved.new - moved.old), moved.seat
