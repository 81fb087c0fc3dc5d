"""Who may set official wording beside our labels."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role


def may_load_wording(person: Person) -> bool:
    return mandate_of(person, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.ADMINISTRATOR) is not None
