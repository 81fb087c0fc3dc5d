"""What of the cycle waits on a person's desk, and what may be begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role
from ocop.places.queries import calendar_between
from ocop.places.rules import working_days_between
from ocop.producers.queries import producers_of

from .. import lifecycle
from ..models import BusinessPlan, DigitalStep, Idea
from .authority import ideas_seen_by, plans_seen_by
from .calendar import doings_of as round_doings_of
from .ideas import ideas_of

_SOON = timedelta(days=14)
_IDEA_ACTIONS = {lifecycle.DRAFT: "Viết tiếp", lifecycle.RETURNED: "Sửa và gửi lại"}
_PLAN_ACTIONS = {lifecycle.PLAN_DRAFT: "Lập tiếp", lifecycle.PLAN_RETURNED: "Sửa và gửi lại"}


def waiting_for(person: Person) -> list[Waiting]:
    """Ideas, plans and digital steps that wait for this person."""
    return _clocked([*_for_producer(person), *_for_commune(person), *_for_province(person)])


def _for_producer(person: Person) -> Iterator[Waiting]:
    for idea in ideas_of(person):
        if idea.state in _IDEA_ACTIONS:
            yield _task(
                f"Ý tưởng {idea.name}: {idea.state_name.lower()}", _IDEA_ACTIONS[idea.state], idea, idea.again_by
            )
        elif idea.state == lifecycle.ACCEPTED:
            yield from _plan_task(idea)
    yield from _digital_tasks(person)


def _plan_task(idea: Idea) -> Iterator[Waiting]:
    plan: BusinessPlan | None = idea.business_plan
    if plan is None:
        yield _task(f"Ý tưởng {idea.name} được chọn: lập phương án", "Lập phương án", idea, None)
    elif plan.state in _PLAN_ACTIONS:
        yield _task(f"Phương án {idea.name}: {plan.state_name.lower()}", _PLAN_ACTIONS[plan.state], plan, plan.again_by)


def _digital_tasks(person: Person) -> Iterator[Waiting]:
    """One line for each product with a digital step that is late or due within two weeks."""
    rows = DigitalStep.objects.filter(
        plan__product__producer__in=producers_of(person).values("pk"), dropped_at__isnull=True, done_on__isnull=True,
        due_on__lte=today() + _SOON,
    ).select_related("plan__product").order_by("due_on", "order")  # fmt: skip
    told: set[int] = set()
    for step in rows:
        if step.plan_id not in told:
            told.add(step.plan_id)
            title = f"Chuyển đổi số {step.plan.product.name}: {step.text}"
            yield Waiting(title, "Ghi minh chứng", step.plan.get_absolute_url(), "cycles", due_on=step.due_on)


def _for_commune(person: Person) -> Iterator[Waiting]:
    communes = places_of(person, Role.COMMUNE_OFFICER)
    if not communes:
        return
    for idea in ideas_seen_by(person).filter(commune__in=communes, state=lifecycle.SUBMITTED):
        late = "gửi trễ" if idea.late else ""
        yield _task(f"Xem ý tưởng {idea.name}", "Xem và trả lời", idea, idea.review_by, idea.producer.name, late)
    for plan in plans_seen_by(person).filter(idea__commune__in=communes, state=lifecycle.PLAN_SUBMITTED):
        yield _task(
            f"Cho ý kiến phương án {plan.idea.name}", "Cho ý kiến", plan, plan.review_by, plan.idea.producer.name
        )


def _for_province(person: Person) -> Iterator[Waiting]:
    provinces = places_of(person, Role.PROVINCE_OFFICER)
    if not provinces:
        return
    for plan in plans_seen_by(person).filter(idea__commune__parent__in=provinces, state=lifecycle.PLAN_FORWARDED):
        about = f"{plan.idea.producer.name}, {plan.idea.commune.name}"
        yield _task(f"Duyệt phương án {plan.idea.name}", "Xem và duyệt", plan, plan.review_by, about)


def _task(title: str, action: str, thing: Idea | BusinessPlan, due_on: date | None, *about: str) -> Waiting:
    words = " · ".join(part for part in about if part)
    return Waiting(title, action, thing.get_absolute_url(), "cycles", words, due_on)


def _clocked(tasks: list[Waiting]) -> list[Waiting]:
    """Working days for all of them in one query: the days off between the first and the last."""
    dues = [task.due_on for task in tasks if task.due_on]
    if not dues:
        return tasks
    day = today()
    held = calendar_between(min(*dues, day), max(*dues, day))
    return [_with_clock(task, day, held.off, held.worked) for task in tasks]


def _with_clock(task: Waiting, day: date, off: frozenset[date], worked: frozenset[date]) -> Waiting:
    if task.due_on is None:
        return task
    left = working_days_between(day, task.due_on, off, worked)
    return Waiting(task.title, task.action, task.url, task.chapter, task.about, task.due_on, left, left <= 3)


def doings_of(person: Person) -> list[Doing]:
    """What the person can start in this chapter at any time."""
    found: list[Doing] = []
    if producers_of(person).exists():
        found.append(Doing("Ý tưởng và phương án", "/y-tuong/", "từ ý tưởng tới phương án được duyệt"))
        found.append(Doing("Chuyển đổi số", "/chuyen-doi-so/", "tự đánh giá và năm bước tiếp theo"))
    if places_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER):
        found.append(Doing("Ý tưởng, phương án đã nhận", "/y-tuong/xa/", "xem, trả lời, ai trễ"))
        found.append(Doing("Kế hoạch chuyển đổi số", "/chuyen-doi-so/", "của sản phẩm trong địa bàn"))
    return [*found, *round_doings_of(person)]
