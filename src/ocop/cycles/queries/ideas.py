"""Ideas and plans in lists: a producer's own, a commune's, the province's; and who is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from ocop.journal.models import Line as JournalLine
from ocop.journal.queries import lines_about
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role
from ocop.places.queries import calendar_between
from ocop.places.rules import working_days_between
from ocop.producers.queries import producers_of

from .. import lifecycle
from ..models import BusinessPlan, Idea
from .authority import ideas_seen_by, plans_seen_by


def ideas_of(person: Person) -> list[Idea]:
    """The ideas of the producers for which the person stands, the newest first; withdrawn ones last."""
    found = ideas_seen_by(person).filter(producer__in=producers_of(person).values("pk")).order_by("-pk")
    return sorted(found, key=lambda idea: idea.state == lifecycle.WITHDRAWN)


def _in_office(person: Person) -> QuerySet[Idea]:
    """Ideas handed in where the person holds an office; an officer's own idea is judged by others."""
    return ideas_seen_by(person).filter(submitted_at__isnull=False)


def officer_ideas(person: Person, *, done: bool = False) -> list[Idea]:
    """What the commune has to look at, the nearest day first; `done`: what it has answered."""
    rows = _in_office(person)
    if done:
        return list(rows.exclude(state=lifecycle.SUBMITTED).order_by("-judged_at", "-pk")[:200])
    return list(rows.filter(state=lifecycle.SUBMITTED).order_by("review_by", "pk")[:200])


def officer_plans(person: Person, *, done: bool = False) -> list[BusinessPlan]:
    """Plans on their way, the nearest day first; `done`: those accepted, returned or finished."""
    rows = plans_seen_by(person).filter(submitted_at__isnull=False)
    waiting = (lifecycle.PLAN_SUBMITTED, lifecycle.PLAN_FORWARDED)
    if done:
        return list(rows.exclude(state__in=waiting).order_by("-judged_at", "-pk")[:200])
    return list(rows.filter(state__in=waiting).order_by("review_by", "pk")[:200])


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that should have moved by a day: with its working days (negative: past)."""

    name: str
    url: str
    producer: str
    commune: str
    state: str
    whose: str
    due_on: date
    days_left: int


def overdue(person: Person, day: date | None = None) -> list[Overdue]:
    """Every idea and plan in the person's reach that waits for somebody, the latest first."""
    on = day or today()
    rows = [_idea_due(idea) for idea in _in_office(person).filter(state__in=(lifecycle.SUBMITTED, lifecycle.RETURNED))]
    busy = (lifecycle.PLAN_SUBMITTED, lifecycle.PLAN_FORWARDED, lifecycle.PLAN_RETURNED)
    rows += [_plan_due(plan) for plan in plans_seen_by(person).filter(submitted_at__isnull=False, state__in=busy)]
    dated = [(row, due) for row, due in rows if due]
    if not dated:
        return []
    days = [on, *(due for _, due in dated)]
    held = calendar_between(min(days), max(days))
    found = [_overdue(row, due, working_days_between(on, due, held.off, held.worked)) for row, due in dated]
    return sorted(found, key=lambda row: (row.days_left, row.name))


Waits = tuple[Idea | BusinessPlan, str]


def _idea_due(idea: Idea) -> tuple[Waits, date | None]:
    mine = idea.state == lifecycle.RETURNED
    return (idea, "chủ thể" if mine else "xã"), idea.again_by if mine else idea.review_by


def _plan_due(plan: BusinessPlan) -> tuple[Waits, date | None]:
    whose = {lifecycle.PLAN_SUBMITTED: "xã", lifecycle.PLAN_FORWARDED: "tỉnh"}.get(plan.state, "chủ thể")
    return (plan, whose), plan.again_by if whose == "chủ thể" else plan.review_by


def _overdue(waits: Waits, due: date, left: int) -> Overdue:
    thing, whose = waits
    idea = thing.idea if isinstance(thing, BusinessPlan) else thing
    return Overdue(
        str(thing), thing.get_absolute_url(), idea.producer.name, idea.commune.name, thing.state_name, whose, due, left
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many ideas and plans of a commune stand where."""

    commune: str
    waiting: int
    returned: int
    accepted: int
    plans: int
    running: int


def counted_by_commune(person: Person) -> list[Counted]:
    """One row for each commune in the person's reach from which something has come."""
    rows: dict[str, list[Idea]] = {}
    for idea in _in_office(person).order_by("commune__code"):
        rows.setdefault(idea.commune.name, []).append(idea)
    return [_counted(name, ideas) for name, ideas in rows.items()]


def _counted(commune: str, ideas: list[Idea]) -> Counted:
    states = [idea.state for idea in ideas]
    plans = [idea.business_plan for idea in ideas if idea.business_plan and idea.business_plan.submitted_at]
    running = sum(plan.state in (lifecycle.PLAN_ACCEPTED, lifecycle.PLAN_DONE) for plan in plans)
    return Counted(
        commune, states.count(lifecycle.SUBMITTED), states.count(lifecycle.RETURNED),
        states.count(lifecycle.ACCEPTED), len(plans), running,
    )  # fmt: skip


def holds_office(person: Person) -> bool:
    return bool(places_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER))


_TOLD = {
    "open_idea": "Nêu ý tưởng",
    "check_eligibility": "Trả lời lại các câu điều kiện",
    "submit_idea": "Gửi xã",
    "return_idea": "Xã trả lại",
    "accept_idea": "Xã chọn",
    "withdraw_idea": "Rút ý tưởng",
    "link_product": "Gắn sản phẩm đã đăng ký",
    "open_plan": "Bắt đầu lập phương án",
    "submit_plan": "Gửi phương án",
    "give_opinion": "Xã cho ý kiến, chuyển lên tỉnh",
    "return_plan": "Tỉnh trả lại",
    "accept_plan": "Tỉnh duyệt",
    "finish_plan": "Báo triển khai xong",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what happened, in words."""

    at: datetime
    what: str
    remark: str = ""


def told_of(thing: Idea | BusinessPlan) -> list[Told]:
    """What happened to an idea or a plan, from the journal, the newest first."""
    return [_told(line) for line in lines_about(thing) if line.verb in _TOLD][::-1]


def _told(line: JournalLine) -> Told:
    remark = "trễ" if line.facts.get("late") else "gửi lại" if line.facts.get("again") else ""
    return Told(line.at, _TOLD[line.verb], remark)
