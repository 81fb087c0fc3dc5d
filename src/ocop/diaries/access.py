"""Who may keep a diary, and who may open what stands in it."""

from __future__ import annotations

from ocop.people.models import Person

from .queries import keeps_a_diary


def may_keep_diary(person: Person) -> bool:
    """Those who act for a producer, and those who keep a household's book."""
    return person.is_active and keeps_a_diary(person)
