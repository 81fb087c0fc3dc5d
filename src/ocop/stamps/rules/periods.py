"""Periods by name, as people ask for them; both ends count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

BEGINNING = date(2019, 1, 1)  # before the first stamp of the programme's first portal


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, and the name under which it was asked for."""

    key: str
    first: date
    last: date

    @property
    def words(self) -> str:
        if self.key == "tat-ca":
            return f"Từ đầu đến {self.last:%d/%m/%Y}"
        return f"Từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"


PERIODS = {
    "thang-nay": "Tháng này",
    "thang-truoc": "Tháng trước",
    "quy-nay": "Quý này",
    "nam-nay": "Năm nay",
    "tat-ca": "Từ đầu",
}


def named_period(key: str, today: date) -> Period:
    """The period of that name as of today; an unknown name is this year."""
    month = today.replace(day=1)
    if key == "thang-nay":
        return Period(key, month, today)
    if key == "thang-truoc":
        last = month - timedelta(days=1)
        return Period(key, last.replace(day=1), last)
    if key == "quy-nay":
        return Period(key, month.replace(month=3 * ((today.month - 1) // 3) + 1), today)
    if key == "tat-ca":
        return Period(key, BEGINNING, today)
    return Period("nam-nay", today.replace(month=1, day=1), today)


def asked_period(key: str, first: str, last: str, today: date) -> Period:
    """A named period, or two days as typed; days the wrong way round are turned, unreadable ones fall back to the name."""
    try:
        days = sorted((date.fromisoformat(first), date.fromisoformat(last)))
    except ValueError:
        return named_period(key, today)
    return Period("", max(days[0], BEGINNING), min(max(days[1], BEGINNING), today))
