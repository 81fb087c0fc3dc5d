"""Replies beside the criteria they answer."""

from __future__ import annotations

from ocop.people.models import Person

from ..models import Dossier, Reply
from .authority import dossier_seen_by


def replies_of(dossier: Dossier) -> dict[str, list[Reply]]:
    """Criterion → criticism with its answer, oldest first: for the reader, the council and the second reading."""
    found: dict[str, list[Reply]] = {}
    for reply in dossier.replies.select_related("paper", "answered_by"):
        found.setdefault(reply.criterion, []).append(reply)
    return found


def replies_waiting(person: Person) -> list[Reply]:
    """What the person's producer may still answer."""
    from ocop.producers.queries import producers_of

    mine = Reply.objects.filter(
        answered_at__isnull=True, dossier__product__producer__in=producers_of(person).values("pk")
    )
    return list(mine.select_related("dossier__product").order_by("due_on", "id"))


def reply_seen_by(person: Person, number: int, reply: int) -> Reply | None:
    dossier = dossier_seen_by(person, number)
    if dossier is None:
        return None
    found = Reply.objects.select_related("paper", "dossier__product__producer", "dossier__commune")
    return found.filter(dossier=dossier, pk=reply).first()
