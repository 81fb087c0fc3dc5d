"""Who may open cycles and rounds."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role


def may_open_round(person: Person) -> bool:
    return mandate_of(person, Role.PROVINCE_OFFICER) is not None
