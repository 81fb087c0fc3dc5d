"""When a standing query runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import EpcisError
from epcis.schedules import BOUNDS, parse_schedule

NOW = datetime(2026, 11, 22, 4, 20, 33, 500, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "next_run"),
    [
        ({"hour": "1", "minute": "5"}, "2026-11-23T01:05:00"), ({"second": "0,30"}, "2026-11-22T04:21:00"),
        ({"minute": "[10-12]"}, "2026-11-22T05:10:00"), ({"minute": "0/15"}, "2026-11-22T04:30:00"),
        ({"dayOfMonth": "29", "month": "2", "dayOfWeek": "1"}, "2044-02-29T00:00:00"), ({"hour": 1}, "2026-11-23T01:00:00"),
        ({"dayOfWeek": "7"}, "2026-11-29T00:00:00"), ({"month": "12"}, "2026-12-01T00:00:00"),
        ({"second": "33,34", "minute": "20"}, "2026-11-22T04:20:34"),
    ],
)  # fmt: skip
def test_the_next_run_is_the_first_moment_that_fits(schedule: dict[str, Any], next_run: str) -> None:
    assert parse_schedule(schedule).after(NOW) == datetime.fromisoformat(next_run + "+00:00")


def test_a_day_that_never_comes_is_said_to_be_none() -> None:
    assert parse_schedule({"dayOfMonth": "31", "month": "2,4"}).after(NOW) is None


@pytest.mark.parametrize(
    "faulty",
    [{}, None, [], {"hour": "24"}, {"hour": ""}, {"hour": "x"}, {"hour": "[5-1]"}, {"hour": "5-7"}, {"minute": "0/0"}, {"hour": [1]},
     {"dayOfWeek": "0"}, {"dayOfMonth": "0"}, {"day": "1"}, {"second": "0/"}, {"hour": "1,"}],
)  # fmt: skip
def test_a_faulty_schedule_is_refused(faulty: Any) -> None:
    with pytest.raises(EpcisError) as caught:
        parse_schedule(faulty)
    assert all(problem.code == "schedule" for problem in caught.value.problems)


_FIELDS = {
    field: st.integers(low, high).map(str) | st.tuples(st.integers(low, high), st.integers(low, high)).map(
        lambda ends: f"[{min(ends)}-{max(ends)}]"
    )
    for field, (low, high) in BOUNDS.items() if field not in ("dayOfMonth", "month")
}  # fmt: skip


@given(
    st.fixed_dictionaries({}, optional=_FIELDS).filter(bool),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
)
def test_every_run_fits_its_schedule_and_none_lies_between(schedule: dict[str, str], now: datetime) -> None:
    read = parse_schedule(schedule)
    found = read.after(now)
    assert found is not None and found > now
    assert found.second in read.second and found.minute in read.minute and found.hour in read.hour
    assert found.isoweekday() in read.day_of_week
    assert read.after(found - timedelta(seconds=1)) == found
