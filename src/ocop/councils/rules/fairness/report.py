"""The report as plain nouns: what is stored, read back and shown. No numpy here."""

from __future__ import annotations

from dataclasses import dataclass

# Raised whenever the way of computing changes, so that an older report says that it is older.
METHOD = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval; no interval where resampling could not give one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of one criterion or of the totals; None where it is not defined or data are too thin."""

    items: int
    apart: float
    interval: Estimate | None = None
    ordinal: Estimate | None = None
    identical: bool = False


@dataclass(frozen=True, slots=True)
class Icc:
    """ICC(2,1) and ICC(2,k) of the items that every member scored."""

    items: int
    members: int
    single: Estimate
    average: Estimate


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """`key` is the criterion across sets; `code` is its number in the set that most items use."""

    key: str
    code: str
    title: str
    max: int
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Habit:
    """An effect of one member with its own 95 % interval and the one widened for all comparisons; `said` aloud or not."""

    value: float
    low: float
    high: float
    wide_low: float
    wide_high: float
    said: bool


@dataclass(frozen=True, slots=True)
class MemberHabits:
    """None where the member handed in too few sheets to say anything."""

    seat: int
    sheets: int
    severity: Habit | None = None
    drift: Habit | None = None
    halo: Habit | None = None
    noise: Habit | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an item would be given; `star` is None under a gate."""

    star: int | None
    to_ministry: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Without this member's sheet the outcome would be another one."""

    seat: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Moved:
    """One option up or down by one member on one criterion, and what would come of it."""

    seat: int
    criterion: str
    old: int
    new: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Fragility:
    """How one item's outcome answers to the smallest changes; `to_band` is the way to the nearest band of points.

    `held_by` names the criteria whose minimums keep it below the star of its points.
    """

    item: int
    order: int
    average: str
    outcome: Outcome
    star_by_points: int
    star_by_minimums: int
    held_by: tuple[str, ...]
    to_band: float
    band_star: int
    left_out: tuple[LeftOut, ...]
    changes: int
    flips: int
    nearest: Moved | None

    @property
    def is_fragile(self) -> bool:
        return bool(self.flips or self.left_out)


@dataclass(frozen=True, slots=True)
class Fairness:
    method: int
    items: int
    members: int
    sheets: int
    second_rounds: int
    totals: Agreement
    after_discussion: Agreement | None
    icc: Icc | None
    criteria: tuple[CriterionAgreement, ...]
    habits: tuple[MemberHabits, ...]
    panel_drift: Habit | None
    fragility: tuple[Fragility, ...]
