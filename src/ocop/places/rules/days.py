"""Calendar arithmetic of offices: working days and whole months."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date, off: Collection[date], worked: Collection[date] = ()) -> bool:
    """Monday to Friday without the days `off`; a weekend day is worked when a decision swapped it (`worked`)."""
    if day in worked:
        return True
    return day.weekday() < _SATURDAY and day not in off


def working_day_after(start: date, days: int, off: Collection[date], worked: Collection[date] = ()) -> date:
    """The `days`-th working day after `start`, which itself is not counted (Bộ luật Dân sự 2015, Điều 147)."""
    day = start
    while days > 0:
        day += _DAY
        days -= is_working_day(day, off, worked)
    return day


def working_days_between(start: date, end: date, off: Collection[date], worked: Collection[date] = ()) -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start, off, worked)
    span = (end - start).days
    return sum(is_working_day(start + n * _DAY, off, worked) for n in range(1, span + 1))


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of a shorter month (31/01 + 1 month is 28/02)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
