"""Reminders come in time and once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ocop.cycles import acts
from ocop.cycles.rules import digital
from ocop.letters.models import Letter
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db


def reminded(at: datetime) -> list[str]:
    before = set(Letter.objects.values_list("pk", flat=True))
    acts.remind_of_closing(at=at)
    return list(Letter.objects.exclude(pk__in=before).values_list("subject", flat=True))


def test_who_is_writing_is_told_seven_days_and_one_day_before_the_step_closes() -> None:
    stage.open_idea()
    morning = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)
    told = {before: reminded(morning - timedelta(days=before)) for before in (8, 7, 6, 2, 1, 0)}
    expected = [f"Gửi đến hết 30/06/2026: {stage.NAME}"]
    assert told == {8: [], 7: expected, 6: [], 2: [], 1: expected, 0: []}


def test_the_same_morning_twice_is_one_letter() -> None:
    stage.open_idea()
    morning = datetime(2026, 6, 23, 1, 0, tzinfo=UTC)
    assert len(reminded(morning)) == 1
    assert reminded(morning + timedelta(hours=2)) == []


def test_what_was_returned_is_told_by_its_own_days_and_what_was_sent_is_not_told() -> None:
    idea = stage.submitted()
    assert reminded(datetime(2026, 6, 23, 1, 0, tzinfo=UTC)) == []
    acts.return_idea(idea, "Nói rõ nguyên liệu giúp.", by=cast.person("anh_tu"), at=stage.SPRING)
    assert reminded(stage.SPRING + timedelta(days=13)) == [f"Gửi đến hết 28/04/2026: {stage.NAME}"]


def test_a_digital_step_that_is_due_is_told_once_for_its_product() -> None:
    levels = {question.key: 0 for question in digital.self_test(stage.SPRING.date()).questions}
    acts.take_test(cast.product(), levels, by=cast.person("chi_ba"), at=stage.SPRING)
    told = reminded(stage.SPRING + timedelta(days=6))
    assert told == [f"Đến hết 21/04/2026: bước chuyển đổi số của {cast.product().name}"]
