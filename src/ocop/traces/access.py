"""Who may connect systems: those who act for a producer, or for a trading office."""

from __future__ import annotations

from ocop.people.models import Person

from .queries.seats import Seat, seats_of


def may_connect(person: Person) -> bool:
    return person.is_active and bool(seats_of(person))


def may_connect_seat(person: Person, seat: Seat) -> bool:
    return person.is_active
