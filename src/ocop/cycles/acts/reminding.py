"""Telling people in time that a step closes or that their days run out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from ocop.journal.acts import act
from ocop.letters.acts import write
from ocop.letters.models import Letter
from ocop.people.models import Person

from .. import lifecycle, rules
from ..models import BusinessPlan, DigitalStep, Idea
from ..queries import authority
from ..queries.campaigns import season_of
from .moving import local_day

# A week to write, and the last day to press the button.
DAYS_BEFORE = (7, 1)


def remind_of_closing(*, at: datetime | None = None) -> int:
    """Nhắc hạn: ideas and plans that are being written, and digital steps, seven days and one day before their last.

    Told twice on one day, nobody gets a second letter. Letters only: nothing of the year changes.
    """
    with act(at) as moment:
        day = local_day(moment)
        return sum(
            _once(person, subject, url, moment) for (url, subject), people in _due(day).items() for person in people
        )


def _due(day: date) -> dict[tuple[str, str], list[Person]]:
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    ideas = Idea.objects.filter(state__in=(lifecycle.DRAFT, lifecycle.RETURNED))
    for idea in ideas.select_related("producer", "commune__parent"):
        _collect(found, idea, idea, rules.IDEAS, day)
    plans = BusinessPlan.objects.filter(state__in=lifecycle.PLAN_EDITABLE)
    for plan in plans.select_related("idea__producer", "idea__commune__parent"):
        _collect(found, plan, plan.idea, rules.PLANS, day)
    for step in _steps_due(day):
        words = f"Đến hết {step.due_on:%d/%m/%Y}: bước chuyển đổi số của {step.plan.product.name}"
        key = (step.plan.get_absolute_url(), words)
        found[key] = authority.people_behind(step.plan.product.producer)
    return found


def _collect(
    found: dict[tuple[str, str], list[Person]], thing: Idea | BusinessPlan, idea: Idea, step: str, day: date
) -> None:
    last = thing.again_by or _closing(idea, step, day)
    if last is not None and (last - day).days in DAYS_BEFORE:
        words = f"Gửi đến hết {last:%d/%m/%Y}: {thing}"
        found[(thing.get_absolute_url(), words)] = authority.people_behind(idea.producer)


def _closing(idea: Idea, step: str, day: date) -> date | None:
    season = season_of(idea.commune.parent, step, day)
    return season.window.closes_on if season else None


def _steps_due(day: date) -> list[DigitalStep]:
    due = [day + timedelta(days=before) for before in DAYS_BEFORE]
    rows = DigitalStep.objects.filter(due_on__in=due, done_on__isnull=True, dropped_at__isnull=True)
    return list(rows.select_related("plan__product__producer").order_by("plan_id", "due_on", "order"))


def _once(person: Person, subject: str, url: str, moment: datetime) -> int:
    subject = subject[:200]
    if Letter.objects.filter(to=person, subject=subject, url=url, written_at__date=local_day(moment)).exists():
        return 0
    return len(write(to=[person], subject=subject, url=url, at=moment))
