"""What every step of an idea or a plan does first and last: lock, judge state and actor; move, record, tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone

from ocop.journal.acts import database_clock, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.places.queries import working_day_after

from .. import rules
from ..models import BusinessPlan, Idea
from ..queries import authority


def local_day(moment: datetime) -> date:
    """The day in Asia/Ho_Chi_Minh: a deadline ends at midnight there."""
    return timezone.localdate(moment)


def lock_idea(idea: Idea, at: datetime | None) -> tuple[Idea, datetime]:
    """The row as it stands now; the clock is read only once the lock is held."""
    found = Idea.objects.select_for_update(of=("self",)).select_related("producer", "commune__parent", "cycle")
    return found.get(pk=idea.pk), at or database_clock()


def lock_plan(plan: BusinessPlan, at: datetime | None) -> tuple[BusinessPlan, datetime]:
    found = BusinessPlan.objects.select_for_update(of=("self",))
    row = found.select_related("idea__producer", "idea__commune__parent", "cycle").get(pk=plan.pk)
    return row, at or database_clock()


def judge(step: Step, state: str, idea: Idea, by: Person, moment: datetime) -> None:
    """Refused when the step does not leave this state, or is not this person's to take."""
    if not step.leaves(state):
        raise Refused(rules.wrong_state(state))
    Refused.unless_clear(stranger(step.who, idea, by, moment))


def stranger(who: str, idea: Idea, by: Person, moment: datetime) -> Reason | None:
    return rules.not_yours(_holds(who, idea, by, local_day(moment)), who)


def _holds(who: str, idea: Idea, by: Person, day: date) -> bool:
    if who == "producer":
        return authority.stands_for(by, idea.producer)
    if who == "commune_officer":
        return authority.is_officer_of(by, idea.commune, day)
    return authority.is_office_over(by, idea.commune, day)


def move(
    thing: Idea | BusinessPlan, step: Step, *, by: Person, moment: datetime, facts: Mapping[str, object] | None = None
) -> None:
    """The one place that sets `state`."""
    before, thing.state = thing.state, step.target
    thing.save()
    record(step.name, by=by, about=thing, at=moment, facts={"from": before, "to": step.target, **(facts or {})})


def answer_until(moment: datetime) -> date:
    """The day by which a commune or the province should have answered."""
    day = local_day(moment)
    return working_day_after(day, rules.review_working_days(day))


def tell(people: Iterable[Person], thing: Idea | BusinessPlan, subject: str, body: str = "", *, at: datetime) -> None:
    write(to=people, subject=subject, body=body, url=thing.get_absolute_url(), at=at)
