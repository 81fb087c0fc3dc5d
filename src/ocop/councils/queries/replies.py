"""Replies of the producer to criticism, as the council reads them."""

from __future__ import annotations

from ocop.dossiers.models import Reply
from ocop.people.models import Person

from ..models import Item
from .seats import item_seen_by


def reply_paper_of(person: Person, pk: int, reply: int) -> tuple[Item, Reply] | None:
    """A reply with a paper, to the dossier of an item that the person knows of."""
    item = item_seen_by(person, pk)
    if item is None:
        return None
    found = Reply.objects.select_related("paper").filter(dossier=item.dossier, pk=reply, paper__isnull=False).first()
    return (item, found) if found else None
