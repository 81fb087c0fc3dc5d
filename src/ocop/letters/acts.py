"""Writing letters within other chapters' acts, and reading them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from ocop.journal.acts import act, enqueue
from ocop.people.models import Person

from .models import Letter

_LONGEST_SUBJECT = 200


def write(
    *, to: Iterable[Person], subject: str, body: str = "", url: str = "", channel: str = Letter.Channel.DESK,
    at: datetime | None = None,
) -> list[Letter]:  # fmt: skip
    """Báo thư: one letter for each addressee, kept or rolled back with the act that writes it.

    No journal line: the act that writes the letter has one, and a letter may hold private facts.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"a letter points into the portal, not to {url!r}")
    people = list({person.pk: person for person in to}.values())
    with act(at) as moment:
        letters = Letter.objects.bulk_create(
            Letter(
                to=p, subject=_shortened(subject), body=body, url=url, channel=_channel(p, channel), written_at=moment
            )
            for p in people
        )
        if any(letter.channel != Letter.Channel.DESK for letter in letters):
            enqueue("letters.carry", once="letters.carry")
    return letters


def _channel(person: Person, wanted: str) -> str:
    """The wanted channel if the person can be reached there, else the desk."""
    reachable = {Letter.Channel.SMS: person.phone, Letter.Channel.EMAIL: person.email}
    return wanted if reachable.get(Letter.Channel(wanted)) else Letter.Channel.DESK


def _shortened(subject: str) -> str:
    return subject if len(subject) <= _LONGEST_SUBJECT else subject[: _LONGEST_SUBJECT - 1] + "…"


def mark_read(letter: Letter, *, by: Person, at: datetime | None = None) -> Letter:
    """Đã đọc: the first reading counts."""
    now = at or timezone.now()
    Letter.objects.filter(pk=letter.pk, to=by, read_at__isnull=True).update(read_at=now)
    letter.refresh_from_db(fields=["read_at"])
    return letter


def mark_all_read(person: Person, *, at: datetime | None = None) -> int:
    """Đã đọc hết: how many were still unread."""
    return Letter.objects.filter(to=person, read_at__isnull=True).update(read_at=at or timezone.now())
