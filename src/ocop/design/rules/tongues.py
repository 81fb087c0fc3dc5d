"""How days, moments and numbers are written in the reader's own language; Vietnamese forms stand in `formats`.

22/11/2026 · 22 November 2026 · 2026年11月22日. An English reader takes 08/11/2026 for the eleventh of August, and 1.234 for one
and a bit.
"""

from __future__ import annotations

from datetime import date, datetime

from .formats import VIETNAM, Numeric, clock_time
from .formats import day as _vietnamese_day
from .formats import moment as _vietnamese_moment
from .formats import number as _vietnamese_number

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TURNED = str.maketrans(",.", ".,")


def day_in(value: date, language: str) -> str:
    """A day as it is said in `language`, in Vietnam's own time."""
    if language == "vi":
        return _vietnamese_day(value)
    here = value.astimezone(VIETNAM) if isinstance(value, datetime) and value.tzinfo is not None else value
    if language == "en":
        return f"{here.day} {_MONTHS[here.month - 1]} {here.year}"
    return f"{here.year}年{here.month}月{here.day}日"


def moment_in(value: datetime, language: str) -> str:
    """Day and hour as they are said in `language`, in Vietnam's own time."""
    if language == "vi":
        return _vietnamese_moment(value)
    if language == "en":
        return f"{clock_time(value)}, {day_in(value, language)}"
    return f"{day_in(value, language)} {clock_time(value)}"


def number_in(value: Numeric, language: str, places: int = 0) -> str:
    """Thousands by full stop in Vietnamese, by comma in English and Chinese."""
    written = _vietnamese_number(value, places)
    return written if language == "vi" else written.translate(_TURNED)
