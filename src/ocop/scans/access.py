"""Who reads what the public told: those who must look into it."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role

from .models import Case


def may_read_reports(person: Person) -> bool:
    return bool(roles_of(person) & {Role.INSPECTOR, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR})


def may_watch_stamps(person: Person) -> bool:
    """Reads the radar and the cases."""
    return person.is_active and may_read_reports(person)


def may_read_case(person: Person, case: Case) -> bool:
    return may_watch_stamps(person)


def may_decide_cases(person: Person) -> bool:
    return person.is_active and Role.INSPECTOR in roles_of(person)
