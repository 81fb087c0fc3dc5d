"""Where the days of a step lie in the picture of a year, in thousandths of its width."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FULL = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of days: from `x`, `width` wide, in one ink."""

    x: int
    width: int
    ink: str


def bar(first: date, last: date, year: int, ink: str) -> Bar | None:
    """The stretch from `first` to `last`, both included, as far as it lies in `year`."""
    begin, end = date(year, 1, 1), date(year, 12, 31)
    if last < begin or first > end or last < first:
        return None
    days = (end - begin).days + 1
    start = (max(first, begin) - begin).days
    stop = (min(last, end) - begin).days + 1
    x = FULL * start // days
    return Bar(x, max(FULL * stop // days - x, 6), ink)


def bars(spans: list[tuple[date, date, str]], year: int) -> tuple[Bar, ...]:
    return tuple(found for first, last, ink in spans if (found := bar(first, last, year, ink)))


def place_of(day: date, year: int) -> int | None:
    """Where today's mark stands; None in another year."""
    found = bar(day, day, year, "")
    return found.x if found else None
