"""The digital plan: the test, its steps, the proofs."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from ocop.cycles import acts
from ocop.cycles.models import DigitalPlan, DigitalStep, DigitalTest
from ocop.cycles.queries import (
    digital_plan_seen_by,
    plan_now,
    plans_in_reach,
    products_to_test,
    waiting_for,
    with_digital_plan,
)
from ocop.cycles.rules import digital
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 6, 9, 2, 0, tzinfo=UTC)
TEST = digital.self_test(date(2026, 6, 9))


def levels(level: int = 0, **but: int) -> dict[str, int]:
    return {question.key: level for question in TEST.questions} | but


def plan_of(answers: dict[str, int] | None = None, at: datetime = THEN) -> DigitalPlan:
    return acts.take_test(cast.product(), answers or levels(), by=cast.person("chi_ba"), at=at)


def standing(plan: DigitalPlan) -> list[DigitalStep]:
    return list(plan.steps.filter(dropped_at__isnull=True))


def test_a_test_sets_five_steps_with_their_days() -> None:
    plan = plan_of()
    steps = standing(plan)
    assert len(steps) == 5
    assert all(step.due_on > date(2026, 6, 9) == step.set_on for step in steps)
    assert with_digital_plan([plan.product_id, 0]) == {plan.product_id}


def test_the_same_answers_on_the_same_day_are_one_test() -> None:
    plan_of()
    plan = plan_of(at=THEN + timedelta(minutes=1))
    assert plan.tests.count() == 1
    assert Line.objects.filter(verb="take_test").count() == 1


def test_a_question_left_out_or_beyond_the_levels_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        plan_of(levels(photos=4) | {"page": -1})
    assert {reason.field for reason in refused.value.reasons} == {"photos", "page"}
    assert not DigitalPlan.objects.exists()


def test_a_new_test_keeps_the_steps_under_way_and_shows_what_was_done() -> None:
    plan = plan_of()
    first, *others = standing(plan)
    acts.prove_step(first, done_on=date(2026, 6, 12), link="https://vidu.vn/a", by=cast.person("chi_ba"), at=_later(3))
    question = first.key.split(":")[0]
    plan = plan_of(levels(**{question: 1}), at=_later(20))
    after = standing(plan)
    assert len(after) == 5
    assert {(step.pk, step.due_on) for step in others} < {(step.pk, step.due_on) for step in after}
    now = plan_now(plan, date(2026, 6, 29))
    assert [step.pk for step in now.earlier] == [first.pk]
    assert any(area.risen for area in now.areas)
    assert now.done == 0


def _later(days: int) -> datetime:
    return THEN + timedelta(days=days)


def test_a_proof_needs_something_to_look_at_and_the_right_person() -> None:
    step = standing(plan_of())[0]
    with pytest.raises(Refused, match="tệp, một đường dẫn"):
        acts.prove_step(step, done_on=date(2026, 6, 10), by=cast.person("chi_ba"), at=_later(2))
    with pytest.raises(Refused, match="Chỉ người đứng tên"):
        acts.prove_step(step, done_on=date(2026, 6, 10), link="https://a.vn/b", by=cast.person("co_nam"), at=_later(2))
    upload = stage.pdf("anh.pdf")
    done = acts.prove_step(step, done_on=date(2026, 6, 10), upload=upload, by=cast.person("chi_ba"), at=_later(2))
    assert done.paper is not None
    assert Line.objects.filter(verb="prove_step").count() == 1


def test_a_step_that_left_the_list_takes_no_proof() -> None:
    step = standing(plan_of())[0]
    plan_of(levels(3), at=_later(5))
    with pytest.raises(Refused, match="đã thôi"):
        acts.prove_step(step, done_on=date(2026, 6, 14), link="https://a.vn/b", by=cast.person("chi_ba"), at=_later(6))


def test_a_producer_sees_late_steps_and_officers_see_plans_of_their_place_only() -> None:
    plan = plan_of()
    (task,) = waiting_for(cast.person("chi_ba"))
    assert task.url == f"/chuyen-doi-so/{plan.pk}/"
    assert task.urgent
    assert plans_in_reach(cast.person("anh_tu"), late=True) == plans_in_reach(cast.person("co_nam")) == [plan]
    assert plans_in_reach(cast.person("anh_khac")) == []
    assert digital_plan_seen_by(cast.person("chi_lan"), plan.pk) is None
    assert [row.plan for row in products_to_test(cast.person("chi_ba"))] == [plan]


@pytest.mark.django_db(transaction=True)
def test_two_people_testing_at_once_leave_five_steps() -> None:
    product, person = cast.product(), cast.person("chi_ba")
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def testing(level: int) -> None:
        try:
            start.wait(10)
            acts.take_test(product, levels(level), by=person, at=THEN)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=testing, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    assert DigitalTest.objects.count() == 2
    assert len(standing(DigitalPlan.objects.get())) == 5
