"""Positions: one number per event, from which its month of recording, hence its partition, can be read.

`month << 40 | serial`, months counted from January 2000 in UTC: growing with time, and below 2^53 until the year 2680,
so that JavaScript can hold it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

SHIFT = 40
_FIRST_YEAR = 2000


def month_of(moment: datetime) -> int:
    """The number of the month, in UTC, that a moment belongs to."""
    utc = moment.astimezone(UTC)
    return (utc.year - _FIRST_YEAR) * 12 + utc.month - 1


def first_of(month: int) -> int:
    """The smallest position of a month."""
    return month << SHIFT


def partition_of(month: int) -> str:
    """The name of the table that holds a month."""
    years, index = divmod(month, 12)
    return f"traces_event_{_FIRST_YEAR + years:04d}_{index + 1:02d}"


def first_day(month: int) -> date:
    years, index = divmod(month, 12)
    return date(_FIRST_YEAR + years, index + 1, 1)
