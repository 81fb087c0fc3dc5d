"""Who may register and change producers."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of, places_of
from ocop.people.rules import Role

from .models import Producer
from .queries import acts_for, is_manager_of


def may_register_producer(person: Person) -> bool:
    """A commune's officer (in that commune) or the province's."""
    return mandate_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER) is not None


def may_edit_producer(person: Person, producer: Producer) -> bool:
    """Those who act for it, the officer of its commune, the province's officer."""
    if acts_for(person, producer) or mandate_of(person, Role.PROVINCE_OFFICER):
        return True
    return producer.place_id in places_of(person, Role.COMMUNE_OFFICER)


def may_name_members(person: Person, producer: Producer) -> bool:
    """Its manager, the officer of its commune, the province's officer."""
    if is_manager_of(person, producer) or mandate_of(person, Role.PROVINCE_OFFICER):
        return True
    return producer.place_id in places_of(person, Role.COMMUNE_OFFICER)
