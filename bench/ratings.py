"""Stars computed per second and core, beside the bare sum of the same points."""

from __future__ import annotations

from collections.abc import Iterator

from bench.line import Line, per_second
from ocop.criteria.rules.rating import rate
from ocop.criteria.rules.reading import criteria_set
from ocop.portal.management.demo.choices import choices_for

SET, STAR, ROUND = 11, 4, 2_000


def lines() -> Iterator[Line]:
    asked = criteria_set("QD26-2026", SET)
    assert asked
    choices = choices_for(SET, STAR)
    points = [value for value in choices.values() if isinstance(value, int)]

    def rated(count: int) -> None:
        for _ in range(count):
            rate(asked, choices)

    def summed(count: int) -> None:
        for _ in range(count):
            sum(points)

    yield Line("criteria.ratings", per_second(rated, ROUND), "ratings/s", "higher", per_second(summed, ROUND))
