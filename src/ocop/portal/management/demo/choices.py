"""Choices that add up to a wanted star: the demonstration's own, found by the rules and not typed in."""

from __future__ import annotations

from collections.abc import Iterator

from ocop.criteria.rules import CriteriaSet, Criterion, criteria_set, rate

Choices = dict[str, object]


def _steps(criterion: Criterion) -> list[object]:
    """The choices of a criterion from the poorest to the richest; with cases, those of the first."""
    if not criterion.cases:
        return list(criterion.points)
    case = criterion.cases[0]
    return [
        0,
        *({"case": case.key, "points": o.points} for o in sorted(case.options, key=lambda o: o.points) if o.points),
    ]


def _points(step: object) -> int:
    return int(step["points"]) if isinstance(step, dict) else int(str(step))


def _raised(asked: CriteriaSet, star: int) -> Iterator[Choices]:
    """Choices that grow: first what `star` demands of each criterion, then one after another at its best."""
    demanded = {m.criterion: m.need for m in sorted(asked.minimums, key=lambda m: m.need) if m.star <= star}
    chosen: Choices = {}
    for criterion in asked.criteria:
        least = demanded.get(criterion.code, 1)
        steps = _steps(criterion)
        chosen[criterion.code] = next((step for step in steps if _points(step) >= least), steps[-1])
    yield dict(chosen)
    for criterion in asked.criteria:
        chosen[criterion.code] = _steps(criterion)[-1]
        yield dict(chosen)


def _asked(regime: str, set_no: int) -> CriteriaSet:
    found = criteria_set(regime, set_no)
    if found is None:
        raise LookupError(f"no set {set_no} in {regime}")
    return found


def choices_for(set_no: int, star: int, *, at_least: float = 0, regime: str = "QD26-2026") -> Choices:
    """The first choices on the way up that reach `star` (as the law finds it) and `at_least` points."""
    asked = _asked(regime, set_no)
    for choices in _raised(asked, star):
        rating = rate(asked, choices)
        if (rating.star or 0) >= star and rating.points >= at_least:
            return choices
    raise ValueError(f"set {set_no} never reaches {star} stars")


def as_seen_by(nth: int, set_no: int, choices: Choices, regime: str = "QD26-2026") -> Choices:
    """The same product in the eyes of the `nth` member: up to three criteria a step lower, others than a neighbour's."""
    asked = _asked(regime, set_no)
    seen = dict(choices)
    for turn in range(nth % 4):
        criterion = asked.criteria[(5 * nth + 7 * turn) % len(asked.criteria)]
        steps = _steps(criterion)
        lowered = {**seen, criterion.code: steps[max(steps.index(seen[criterion.code]) - 1, 0)]}
        if _is_lawful(asked, lowered):
            seen = lowered
    return seen


def lowered(set_no: int, choices: Choices, *, by: int, regime: str = "QD26-2026") -> Choices:
    """The same choices, lowered from the front until at least `by` points are gone and the sheet is still lawful."""
    asked = _asked(regime, set_no)
    seen, gone = dict(choices), 0
    for criterion in asked.criteria:
        steps = _steps(criterion)
        place = steps.index(seen[criterion.code])
        if gone >= by or place == 0:
            continue
        tried = {**seen, criterion.code: steps[max(place // 2, 0)]}
        if _is_lawful(asked, tried):
            gone += _points(seen[criterion.code]) - _points(tried[criterion.code])
            seen = tried
    return seen


def _is_lawful(asked: CriteriaSet, choices: Choices) -> bool:
    try:
        rating = rate(asked, choices)
    except Exception:
        return False
    return rating.complete and not rating.gates
