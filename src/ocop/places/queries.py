"""Questions about places and working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from . import rules
from .models import PRESENT_KINDS, Holiday, Place, Succession

# Longer than any legal deadline in working days needs, Tết included.
_SLACK = timedelta(days=30)


def today() -> date:
    """The day in Asia/Ho_Chi_Minh."""
    return timezone.localdate()


def province() -> Place:
    return Place.objects.get(kind=Place.Kind.PROVINCE)


def place_by_code(code: str) -> Place | None:
    """A present unit (or the province) by its code of QĐ 19/2025/QĐ-TTg."""
    kinds = (*PRESENT_KINDS, Place.Kind.PROVINCE)
    return Place.objects.filter(code=code, kind__in=kinds).first()


def place_by_slug(slug: str) -> Place | None:
    return Place.objects.select_related("parent", "former_district").filter(slug=slug).first()


def present_units() -> QuerySet[Place]:
    """The 54 wards, communes and special zones."""
    return Place.objects.filter(kind__in=PRESENT_KINDS).select_related("former_district").order_by("code")


def former_districts() -> QuerySet[Place]:
    """The 13 localities that existed until 30/06/2025."""
    return Place.objects.filter(kind=Place.Kind.FORMER_DISTRICT).order_by("id")


def heirs_of(place: Place) -> list[Succession]:
    """Into which present units a former commune went, the default one first."""
    found = place.heirs.select_related("new", "new__former_district")
    return list(found.order_by("-is_default", "new__code"))


def forebears_of(place: Place) -> list[Succession]:
    """From which former communes a present unit was made."""
    return list(place.forebears.select_related("old", "old__parent").order_by("partial", "old__code"))


def heirs_of_code(old_code: str) -> list[tuple[Place, bool]]:
    """(present unit, is the default) for a former commune's code; empty when the code is unknown."""
    found = Succession.objects.filter(old__code=old_code, old__kind=Place.Kind.FORMER_COMMUNE)
    rows = found.select_related("new").order_by("-is_default", "new__code")
    return [(row.new, row.is_default) for row in rows]


def district_with_parts(slug: str) -> Place | None:
    """A former locality with its former communes and the present units that are mostly its own."""
    parts = Place.objects.filter(kind=Place.Kind.FORMER_COMMUNE).order_by("code")
    return (
        Place.objects.filter(slug=slug, kind=Place.Kind.FORMER_DISTRICT)
        .prefetch_related(Prefetch("parts", queryset=parts), "present_units")
        .first()
    )


def names_for_search(place: Place | None) -> str:
    """Everything people may call a place: its name, its former district, the former communes it was made of."""
    if place is None:
        return ""
    names = [place.name]
    if place.is_present:
        if place.former_district_id:
            names.append(Place.objects.values_list("name", flat=True).get(pk=place.former_district_id))
        names += place.forebears.values_list("old__name", flat=True)
    return ". ".join(names)


def units_of_both_generations() -> list[Place]:
    """The 54 present units and the 13 former localities, in one query."""
    kinds = (*PRESENT_KINDS, Place.Kind.FORMER_DISTRICT)
    return list(Place.objects.filter(kind__in=kinds).select_related("former_district").order_by("id"))


def places_named(words: Iterable[str], limit: int = 6, among: Iterable[Place] | None = None) -> list[Place]:
    """Places (of all kinds, or `among` some) whose folded name holds every folded word; present units first."""
    found = Place.objects.exclude(kind=Place.Kind.PROVINCE) if among is None else among
    hits = [p for p in found if _holds(p.name, list(words))]
    order = [*PRESENT_KINDS, Place.Kind.FORMER_DISTRICT, Place.Kind.FORMER_COMMUNE]
    hits.sort(key=lambda p: (order.index(Place.Kind(p.kind)), rules.sort_key(p.name)))
    return hits[:limit]


def _holds(name: str, words: list[str]) -> bool:
    own = rules.words_of(name)
    return bool(words) and all(any(o.startswith(w) if len(w) > 2 else o == w for o in own) for w in words)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and swapped working days between two days."""

    off: frozenset[date]
    worked: frozenset[date]


def calendar_between(start: date, end: date) -> Calendar:
    rows = list(Holiday.objects.filter(day__range=(start, end)).values_list("day", "is_worked"))
    return Calendar(frozenset(d for d, worked in rows if not worked), frozenset(d for d, worked in rows if worked))


def is_working_day(day: date) -> bool:
    held = calendar_between(day, day)
    return rules.is_working_day(day, held.off, held.worked)


def working_day_after(start: date, days: int) -> date:
    """The `days`-th working day after `start` (a legal deadline); `start` itself is not counted."""
    held = calendar_between(start, start + timedelta(days=2 * days) + _SLACK)
    return rules.working_day_after(start, days, held.off, held.worked)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` until `end` (included); negative when `end` has passed."""
    held = calendar_between(min(start, end), max(start, end))
    return rules.working_days_between(start, end, held.off, held.worked)


def free_slug(taken: QuerySet[Any], name: str) -> str:
    """The name as an address, numbered when somebody has it already."""
    base = rules.slug_of(name)
    used = set(taken.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in used:
        return base
    return next(slug for n in count(2) if (slug := f"{base}-{n}") not in used)
