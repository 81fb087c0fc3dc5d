"""Who reads what the public told: those who must look into it."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role


def may_read_reports(person: Person) -> bool:
    return bool(roles_of(person) & {Role.INSPECTOR, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR})
