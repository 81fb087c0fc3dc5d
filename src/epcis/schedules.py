"""When a standing query runs: the schedule of EPCIS 2.0 (8.2.5.3), read strictly and asked for its next moment.

Each of second, minute, hour, dayOfMonth, month, dayOfWeek (1 is Monday) is a list of numbers and ranges, parted by
commas: `5`, `0,30`, `[8-17]`, `1,[10-12]`, or `0/15` for every fifteenth from 0. A field left out means any value; the
fields finer than the finest one named are 0, so that `{"hour": "1"}` is once a day and not 3 600 times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from epcis.errors import EpcisError, Problem, shown

BOUNDS: dict[str, tuple[int, int]] = {
    "second": (0, 59), "minute": (0, 59), "hour": (0, 23), "dayOfMonth": (1, 31), "month": (1, 12),
    "dayOfWeek": (1, 7),
}  # fmt: skip
_ELEMENT = re.compile(r"([0-9]{1,2})(?:/([0-9]{1,2}))?|\[([0-9]{1,2})-([0-9]{1,2})\]", re.ASCII)
# The 29th of February on a Monday comes once in 28 years, or 40 around 2100.
_HORIZON = timedelta(days=366 * 41)


@dataclass(frozen=True)
class Schedule:
    """The values that each field may have."""

    second: frozenset[int]
    minute: frozenset[int]
    hour: frozenset[int]
    day_of_month: frozenset[int]
    month: frozenset[int]
    day_of_week: frozenset[int]

    def after(self, moment: datetime) -> datetime | None:
        """The first moment later than this one, in its zone; None when there is none within forty years."""
        at = moment.replace(microsecond=0) + timedelta(seconds=1)
        end = moment + _HORIZON
        while at < end:
            later = self._step(at)
            if later is None:
                return at
            at = later
        return None

    def _step(self, at: datetime) -> datetime | None:
        """The next moment worth looking at; None when this one fits."""
        if at.month not in self.month:
            return (at.replace(day=1, hour=0, minute=0, second=0) + timedelta(days=32)).replace(day=1)
        if at.day not in self.day_of_month or at.isoweekday() not in self.day_of_week:
            return at.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        if at.hour not in self.hour:
            return at.replace(minute=0, second=0) + timedelta(hours=1)
        if at.minute not in self.minute:
            return at.replace(second=0) + timedelta(minutes=1)
        return None if at.second in self.second else at + timedelta(seconds=1)


def parse_schedule(source: Any) -> Schedule:
    """Read a schedule as JSON has it; numbers are taken for their text.

    Raises:
        EpcisError: code `schedule`, one problem per fault.
    """
    if type(source) is not dict or not source:
        raise EpcisError([Problem("/schedule", "schedule", "A schedule names at least one of its fields.")])
    problems = [
        Problem(f"/schedule/{name}", "schedule", f"A schedule has no field {shown(name)}.")
        for name in source if name not in BOUNDS
    ]  # fmt: skip
    fields: list[frozenset[int]] = []
    coarser_only = True
    for name, (low, high) in BOUNDS.items():
        given = source.get(name)
        coarser_only = coarser_only and given is None
        if given is None:
            fields.append(frozenset([0]) if coarser_only and low == 0 else frozenset(range(low, high + 1)))
            continue
        try:
            fields.append(_values(str(given) if type(given) is int else given, low, high))
        except ValueError as error:
            problems.append(Problem(f"/schedule/{name}", "schedule", f"{name}: {error}"))
    if problems:
        raise EpcisError(problems)
    return Schedule(*fields)


def _values(text: Any, low: int, high: int) -> frozenset[int]:
    if type(text) is not str:
        raise ValueError(f"{shown(text)} is no text")
    found: set[int] = set()
    for element in text.split(","):
        match = _ELEMENT.fullmatch(element.strip())
        if match is None:
            raise ValueError(f"{shown(element)} is neither a number nor a range such as [1-5]")
        first, last, step = _range(match, high)
        if not low <= first <= last <= high or step < 1:
            raise ValueError(f"{shown(element)} leaves {low} to {high}, or runs backwards")
        found.update(range(first, last + 1, step))
    return frozenset(found)


def _range(match: re.Match[str], high: int) -> tuple[int, int, int]:
    number, step, first, last = match.groups()
    if number is None:
        return int(first), int(last), 1
    return (int(number), high, int(step)) if step else (int(number), int(number), 1)
