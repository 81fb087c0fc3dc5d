"""The coach's plan as a page shows it: what to do, from where to where, how long, who helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from ocop.criteria.rules import (
    BEST_STAR,
    DOSSIER,
    ORDERS,
    Coaching,
    CriteriaSet,
    Improvement,
    Lifting,
    Order,
    Support,
    coach,
    improvements,
    label_of,
    sift,
)
from ocop.journal.rules import Reason

from .sheets import Board, anchor_of, gates_in

WORDS: Mapping[Order, str] = {"cost": "cong", "time": "ngay", "changes": "viec"}


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do. `share`: its part of the longest, in percent; `drop`: the codes to keep, were this left out."""

    code: str
    anchor: str
    title: str
    before: str
    after: str
    gained: int
    minimum: int | None
    gate: bool
    effort: int
    days: int
    share: int
    do: str
    supports: tuple[Support, ...]
    unanswered: bool
    drop: str

    @property
    def needful(self) -> bool:
        """The star cannot be had without it."""
        return self.gate or self.minimum is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """The same star in one of the three orders; `words`: the orders that find this very plan."""

    word: str
    words: tuple[str, ...]
    count: int
    effort: int
    days: int
    current: bool


@dataclass(frozen=True, slots=True)
class Coach:
    """Để lên sao: a plan or why there is none, with the ways to ask for another."""

    plan: Coaching
    todo: tuple[ToDo, ...]
    offers: tuple[Offer, ...]
    stars: tuple[int, ...]
    kept: tuple[tuple[str, str], ...]
    as_of: date

    @property
    def star(self) -> int:
        return self.plan.star

    @property
    def word(self) -> str:
        return WORDS[self.plan.order]

    @property
    def obstacles(self) -> tuple[Reason, ...]:
        return self.plan.obstacles

    @property
    def keep_query(self) -> str:
        return _keep(self.plan.kept)

    @property
    def unanswered(self) -> int:
        return sum(todo.unanswered for todo in self.todo)

    @property
    def choosable(self) -> bool:
        """Whether the orders lead to different plans."""
        return len(self.offers) > 1

    @property
    def needful(self) -> tuple[ToDo, ...]:
        return tuple(todo for todo in self.todo if todo.needful)

    @property
    def chosen(self) -> tuple[ToDo, ...]:
        """What only brings points: another thing might do as well."""
        return tuple(todo for todo in self.todo if not todo.needful)


def coach_of(
    criteria_set: CriteriaSet,
    raw: Mapping[str, object],
    named: Iterable[str] = (),
    *,
    star: int | None = None,
    order: Order = "cost",
    keep: Iterable[str] = (),
    prefix: str = "",
) -> Coach | None:
    """The plan for what can be rated of these answers; None when no star is asked for and none is above."""
    choices = sift(criteria_set, raw).choices
    gates = gates_in(criteria_set, named)
    kept = tuple(code for code in dict.fromkeys(keep) if code in criteria_set.by_code)
    plan = coach(criteria_set, choices, star, gates, order=order, keep=kept)
    if plan is None:
        return None
    others = [
        plan if o == order else coach(criteria_set, choices, plan.star, gates, order=o, keep=kept) for o in ORDERS
    ]
    return Coach(
        plan,
        tuple(_todo(plan, step, prefix) for step in plan.steps),
        _offers([other for other in others if other and other.reachable], plan),
        _stars_above(plan),
        tuple((code, criteria_set.by_code[code].title) for code in kept),
        improvements().as_of,
    )


def coach_beside(board: Board) -> Coach | None:
    """The plan beside a form that is being filled in; none before half of it is answered, when it would be all of it."""
    if 2 * board.answered < board.questions:
        return None
    rating = board.rating
    return coach_of(rating.criteria_set, rating.choices, [gate.criterion for gate in rating.gates])


def _offers(plans: list[Coaching], plan: Coaching) -> tuple[Offer, ...]:
    """One offer for each different plan, by cost first."""
    alike: dict[tuple[int, int, int], list[str]] = {}
    for other in plans:
        alike.setdefault((other.count, other.effort, other.days), []).append(WORDS[other.order])
    return tuple(
        Offer(words[0], tuple(words), *figures, WORDS[plan.order] in words) for figures, words in alike.items()
    )


def _stars_above(plan: Coaching) -> tuple[int, ...]:
    least = plan.rating.criteria_set.regime.certified_from or 1
    return tuple(range(max(least, (plan.rating.star or 0) + 1), BEST_STAR + 1))


def _keep(codes: Iterable[str]) -> str:
    return "".join("&" + urlencode({"giu": code}) for code in codes)


def _todo(plan: Coaching, step: Improvement | Lifting, prefix: str) -> ToDo:
    share = max(2, round(100 * step.days / plan.days)) if plan.days else 0
    way = step.climb.way
    if isinstance(step, Lifting):
        anchor = "id_disqualified" if step.criterion == DOSSIER else anchor_of(step.criterion, prefix)
        return ToDo(
            "" if step.criterion == DOSSIER else step.criterion, anchor, "", step.reason, "", 0, None, True,
            step.effort, step.days, share, way.do, way.supports, False, "",
        )  # fmt: skip
    criterion = step.criterion
    before, after = (label_of(criterion, step.case, points) for points in (step.start, step.goal))
    return ToDo(
        criterion.code, anchor_of(criterion.code, prefix), criterion.title, before, after, step.gained, step.minimum,
        step.gate, step.effort, step.days, share, way.do, way.supports,
        criterion.code not in plan.rating.choices, _keep((*plan.kept, criterion.code)),
    )  # fmt: skip
