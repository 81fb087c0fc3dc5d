"""The nouns of a rating law: regime, set, part, section, criterion, option, gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

Recogniser = Literal["district", "province", "ministry", "central"]
Filing = Literal["first", "upgrade", "renewal"]
BEST_STAR = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its points, and the star (3–5) that asks for at least this answer."""

    points: int
    label: str
    star: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One of the two cases of a criterion in set 26; the assessor picks the case first."""

    key: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """A stop that no points outweigh; `zero_at` names the criteria whose 0 trips it by itself."""

    key: str
    kind: str
    reason: str
    zero_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A criterion counts only when criterion `code` has more than `above` points."""

    code: str
    above: int

    def __str__(self) -> str:
        return f"{self.code} > {self.above}"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading between section and criterion, such as 6.1 in the tea set."""

    code: str
    title: str
    max: int


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    key: str
    title: str
    note: str
    options: tuple[Option, ...]
    cases: tuple[Case, ...]
    gate: Gate | None
    applies_if: Condition | None
    group: Group | None
    law: str

    @property
    def max(self) -> int:
        return max(option.points for option in self.every_option)

    @property
    def every_option(self) -> tuple[Option, ...]:
        return self.options or tuple(option for case in self.cases for option in case.options)

    @property
    def points(self) -> list[int]:
        """The points that may be chosen; 0 ("none applies") always may."""
        return sorted({0, *(option.points for option in self.every_option)})

    def case(self, key: str) -> Case | None:
        return next((case for case in self.cases if case.key == key), None)

    def chosen(self, points: int, case: str = "") -> Option | None:
        """The option of these points (the first, where two carry the same); None for an unlisted 0."""
        found = self.case(case)
        return next((option for option in (found.options if found else self.options) if option.points == points), None)


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    max: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    title: str
    max: int
    sections: tuple[Section, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for section in self.sections for criterion in section.criteria)


@dataclass(frozen=True, slots=True)
class Subgroup:
    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class Disqualifier:
    """A reason to throw out the whole dossier, named `dossier:key` in a request."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """Whoever wants `star` needs at least `need` points at `criterion`."""

    star: int
    criterion: str
    need: int


@dataclass(frozen=True, eq=False)
class CriteriaSet:
    regime: Regime
    no: int
    name: str
    line: str
    line_name: str
    group: str
    subgroup: Subgroup | None
    agencies: tuple[str, ...]
    samples: int
    disqualifiers: tuple[Disqualifier, ...]
    parts: tuple[Part, ...]

    @property
    def law(self) -> str:
        return f"{self.regime.short}, {self.regime.annex}, bộ {self.no}"

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for part in self.parts for criterion in part.criteria)

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        return {criterion.code: criterion for criterion in self.criteria}

    @cached_property
    def minimums(self) -> tuple[Minimum, ...]:
        """What each star asks for, lowest star first, then in the order of the set."""
        found = {Minimum(o.star, c.code, o.points) for c in self.criteria for o in c.every_option if o.star}
        place = {criterion.code: index for index, criterion in enumerate(self.criteria)}
        return tuple(sorted(found, key=lambda minimum: (minimum.star, place[minimum.criterion])))

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """The gate that may be named at each criterion."""
        found: dict[str, Gate] = {}
        for criterion in self.criteria:
            if criterion.gate:
                found[criterion.code] = criterion.gate
                found.update(dict.fromkeys(criterion.gate.zero_at, criterion.gate))
        return found


@dataclass(frozen=True, slots=True)
class Band:
    star: int
    start: int
    end: int
    inclusive: bool

    def holds(self, points: Decimal | int) -> bool:
        return self.start <= points < self.end or (self.inclusive and points == self.end)


@dataclass(frozen=True, slots=True)
class Level:
    """Who recognises which star, from a day on."""

    starts: date | None
    recognisers: Mapping[int, Recogniser]
    certainty: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """The window, counted back from expiry, in which a renewal is filed, and the days the province has."""

    opens_days_before: int
    closes_days_before: int
    finish_days: int

    def window(self, expires: date) -> tuple[date, date]:
        return expires - timedelta(self.opens_days_before), expires - timedelta(self.closes_days_before)


@dataclass(frozen=True, slots=True)
class Transition:
    """What becomes of dossiers and certificates of the regime before."""

    previous: str
    law: str
    finish_days: Mapping[Filing, int]
    extension_days: int


@dataclass(frozen=True, eq=False)
class Regime:
    key: str
    document: str
    short: str
    annex: str
    issued: date | None
    starts: date | None
    ends: date | None
    source: str
    certainty: str
    note: str
    part_points: Mapping[str, int]
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    certificate_months: int | None
    certified_from: int | None
    renewal: Renewal | None
    transition: Transition | None
    set_numbers: tuple[int, ...]

    def in_force(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def recogniser(self, star: int, day: date) -> Recogniser | None:
        """Who recognised this star on this day; None when unknown."""
        levels = [level for level in self.levels if level.starts is None or level.starts <= day]
        return levels[-1].recognisers.get(star) if levels else None

    def star_by_points(self, points: Decimal | int) -> int | None:
        """The star of these points; None outside every band (89,5 under the whole-number bands of 2019)."""
        return next((band.star for band in self.bands if band.holds(points)), None)

    def starts_from(self, star: int) -> int | None:
        return next((band.start for band in self.bands if band.star == star), None)


def walk(criteria_set: CriteriaSet) -> Iterator[tuple[Part, Section, Criterion]]:
    for part in criteria_set.parts:
        for section in part.sections:
            for criterion in section.criteria:
                yield part, section, criterion
