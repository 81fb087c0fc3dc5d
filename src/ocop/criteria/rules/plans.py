"""What the coach says: things to do, gates to lift, or why a star is out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ocop.journal.rules import Reason

from .cheapest import Order
from .choices import Choice
from .improvements import Climb
from .nouns import Criterion
from .rating import Rating


@dataclass(frozen=True, slots=True)
class Improvement:
    """One thing to do: a criterion from one option to a higher one. `minimum`: the lowest star that demands it."""

    criterion: Criterion
    case: str
    start: int
    goal: int
    effort: int
    days: int
    minimum: int | None
    gate: bool
    climb: Climb

    @property
    def gained(self) -> int:
        return self.goal - self.start

    @property
    def choice(self) -> Choice:
        return (self.case, self.goal) if self.case else self.goal


@dataclass(frozen=True, slots=True)
class Lifting:
    """A named gate that must go first: no points outweigh it."""

    key: str
    criterion: str
    reason: str
    effort: int
    days: int
    climb: Climb


@dataclass(frozen=True, slots=True)
class Coaching:
    """The plan to a star, or why there is none (`obstacles`). No plan and no obstacle: the star is reached."""

    rating: Rating
    star: int
    order: Order
    needed: int
    improvements: tuple[Improvement, ...]
    liftings: tuple[Lifting, ...]
    obstacles: tuple[Reason, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def reachable(self) -> bool:
        return not self.obstacles

    @property
    def steps(self) -> tuple[Lifting | Improvement, ...]:
        """Everything to do: the gates first, then the lightest first."""
        return (*self.liftings, *self.improvements)

    @property
    def count(self) -> int:
        return len(self.steps)

    @property
    def effort(self) -> int:
        return sum(step.effort for step in self.steps)

    @property
    def days(self) -> int:
        return max((step.days for step in self.steps), default=0)

    @property
    def points(self) -> int:
        """The points once the plan is done."""
        return self.rating.points + sum(step.gained for step in self.improvements)

    @property
    def choices(self) -> Mapping[str, Choice]:
        """The answers once the plan is done; what was left out counts as 0."""
        blank: dict[str, Choice] = dict.fromkeys(self.rating.criteria_set.by_code, 0)
        return blank | dict(self.rating.choices) | {step.criterion.code: step.choice for step in self.improvements}
