"""Who reads a letter: its addressee."""

from __future__ import annotations

from ocop.people.models import Person

from .models import Letter


def may_read_letters(person: Person) -> bool:
    return person.is_active


def may_read_letter(person: Person, letter: Letter) -> bool:
    return letter.to_id == person.pk
