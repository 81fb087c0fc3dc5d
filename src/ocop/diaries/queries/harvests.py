"""How much each growing area gave over a year, by the diary's standing entries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from ocop.people.models import Person

from ..models import Entry, GrowingArea, Item
from ..rules.harvests import Harvest, harvest_of
from ..rules.standing import Link, standing
from ..rules.units import Amount
from .finding import areas_of
from .stories import corrections_among

YEAR = timedelta(days=365)


def areas_with_harvests(person: Person, now: datetime) -> list[tuple[GrowingArea, str]]:
    """The areas a person sees, each with what it gave in the last twelve months, in words."""
    areas = areas_of(person)
    found = harvests_of([area.pk for area in areas], now - YEAR, now)
    return [(area, found.get(area.pk, Harvest()).words(area.area_ha)) for area in areas]


def harvests_of(areas: Collection[int], since: datetime, until: datetime) -> dict[int, Harvest]:
    """Each area's harvests in (since, until]; a corrected entry counts as it was put right."""
    cut = Entry.objects.filter(area__in=areas, kind="harvest", at__gt=since, at__lte=until).prefetch_related("items")
    pool = {entry.pk: entry for entry in cut}
    links = [Link(e.pk, e.book_id, e.corrects, tuple(e.after)) for e in (pool | corrections_among(pool)).values()]
    good = standing(links)
    told: dict[int, list[Entry]] = {}
    for entry in pool.values():
        if entry.pk in good and entry.area_id:
            told.setdefault(entry.area_id, []).append(entry)
    return {area: harvest_of([a for e in rows for a in _amounts(e)], len(rows)) for area, rows in told.items()}


def _amounts(entry: Entry) -> list[Amount]:
    """What one harvest gave; one without any weight says an unknown number."""
    found = [Amount(i.quantity, i.unit) for i in entry.items.all() if i.direction == Item.Direction.OUT]
    return found or [Amount(None)]
