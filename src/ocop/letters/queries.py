"""What has been told to whom, and what still has to be carried."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from ocop.people.models import Person

from .models import Letter, Sending

# A carrier that failed so often will fail again; the letter stays on the desk.
MOST_TRIES = 5


def letters_of(person: Person, before: int | None = None, count: int = 30) -> list[Letter]:
    """The person's newest letters, those older than letter `before` when it is given."""
    found = Letter.objects.filter(to=person).order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:count])


def unread_of(person: Person) -> int:
    return Letter.objects.filter(to=person, read_at__isnull=True).count()


def letter_to(person: Person, number: int) -> Letter | None:
    """The letter with this number if it was written to `person`."""
    return Letter.objects.filter(pk=number, to=person).first()


def letters_to_carry() -> QuerySet[Letter]:
    """Letters for SMS or e-mail that no carrier has taken yet and that were not tried too often."""
    given_up = Sending.objects.values("letter").annotate(tries=Count("id")).filter(tries__gte=MOST_TRIES)
    waiting = Letter.objects.filter(sent_at__isnull=True).exclude(channel=Letter.Channel.DESK)
    return waiting.exclude(pk__in=given_up.values("letter")).select_related("to").order_by("id")
