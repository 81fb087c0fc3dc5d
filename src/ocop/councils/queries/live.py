"""What every screen of a sitting asks every few seconds: cheap to ask, and silent while nothing has changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import connection

from ocop.people.models import Person

from .. import lifecycle
from ..models import Conflict, Focus, Item, Sheet, Sitting

# Whatever a board shows has moved when one of these numbers has; one statement, no row of a sheet's content.
_PULSE = """
SELECT s.state, f.since, f.item_id,
  (SELECT string_agg(i.state || i.round, ',' ORDER BY i."order") FROM councils_item i WHERE i.sitting_id = s.id),
  (SELECT count(*) || ':' || count(h.handed_in_at) || ':' || coalesce(max(h.handed_in_at)::text, '')
     FROM councils_sheet h JOIN councils_item i ON i.id = h.item_id WHERE i.sitting_id = s.id),
  (SELECT count(*) || ':' || count(c.withdrawn_at)
     FROM councils_conflict c JOIN councils_item i ON i.id = c.item_id WHERE i.sitting_id = s.id),
  (SELECT count(*) || ':' || count(a.withdrawn_at)
     FROM councils_abstention a JOIN councils_item i ON i.id = a.item_id WHERE i.sitting_id = s.id),
  (SELECT count(r.handed_in_at)
     FROM councils_advisorreport r JOIN councils_item i ON i.id = r.item_id WHERE i.sitting_id = s.id)
FROM councils_sitting s LEFT JOIN councils_focus f ON f.sitting_id = s.id WHERE s.id = %s
"""


@dataclass(frozen=True, slots=True)
class Live:
    """The item on every screen, for one person: `closed` blanks it, `sheet` is their own."""

    sitting: Sitting
    focus: Focus | None
    closed: bool
    sheet: Sheet | None

    @property
    def item(self) -> Item | None:
        return self.focus.item if self.focus else None

    @property
    def tag(self) -> str:
        focus = self.focus
        facts = (
            self.sitting.state, focus.since if focus else None, focus.item_id if focus else None, self.closed,
            self.sheet.state if self.sheet else "", self.sheet.pk if self.sheet else 0,
        )  # fmt: skip
        return _tag(facts)


def live_of(sitting: Sitting, person: Person) -> Live:
    """Three queries at most."""
    focus = Focus.objects.filter(sitting=sitting).select_related("item__dossier__product").first()
    if focus is None or focus.item is None:
        return Live(sitting, focus, False, None)
    closed = Conflict.objects.filter(item=focus.item_id, seat__person=person, withdrawn_at__isnull=True).exists()
    mine = Sheet.objects.filter(item=focus.item_id, seat__person=person).exclude(state=lifecycle.VOID)
    sheet = None if closed else mine.only("pk", "state", "item_id", "round").order_by("-round").first()
    return Live(sitting, focus, closed, sheet)


def pulse_of(sitting: Sitting, person: Person) -> str:
    """A tag that changes when anything on the sitting's board does."""
    with connection.cursor() as cursor:
        cursor.execute(_PULSE, [sitting.pk])
        row = cursor.fetchone()
    return _tag((person.pk, *(row or ())))


def _tag(facts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]
