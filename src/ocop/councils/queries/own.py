"""A member's own sheets, with how far each is; nobody else's."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.people.models import Person

from .. import lifecycle
from ..models import Conflict, Sheet
from .seats import seats_in_force
from .sheets import criteria_of


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
