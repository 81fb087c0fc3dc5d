"""What a fairness report is made from: the opened sheets of a sitting. No numpy here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ocop.criteria.rules import Choice, CriteriaSet

from ..bylaws import ByLaws


@dataclass(frozen=True, slots=True)
class Vote:
    """One opened sheet; `place` is its rank in the order in which its member handed in."""

    seat: int
    choices: Mapping[str, Choice]
    disqualified: tuple[str, ...] = ()
    place: int = 0
    of_chair: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """An item: the sheets that counted, and where a second round was held, those of the first."""

    item: int
    order: int
    criteria_set: CriteriaSet
    votes: tuple[Vote, ...]
    first: tuple[Vote, ...] = ()
    advised: int | None = None

    @property
    def before_discussion(self) -> tuple[Vote, ...]:
        """What members thought before they heard each other."""
        return self.first or self.votes


@dataclass(frozen=True)
class Panel:
    subjects: tuple[Subject, ...]
    by_laws: ByLaws

    @cached_property
    def seats(self) -> tuple[int, ...]:
        return tuple(sorted({vote.seat for subject in self.subjects for vote in subject.before_discussion}))

    @property
    def second_rounds(self) -> int:
        return sum(bool(subject.first) for subject in self.subjects)
