"""What every step does first and last: lock, judge the state and the actor; move, record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from ocop.journal.acts import database_clock, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role

from .. import rules
from ..models import Dossier
from ..queries import authority

_HOLDS: dict[str, Callable[[Person, Dossier, date], bool]] = {
    "producer": lambda person, dossier, day: authority.served_by(dossier.product.producer, person),
    "commune_officer": lambda person, dossier, day: authority.is_officer_of(person, dossier.commune, day),
    "province_officer": lambda person, dossier, day: authority.is_province_office_of(person, dossier.commune, day),
    "examiner": lambda person, dossier, day: authority.examines_for_province(person, dossier.commune, day),
}


def lock(dossier: Dossier, at: datetime | None) -> tuple[Dossier, datetime]:
    """The row as it stands now, and the moment: the clock is read only once the lock is held."""
    found = Dossier.objects.select_for_update(of=("self",))
    row = found.select_related("product__producer", "commune__parent", "round").get(pk=dossier.pk)
    return row, at or database_clock()


def local_day(moment: datetime) -> date:
    """The day in Asia/Ho_Chi_Minh: a deadline ends at midnight there."""
    return timezone.localdate(moment)


def leaving(name: str, dossier: Dossier) -> Step:
    """The step `name` out of the dossier's present state; refused when there is none."""
    step = rules.step_from(name, dossier.state)
    if step is None:
        raise Refused(rules.wrong_state(name, dossier.state, dossier.receipt_number or ""))
    return step


def begin(
    name: str, dossier: Dossier, by: Person | None, at: datetime | None, *, anyone: bool = False
) -> tuple[Dossier, datetime, Step]:
    """Lock for the step `name`; refused when the state has no such step or the actor may not take it.

    With `anyone` the calling act asks itself who may.
    """
    row, moment = lock(dossier, at)
    step = leaving(name, row)
    Refused.unless_clear(None if anyone else stranger(step.who, row, by, moment))
    return row, moment, step


def stranger(who: str, dossier: Dossier, by: Person | None, moment: datetime) -> Reason | None:
    """A reason when `by` does not hold the role `who` towards the dossier on the day of the act."""
    holds = _HOLDS.get(who)
    if holds is None:
        return None
    return rules.not_yours(by is not None and holds(by, dossier, local_day(moment)), who)


def move(
    dossier: Dossier, step: Step, *, by: Person | None, moment: datetime, facts: Mapping[str, object] | None = None
) -> Dossier:
    """The one place that sets `state`."""
    before, dossier.state = dossier.state, step.target
    dossier.save()
    told = {"from": before, "to": step.target, **(facts or {})}
    record(step.name, by=by, about=dossier, at=moment, facts=told)
    return dossier


def move_all(dossiers: Sequence[Dossier], name: str, *, by: Person | None, moment: datetime) -> None:
    """The same step for many at once: one statement, a line of the journal each."""
    keys = [dossier.pk for dossier in dossiers]
    rows = list(Dossier.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    targets = {leaving(name, row).target for row in rows}
    for target in targets:
        Dossier.objects.filter(pk__in=keys).update(state=target)
    for row in rows:
        record(name, by=by, about=row, at=moment, facts={"from": row.state, "to": leaving(name, row).target})


def tell(people: Iterable[Person], dossier: Dossier, subject: str, body: str = "", *, at: datetime) -> None:
    write(to=people, subject=subject[:200], body=body, url=f"/ho-so/{dossier.pk}/", at=at)


def tell_producer(dossier: Dossier, subject: str, body: str = "", *, at: datetime) -> None:
    tell(authority.people_behind(dossier.product.producer), dossier, subject, body, at=at)


def tell_commune(dossier: Dossier, subject: str, body: str = "", *, at: datetime) -> None:
    officers = people_with_role(Role.COMMUNE_OFFICER, place_id=dossier.commune_id)
    tell(officers, dossier, subject, body, at=at)


def tell_province(dossier: Dossier, subject: str, body: str = "", *, at: datetime) -> None:
    officers = people_with_role(Role.PROVINCE_OFFICER, place_id=dossier.commune.parent_id)
    tell(officers, dossier, subject, body, at=at)
