"""Days, moments and numbers in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ocop.design.rules.tongues import day_in, moment_in, number_in


@pytest.mark.parametrize(
    ("language", "day", "moment", "number"),
    [
        ("vi", "08/11/2026", "00:05 08/11/2026", "12.345,5"),
        ("en", "8 November 2026", "00:05, 8 November 2026", "12,345.5"),
        ("zh-hans", "2026年11月8日", "2026年11月8日 00:05", "12,345.5"),
    ],
)
def test_each_language_has_its_own_form_in_vietnams_own_time(language: str, day: str, moment: str, number: str) -> None:
    late = datetime(2026, 11, 7, 17, 5, tzinfo=UTC)
    assert (day_in(date(2026, 11, 8), language), day_in(late, language)) == (day, day)
    assert moment_in(late, language) == moment
    assert number_in(12345.5, language, 1) == number
    template = Template("{% load design %}{{ late|day_said }}|{{ late|moment_said }}|{{ n|number_said:1 }}")
    with override(language):
        assert template.render(Context({"late": late, "n": 12345.5})) == f"{day}|{moment}|{number}"


@given(st.dates())
def test_no_two_days_are_written_alike(day: date) -> None:
    for language in ("en", "zh-hans"):
        figures = [
            int(part) for part in day_in(day, language).replace("年", " ").replace("月", " ").split() if part.isdigit()
        ]
        assert day.year in figures and str(day.day) in day_in(day, language)
