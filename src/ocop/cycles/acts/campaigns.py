"""Setting the days of a step."""

from __future__ import annotations

from datetime import date, datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role

from .. import lifecycle, rules
from ..models import Campaign, Cycle, Idea
from ..queries import authority
from ..queries.calendar import runs_province_office
from ..queries.campaigns import window_of
from ..rules import Window
from .moving import local_day


def set_campaign(
    cycle: Cycle, step: str, *, opens_on: date, closes_on: date, late_days: int, basis: str, by: Person,
    at: datetime | None = None,
) -> Window:  # fmt: skip
    """Chỉnh lịch một bước của chu trình; those who are writing, and the communes, are told."""
    basis = clean_text(basis)
    with act(at) as moment:
        row = Cycle.objects.select_for_update(of=("self",)).select_related("province").get(pk=cycle.pk)
        before = window_of(row, step)
        holds = runs_province_office(by, row.province, local_day(moment))
        Refused.unless_clear(
            rules.not_yours(holds, "province_officer"), _unknown(before), rules.step_fixed(row.year, step),
            rules.window_unfit(row.year, opens_on, closes_on, late_days), rules.grounds_missing(basis),
        )  # fmt: skip
        assert before is not None
        if (before.opens_on, before.closes_on, before.late_days, before.source) == (
            opens_on,
            closes_on,
            late_days,
            basis,
        ):
            return before
        Campaign.objects.update_or_create(
            cycle=row, step=step,
            defaults={
                "opens_on": opens_on, "closes_on": closes_on, "late_days": late_days, "basis": basis, "set_by": by,
                "set_at": moment,
            },
        )  # fmt: skip
        now = before.moved(opens_on, closes_on, late_days, basis)
        facts = {"step": step, "basis": basis, "before": _days(before), "after": _days(now)}
        record("set_campaign", by=by, about=row, at=moment, facts=facts)
        _tell(row, now, moment)
    return now


def _unknown(window: Window | None) -> Reason | None:
    return None if window else Reason("Không có bước này trong chu trình.", "", "unknown_step")


def _days(window: Window) -> dict[str, object]:
    return {
        "opens_on": str(window.opens_on),
        "closes_on": str(window.closes_on),
        "late_days": window.late_days,
    }


def _tell(cycle: Cycle, window: Window, moment: datetime) -> None:
    officers = people_with_role(Role.COMMUNE_OFFICER).filter(mandates__place__parent=cycle.province).distinct()
    writing = Idea.objects.filter(commune__parent=cycle.province, state__in=lifecycle.IDEA_EDITABLE)
    makers = {idea.producer_id: idea.producer for idea in writing.select_related("producer")}
    people = [person for maker in makers.values() for person in authority.people_behind(maker)]
    days = f"{window.opens_on:%d/%m/%Y} – {window.closes_on:%d/%m/%Y}"
    subject = f"Lịch {cycle.year} đã chỉnh: {window.name}, {days}"
    write(to=[*officers, *people], subject=subject, body=window.source, url="/chu-trinh/", at=moment)
