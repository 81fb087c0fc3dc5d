"""Lên sao: the cheapest set of improvements that reaches a star, exact.

The points of a set are few (100), so a table over "points still missing" finds the optimum: criteria that depend on
each other (`applies_if`) are one block, whose combinations are listed; every other criterion is a block of its own.
What a minimum condition or a gate demands is left out of no combination. Improvements run side by side, so a plan
takes as long as its longest one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from ocop.journal.rules import Reason, Refused

from .cheapest import FREE, ORDERS, Combination, Order, cheapest, front, no_longer_than, plus
from .choices import DOSSIER, points_of, shown
from .improvements import Step, climb_of, improvements, step_between
from .nouns import BEST_STAR, CriteriaSet, Criterion
from .plans import Coaching, Improvement, Lifting
from .rating import Rating, Tripped, next_star_obstacles, obstacles_to, rate

Steps = Callable[[Criterion, int, int], Step | None]


@dataclass(frozen=True, slots=True)
class _Task:
    """What is asked, taken apart once."""

    rating: Rating
    star: int
    order: Order
    kept: frozenset[str]
    steps: Steps
    floors: Mapping[str, int]
    start: Mapping[str, int]
    reasons: list[Reason] = field(default_factory=list)


def coach(
    criteria_set: CriteriaSet,
    choices: Mapping[str, object],
    star: int | None = None,
    disqualified: Iterable[str] = (),
    *,
    order: Order = "cost",
    keep: Iterable[str] = (),
    steps: Steps = step_between,
) -> Coaching | None:
    """Việc cần làm để lên sao: the cheapest plan to `star` (without one: to the next), exact.

    `keep` names criteria that shall stay as they are; `steps` gives figures other than the file's. Raises `Refused` for
    impossible choices, stars and names; None when no star is named and none is above. Ties: by cost – fewest changes,
    then soonest; by time – cost, then changes; by changes – cost, then soonest.
    """
    kept = tuple(dict.fromkeys(keep))
    rating = rate(criteria_set, choices, disqualified)
    Refused.unless_clear(_unfit(criteria_set, star, order, kept))
    ahead = next_star_obstacles(rating)
    if star is None and ahead is None:
        return None
    task = _task(rating, star or (ahead.star if ahead else BEST_STAR), order, frozenset(kept), steps)
    liftings = _liftings(task)
    goals = _goals(task, max((lifting.days for lifting in liftings), default=0))
    if task.reasons:
        return Coaching(rating, task.star, order, _needed(task), (), (), tuple(task.reasons), kept)
    return Coaching(rating, task.star, order, _needed(task), _improvements(task, goals), liftings, kept=kept)


def _unfit(criteria_set: CriteriaSet, star: object, order: object, kept: tuple[str, ...]) -> list[Reason]:
    reasons = []
    least = criteria_set.regime.certified_from or 1
    if star is not None and (isinstance(star, bool) or star not in range(least, BEST_STAR + 1)):
        message = f"Hạng sao muốn đạt phải là một trong các số từ {least} đến {BEST_STAR}."
        reasons.append(Reason(message, "star", "no_such_star", criteria_set.law))
    if order not in ORDERS:
        reasons.append(Reason(f"Cách xếp phải là một trong: {', '.join(ORDERS)}.", "order", "no_such_order"))
    for code in kept:
        if code not in criteria_set.by_code:
            message = f"Bộ {criteria_set.no} không có tiêu chí “{shown(code)}”."
            reasons.append(Reason(message, "keep", "unknown_criterion", criteria_set.law))
    return reasons


def _task(rating: Rating, star: int, order: Order, kept: frozenset[str], steps: Steps) -> _Task:
    floors: dict[str, int] = {}
    for minimum in rating.criteria_set.minimums:
        if minimum.star <= star:
            floors[minimum.criterion] = max(minimum.need, floors.get(minimum.criterion, 0))
    for gate in rating.criteria_set.gates.values():
        for code in gate.zero_at:
            least = next(points for points in rating.criteria_set.by_code[code].points if points)
            floors[code] = max(least, floors.get(code, 0))
    start = {code: points_of(rating.choices.get(code, 0)) for code in rating.criteria_set.by_code}
    return _Task(rating, star, order, kept, steps, floors, start)


def _needed(task: _Task) -> int:
    return obstacles_to(task.rating, task.star).points_needed


def _liftings(task: _Task) -> tuple[Lifting, ...]:
    """The named gates as things to do; those that nothing lifts become obstacles."""
    found: dict[str, Lifting] = {}
    for gate in task.rating.gates:
        key = _gate_key(task, gate)
        climb = improvements().gates.get(key)
        if _raised_anyway(task, gate.criterion):
            continue
        if climb is None or climb.way.fixed:
            why = climb.way.fixed if climb else "Hồ sơ bị loại mà chưa nêu vì điều nào; hãy nêu rõ điều ấy"
            place = "disqualified" if gate.criterion == DOSSIER else f"choices.{gate.criterion}"
            task.reasons.append(Reason(f"{why}.", place, "gate", task.rating.criteria_set.law))
        elif key not in found:
            step = climb.steps[0]
            found[key] = Lifting(key, gate.criterion, gate.reason, step.effort, step.days, climb)
    return tuple(found.values())


def _gate_key(task: _Task, gate: Tripped) -> str:
    known = task.rating.criteria_set
    if gate.criterion != DOSSIER:
        return known.gates[gate.criterion].key
    return next((d.key for d in known.disqualifiers if d.reason == gate.reason), "")


def _raised_anyway(task: _Task, code: str) -> bool:
    """A gate that a 0 trips goes with the 0: the plan must raise that criterion."""
    gate = task.rating.criteria_set.gates.get(code)
    return gate is not None and code in gate.zero_at and task.start[code] == 0


def _goals(task: _Task, lifted: int) -> Mapping[str, int]:
    """The points each criterion should have; by time, with the shortest longest improvement that suffices."""
    blocks = [list(_combinations(task, block)) for block in _blocks(task.rating.criteria_set)]
    short = max(0, _needed(task) - task.rating.points)
    if not _within_reach(task, blocks, short) or task.reasons:
        return {}
    if task.order == "time":
        days = sorted({c.price[2] for block in blocks for c in block if c.price[2] > lifted} | {lifted})
        blocks = next(within for limit in days if (within := no_longer_than(blocks, limit, short)))
    chosen = cheapest([front(block, task.order) for block in blocks], short, task.order)
    codes = [criterion.code for block in _blocks(task.rating.criteria_set) for criterion in block]
    return dict(zip(codes, (goal for combination in chosen for goal in combination.goals), strict=True))


def _within_reach(task: _Task, blocks: list[list[Combination]], short: int) -> bool:
    """Whether there is any plan; where there is none, exactly why."""
    found = task.rating.criteria_set
    for code, floor in task.floors.items():
        if task.start[code] < floor and _top(task, found.by_code[code]) < floor:
            task.reasons.append(_unreachable(task, found.by_code[code], floor))
    if task.reasons:
        return False
    if not all(blocks):
        task.reasons.append(
            Reason("Các điều kiện của bộ tiêu chí không cùng đạt được.", "star", "contradiction", found.law)
        )
        return False
    most = sum(max(c.gained for c in block) for block in blocks)
    if most < short:
        best, needed = task.rating.points + most, task.rating.points + short
        message = (
            f"Dù làm mọi việc làm được, tổng chỉ tới {best} điểm; {task.star} sao cần từ {needed} điểm. "
            "Số điểm còn lại nằm ở những tiêu chí không cải thiện được hoặc được giữ nguyên."
        )
        task.reasons.append(Reason(message, "star", "points_out_of_reach", found.law))
    return most >= short


def _unreachable(task: _Task, criterion: Criterion, floor: int) -> Reason:
    why = climb_of(criterion).way.fixed
    if criterion.code in task.kept:
        why = "tiêu chí này được giữ nguyên theo yêu cầu"
    message = (
        f"{task.star} sao cần ít nhất {floor} điểm ở tiêu chí {criterion.code} ({criterion.title}), "
        f"đang {task.start[criterion.code]}: {why[:1].lower()}{why[1:]}."
    )
    return Reason(message, f"choices.{criterion.code}", "minimum_out_of_reach", criterion.law)


def _top(task: _Task, criterion: Criterion) -> int:
    return max(_reach(task, criterion))


def _reach(task: _Task, criterion: Criterion) -> list[int]:
    """The points this criterion may end with: those it has, and every higher option of its case."""
    start = task.start[criterion.code]
    if criterion.code in task.kept or climb_of(criterion).way.fixed:
        return [start]
    case = criterion.case(_case(task, criterion))
    listed = {option.points for option in case.options} if case else set(criterion.points)
    return [start, *sorted(points for points in listed if points > start)]


def _case(task: _Task, criterion: Criterion) -> str:
    """The case already chosen; the first, while none is."""
    chosen = task.rating.choices.get(criterion.code, 0)
    if isinstance(chosen, tuple):
        return chosen[0]
    return criterion.cases[0].key if criterion.cases else ""


@cache
def _blocks(criteria_set: CriteriaSet) -> tuple[tuple[Criterion, ...], ...]:
    """Criteria that hang on each other, together; in the order of the set."""
    home = {criterion.code: {criterion.code} for criterion in criteria_set.criteria}
    for criterion in criteria_set.criteria:
        if criterion.applies_if:
            joined = home[criterion.code] | home[criterion.applies_if.code]
            home.update(dict.fromkeys(joined, joined))
    groups = dict.fromkeys(tuple(c for c in criteria_set.by_code if c in home[code]) for code in criteria_set.by_code)
    return tuple(tuple(criteria_set.by_code[code] for code in codes) for codes in groups)


def _combinations(task: _Task, block: tuple[Criterion, ...]) -> Iterator[Combination]:
    for goals in product(*(_reach(task, criterion) for criterion in block)):
        given = dict(zip((criterion.code for criterion in block), goals, strict=True))
        if all(given[c.code] >= task.floors.get(c.code, 0) and _applies(c, given) for c in block):
            price, gained = FREE, 0
            for criterion in block:
                start, goal = task.start[criterion.code], given[criterion.code]
                if goal > start and (step := task.steps(criterion, start, goal)):
                    price, gained = plus(price, (step.effort, 1, step.days)), gained + goal - start
            yield Combination(gained, price, goals)


def _applies(criterion: Criterion, given: Mapping[str, int]) -> bool:
    condition = criterion.applies_if
    return condition is None or not given[criterion.code] or given[condition.code] > condition.above


def _improvements(task: _Task, goals: Mapping[str, int]) -> tuple[Improvement, ...]:
    """What changes, the lightest first."""
    found = [_improvement(task, criterion, goals) for criterion in task.rating.criteria_set.criteria]
    return tuple(sorted((step for step in found if step), key=lambda step: (step.effort, step.days)))


def _improvement(task: _Task, criterion: Criterion, goals: Mapping[str, int]) -> Improvement | None:
    start, goal = task.start[criterion.code], goals[criterion.code]
    step = task.steps(criterion, start, goal) if goal > start else None
    if step is None:
        return None
    gates = task.rating.criteria_set.gates.get(criterion.code)
    return Improvement(
        criterion, _case(task, criterion), start, goal, step.effort, step.days,
        _demanded(task, criterion.code), bool(gates and start == 0 and criterion.code in gates.zero_at), climb_of(criterion),
    )  # fmt: skip


def _demanded(task: _Task, code: str) -> int | None:
    """The lowest star on the way whose minimum is missed at this criterion."""
    return next(
        (
            m.star
            for m in task.rating.criteria_set.minimums
            if m.criterion == code and m.star <= task.star and task.start[code] < m.need
        ),
        None,
    )
