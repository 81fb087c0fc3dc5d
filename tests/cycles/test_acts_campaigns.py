"""The province sets the days of a step."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ocop.cycles import acts, rules
from ocop.cycles.models import Campaign, Cycle
from ocop.cycles.queries import season_of, window_of, windows_of
from ocop.cycles.rules import Window
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db
BASIS = "KH mô phỏng 12/2026"


def moved(cycle: Cycle, *, by: str = "co_nam", step: str = rules.IDEAS, closes: date = date(2026, 9, 30)) -> Window:
    return acts.set_campaign(
        cycle, step, opens_on=date(2026, 5, 1), closes_on=closes, late_days=0, basis=BASIS, by=cast.person(by),
        at=stage.SPRING,
    )  # fmt: skip


def test_the_days_hold_and_those_who_are_writing_are_told() -> None:
    cast.person("anh_tu")
    stage.open_idea()
    cycle = stage.year()
    moved(cycle)
    window = window_of(Cycle.objects.get(pk=cycle.pk), rules.IDEAS)
    assert window is not None
    assert (window.closes_on, window.late_until, window.adjusted) == (date(2026, 9, 30), date(2026, 9, 30), True)
    told = set(Letter.objects.filter(subject__startswith="Lịch 2026").values_list("to", flat=True))
    assert told == {cast.person("anh_tu").pk, cast.person("chi_ba").pk}
    line = Line.objects.get(verb="set_campaign")
    assert line.facts["before"]["closes_on"] == "2026-06-30"
    assert line.facts["after"]["closes_on"] == "2026-09-30"


def test_the_same_days_twice_are_one_line() -> None:
    cycle = stage.year()
    moved(cycle)
    moved(cycle)
    assert Line.objects.filter(verb="set_campaign").count() == Campaign.objects.count() == 1


def test_every_reason_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        acts.set_campaign(
            stage.year(), rules.IDEAS, opens_on=date(2025, 5, 1), closes_on=date(2025, 4, 1), late_days=99, basis="",
            by=cast.person("anh_tu"), at=stage.SPRING,
        )  # fmt: skip
    assert {reason.field for reason in refused.value.reasons} == {"", "closes_on", "opens_on", "late_days", "basis"}


def test_step_five_is_moved_by_rounds_alone() -> None:
    with pytest.raises(Refused, match="mở đợt bổ sung"):
        moved(stage.year(), step=rules.RATING)
    rating = next(window for window in windows_of(stage.year()) if window.key == rules.RATING)
    assert (rating.opens_on, rating.closes_on) == (date(2026, 4, 30), date(2026, 12, 29))


def test_an_idea_in_december_is_taken_when_the_province_lets_the_step_run_on() -> None:
    idea = stage.written(stage.open_idea())
    december = datetime(2026, 12, 15, tzinfo=UTC)
    with pytest.raises(Refused, match="đã khép"):
        acts.submit_idea(idea, by=cast.person("chi_ba"), at=december)
    moved(stage.year(), closes=date(2027, 1, 31))
    assert not acts.submit_idea(idea, by=cast.person("chi_ba"), at=december).late


def test_last_years_step_that_runs_on_is_found_in_the_new_year() -> None:
    moved(stage.year(2026), closes=date(2027, 1, 31))
    stage.year(2027)
    found = season_of(cast.place("22"), rules.IDEAS, date(2027, 1, 15))
    assert found is not None
    assert found.cycle.year == 2026
    spring = season_of(cast.place("22"), rules.IDEAS, date(2027, 4, 15))
    assert spring is not None
    assert spring.cycle.year == 2027
