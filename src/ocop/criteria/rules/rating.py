"""The star of a product: points, minimums and gates, by tables made once for each set.

Each answer is one row: its points packed by part, the minimums it misses as bits (lowest star in the lowest
bits), the gates it trips as bits. A rating is then one addition and two ors for each criterion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import cast

from ocop.journal.rules import Reason, Refused

from .choices import DOSSIER, Choice, condition_missed, disqualifications, points_of, sift
from .nouns import BEST_STAR, CriteriaSet, Criterion, Minimum, Regime

_PART_BITS = 10
_PART_MASK = (1 << _PART_BITS) - 1
Row = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Blocker:
    """A minimum that is missed: `star` needs `need` points at `criterion`, there are `have`."""

    star: int
    criterion: str
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class Tripped:
    """A gate that holds; `criterion` is a code, or `dossier`."""

    criterion: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rating:
    criteria_set: CriteriaSet
    choices: Mapping[str, Choice]
    points: int
    parts: Mapping[str, int]
    star_by_points: int
    star_by_minimums: int
    star: int | None
    complete: bool
    blockers: tuple[Blocker, ...]
    gates: tuple[Tripped, ...]
    missed: int

    @property
    def recognised(self) -> bool:
        """Enough for a decision and a certificate."""
        least = self.criteria_set.regime.certified_from
        return self.star is not None and least is not None and self.star >= least


@dataclass(frozen=True, slots=True)
class Stars:
    star_by_points: int | None
    star_by_minimums: int
    star: int | None


@dataclass(frozen=True, slots=True)
class NextStar:
    """What stands between a rating and the next star that is recognised."""

    star: int
    points_needed: int
    points_short: int
    blockers: tuple[Blocker, ...]
    gates: tuple[Tripped, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    rows: Mapping[str, Mapping[object, Row]]
    part_codes: tuple[str, ...]
    minimums: tuple[Minimum, ...]
    below: tuple[int, ...]
    up_to_star: Mapping[int, int]
    star_of: tuple[int, ...]
    tripping: tuple[str, ...]
    conditional: tuple[Criterion, ...]


def rate(criteria_set: CriteriaSet, choices: Mapping[str, object], disqualified: Iterable[str] = ()) -> Rating:
    """Chấm sao: raises `Refused` with one reason per impossible choice. A criterion left out counts as 0."""
    named = tuple(disqualified)
    sound, packed, missed, trips = _sound_sums(criteria_set, choices, named)
    table = _table(criteria_set)
    complete = True
    if len(sound) < len(table.rows):
        for criterion in criteria_set.criteria:
            if criterion.code not in sound:
                missed |= table.rows[criterion.code][0][1]
                complete = complete and not _applies(criterion, sound)
    parts = {code: (packed >> (index * _PART_BITS)) & _PART_MASK for index, code in enumerate(table.part_codes)}
    points = sum(parts.values())
    by_points = table.star_of[points]
    by_minimums = _star_by_minimums(table, missed)
    gates = _gates(criteria_set, table, trips, named) if trips or named else ()
    return Rating(
        criteria_set, sound, points, parts, by_points, by_minimums,
        None if gates else min(by_points, by_minimums), complete,
        _blockers(table, missed & table.up_to_star[by_points], sound) if missed else (), gates, missed,
    )  # fmt: skip


def star_of(regime: Regime, average: Decimal, star_by_minimums: int, gated: bool = False) -> Stars:
    """The star of a council: the band of its average, held down by the minimum conditions and by any gate."""
    by_points = regime.star_by_points(average)
    star = None if gated or by_points is None else min(by_points, star_by_minimums)
    return Stars(by_points, star_by_minimums, star)


def next_star_obstacles(rating: Rating) -> NextStar | None:
    """What is missing for the next recognised star; None when there is none above."""
    regime = rating.criteria_set.regime
    reached = min(rating.star_by_points, rating.star_by_minimums)
    if reached == BEST_STAR and not rating.gates:
        return None
    star = min(BEST_STAR, max(reached + 1, regime.certified_from or 0))
    return obstacles_to(rating, star)


def obstacles_to(rating: Rating, star: int) -> NextStar:
    table = _table(rating.criteria_set)
    needed = rating.criteria_set.regime.starts_from(star) or 0
    return NextStar(
        star=star,
        points_needed=needed,
        points_short=max(0, needed - rating.points),
        blockers=_blockers(table, rating.missed & table.up_to_star[star], rating.choices),
        gates=rating.gates,
    )


def _sound_sums(
    criteria_set: CriteriaSet, choices: Mapping[str, object], named: tuple[str, ...]
) -> tuple[Mapping[str, Choice], int, int, int]:
    """Add up as if every choice were sound; look for the faults only when one of them is not."""
    table = _table(criteria_set)
    sums = _add_up(table, choices)
    reasons = disqualifications(criteria_set, named) if named else []
    whole = cast("Mapping[str, Choice]", choices)
    if sums is not None and not reasons and not any(condition_missed(c, whole) for c in table.conditional):
        return dict(whole), *sums
    sifted = sift(criteria_set, choices)
    Refused.unless_clear(sifted.reasons, reasons)
    again = _add_up(table, sifted.choices, cased=True)
    if again is None:
        raise Refused(Reason("Lựa chọn không đọc được. Hãy chọn lại.", "choices", "unreadable"))
    return sifted.choices, *again


def _add_up(table: _Table, choices: Mapping[str, object], cased: bool = False) -> Row | None:
    packed = missed = trips = 0
    rows = table.rows
    try:
        for code, choice in choices.items():
            if type(choice) is not int and not cased:
                return None
            points, misses, tripped = rows[code][choice]
            packed += points
            missed |= misses
            trips |= tripped
    except (KeyError, TypeError):
        return None
    return packed, missed, trips


def _star_by_minimums(table: _Table, missed: int) -> int:
    """The lowest missed bit belongs to the lowest star that is missed."""
    return table.below[(missed & -missed).bit_length() - 1] if missed else BEST_STAR


def _applies(criterion: Criterion, choices: Mapping[str, Choice]) -> bool:
    condition = criterion.applies_if
    return condition is None or points_of(choices.get(condition.code, 0)) > condition.above


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _blockers(table: _Table, missed: int, choices: Mapping[str, Choice]) -> tuple[Blocker, ...]:
    minimums = (table.minimums[bit] for bit in _bits(missed))
    return tuple(
        Blocker(minimum.star, minimum.criterion, points_of(choices.get(minimum.criterion, 0)), minimum.need)
        for minimum in minimums
    )


def _gates(criteria_set: CriteriaSet, table: _Table, trips: int, named: Iterable[str]) -> tuple[Tripped, ...]:
    codes = [table.tripping[bit] for bit in _bits(trips)]
    found: dict[str, Tripped] = {}
    for code in (*codes, *(name for name in named if not name.startswith(DOSSIER))):
        gate = criteria_set.gates[code]
        found[code] = Tripped(code, gate.kind, gate.reason)
    reasons = {f"{DOSSIER}:{d.key}": d.reason for d in criteria_set.disqualifiers}
    for name in named:
        if name.startswith(DOSSIER):
            found[name] = Tripped(DOSSIER, "reject", reasons.get(name, "Hồ sơ bị loại"))
    return tuple(found.values())


@cache
def _table(criteria_set: CriteriaSet) -> _Table:
    minimums = criteria_set.minimums
    tripping = tuple(dict.fromkeys(code for gate in criteria_set.gates.values() for code in gate.zero_at))
    shift = {
        criterion.code: index * _PART_BITS
        for index, part in enumerate(criteria_set.parts)
        for criterion in part.criteria
    }
    return _Table(
        rows={c.code: _rows(c, shift[c.code], minimums, tripping) for c in criteria_set.criteria},
        part_codes=tuple(part.code for part in criteria_set.parts),
        minimums=minimums,
        below=tuple(minimum.star - 1 for minimum in minimums),
        up_to_star={
            star: sum(1 << bit for bit, minimum in enumerate(minimums) if minimum.star <= star)
            for star in range(1, BEST_STAR + 1)
        },
        star_of=tuple(criteria_set.regime.star_by_points(points) or 1 for points in range(101)),
        tripping=tripping,
        conditional=tuple(c for c in criteria_set.criteria if c.applies_if),
    )


def _rows(
    criterion: Criterion, shift: int, minimums: tuple[Minimum, ...], tripping: tuple[str, ...]
) -> dict[object, Row]:
    def row(points: int) -> Row:
        missed = sum(1 << bit for bit, m in enumerate(minimums) if m.criterion == criterion.code and points < m.need)
        trips = 1 << tripping.index(criterion.code) if points == 0 and criterion.code in tripping else 0
        return points << shift, missed, trips

    if not criterion.cases:
        return {points: row(points) for points in criterion.points}
    cased: dict[object, Row] = {
        (case.key, points): row(points)
        for case in criterion.cases
        for points in (0, *(option.points for option in case.options))
    }
    return cased | {0: row(0)}
