"""Opening books."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.people.models import Person
from ocop.producers.models import Producer

from ..models import Book


def open_own_book(producer: Producer, *, by: Person, at: datetime | None = None) -> Book:
    """Mở sổ: the producer's own diary, at its first entry; asking again changes nothing."""
    with act(at) as moment:
        book, new = Book.objects.get_or_create(
            producer=producer, household="",
            defaults={"place": producer.place, "opened_at": moment, "simulated": producer.simulated},
        )  # fmt: skip
        if new:
            record("open_own_book", by=by, about=book, at=moment, facts={"producer": producer.pk})
    return book
