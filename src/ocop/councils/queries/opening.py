"""The desk from which sheets are opened, and the discussions between rounds."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.people.models import Person

from ..models import Discussion, Item, Sitting
from .readiness import Count, counts_of
from .sheets import conflicted_items


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An item as its opener sees it: who is in and who is missing, no score."""

    item: Item
    count: Count
    closed_to_me: bool

    @property
    def ready(self) -> bool:
        return self.item.takes_sheets and self.count.has_quorum and not self.count.waiting

    @property
    def forced(self) -> bool:
        """Enough sheets, but somebody is still awaited."""
        return self.item.takes_sheets and self.count.has_quorum and bool(self.count.waiting)


def desk_of(sitting: Sitting, person: Person) -> list[DeskRow]:
    items = list(sitting.items.select_related("dossier__product__producer"))
    counts, closed = counts_of(sitting, items), conflicted_items(sitting, person)
    return [DeskRow(item, counts[item.pk], item.pk in closed) for item in items]


def discussions_of(item: Item) -> list[Discussion]:
    return list(Discussion.objects.filter(item=item).prefetch_related("remarks__seat__person"))
