"""A member's own sheets, with how far each is; nobody else's."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from ocop.people.models import Person

from .. import lifecycle
from ..models import Abstention, Conflict, Item, Sheet, Statement
from .seats import seats_in_force
from .sheets import criteria_of


@dataclass(frozen=True, slots=True)
class NextUp:
    """What a member scores next: the item, and where its sheet is or is opened."""

    title: str
    action: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnSheet:
    sheet: Sheet
    answered: int
    questions: int

    @property
    def is_complete(self) -> bool:
        return self.answered >= self.questions


def own_open_sheets(person: Person) -> list[OwnSheet]:
    """Open sheets of sittings that score now, in the order of their agendas; one query."""
    found = (
        Sheet.objects.filter(
            seat__person=person, seat__in=seats_in_force(), state=lifecycle.OPEN, item__sitting__state=lifecycle.SCORING
        )
        .exclude(item__in=Conflict.objects.filter(seat__person=person, withdrawn_at__isnull=True).values("item"))
        .select_related("item__sitting", "item__dossier__product__producer")
        .order_by("item__sitting__held_on", "item__order")
    )
    return [OwnSheet(s, len(s.choices), len(criteria_of(s.item).criteria)) for s in found]


def next_up(person: Person, after: Item) -> NextUp | None:
    """The next item of the same sitting that waits for this member's sheet; from the end on to the beginning."""
    waiting = _owed(person, after.sitting_id)
    following = [i for i in waiting if i.order > after.order] or waiting
    if not following:
        return None
    item = following[0]
    begun = Sheet.objects.filter(item=item, seat__person=person, round=item.round, state=lifecycle.OPEN).first()
    url = f"/hoi-dong/phieu/{begun.pk}/" if begun else f"/hoi-dong/muc/{item.pk}/phieu/"
    return NextUp(f"{item.order}. {item.dossier.product.name}", "Chấm tiếp" if begun else "Mở phiếu", url)


def _owed(person: Person, sitting_id: int) -> list[Item]:
    mine = Sheet.objects.filter(seat__person=person, round=F("item__round"), state__in=lifecycle.SHEET_IS_IN)
    items = (
        Item.objects.filter(sitting_id=sitting_id, state__in=lifecycle.ITEM_TAKES_SHEETS)
        .exclude(pk__in=mine.values("item"))
        .exclude(pk__in=Conflict.objects.filter(seat__person=person, withdrawn_at__isnull=True).values("item"))
        .exclude(pk__in=Abstention.objects.filter(seat__person=person, withdrawn_at__isnull=True).values("item"))
    )
    return list(items.select_related("dossier__product").order_by("order"))


def unopened_items(person: Person) -> list[Item]:
    """Items that wait for this member's sheet, stated free of conflict and not begun, in every sitting that scores."""
    stated = Statement.objects.filter(seat__person=person, sitting__state=lifecycle.SCORING).values_list(
        "sitting_id", "covers"
    )
    begun = set(Sheet.objects.filter(seat__person=person, state=lifecycle.OPEN).values_list("item_id", flat=True))
    covered = {number for _, covers in stated for number in covers}
    sittings = dict.fromkeys(sitting for sitting, _ in stated)
    owed = [item for sitting in sittings for item in _owed(person, sitting)]
    return [item for item in owed if item.pk in covered and item.pk not in begun]
