"""Plans to the next star per second and core, beside the one rating that any plan must begin with."""

from __future__ import annotations

from collections.abc import Iterator

from bench.line import Line, per_second
from ocop.criteria.rules.coaching import coach
from ocop.criteria.rules.rating import rate
from ocop.criteria.rules.reading import criteria_set
from ocop.portal.management.demo.choices import choices_for

SET, STAR, PLANS, RATINGS = 11, 3, 200, 2_000


def lines() -> Iterator[Line]:
    asked = criteria_set("QD26-2026", SET)
    assert asked
    choices = choices_for(SET, STAR)

    def planned(count: int) -> None:
        for _ in range(count):
            coach(asked, choices, STAR + 1)

    def rated(count: int) -> None:
        for _ in range(count):
            rate(asked, choices)

    yield Line("criteria.plans", per_second(planned, PLANS), "plans/s", "higher", per_second(rated, RATINGS))
