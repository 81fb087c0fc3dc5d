"""Schedules of standing queries: when the next moment is, and what is none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import EpcisError
from epcis.schedules import BOUNDS, parse_schedule

NOW = datetime.fromisoformat("2026-11-22T04:30:15.5+07:00")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"hour": "1"}, "2026-11-23T01:00:00+07:00"),
        ({"minute": 31}, "2026-11-22T04:31:00+07:00"),
        ({"second": "0/20"}, "2026-11-22T04:30:20+07:00"),
        ({"second": "16", "minute": "[0-40]"}, "2026-11-22T04:30:16+07:00"),
        ({"dayOfMonth": "1", "month": "1,3"}, "2027-01-01T00:00:00+07:00"),
        ({"dayOfWeek": "[1-2]", "hour": "8"}, "2026-11-23T08:00:00+07:00"),
        ({"dayOfMonth": "29", "month": "2"}, "2028-02-29T00:00:00+07:00"),
        ({"minute": "5", "hour": "4"}, "2026-11-23T04:05:00+07:00"),
    ],
)
def test_the_next_moment_is_the_first_that_fits(source: dict[str, Any], expected: str) -> None:
    assert parse_schedule(source).after(NOW) == datetime.fromisoformat(expected)


def test_a_day_that_never_comes_has_no_moment() -> None:
    assert parse_schedule({"dayOfMonth": "30", "month": "2"}).after(NOW) is None


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        (None, 1), ({}, 1), ({"year": "1"}, 1), ({"hour": "24"}, 1), ({"hour": "x", "minute": "[5-1]", "day": "1"}, 3),
        ({"second": "0/0"}, 1), ({"dayOfMonth": "0"}, 1), ({"hour": ["1"]}, 1), ({"hour": ""}, 1), ({"hour": "٣"}, 1),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_every_fault(source: Any, faults: int) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_schedule(source)
    assert len(refused.value.problems) == faults


@given(st.dictionaries(st.sampled_from(sorted(BOUNDS)), st.integers(1, 7).map(str), min_size=1))
def test_moments_go_forward_and_fit(source: dict[str, str]) -> None:
    schedule = parse_schedule(source)
    at = schedule.after(NOW)
    assert at is None or (at > NOW and at.hour in schedule.hour and at.isoweekday() in schedule.day_of_week)
