"""Who someone is and what they may stand for today."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from .models import Mandate, Office, Person
from .rules import ROLE_NAMES, Role, login_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def today() -> date:
    """The day in Asia/Ho_Chi_Minh."""
    return timezone.localdate()


def person_with_login(typed: str) -> Person | None:
    key = login_key(typed)
    if key is None:
        return None
    kind, value = key
    return Person.objects.filter(**{kind: value}).first()


def mandates_in_force(person: Person | AnonymousUser, day: date | None = None) -> list[Mandate]:
    """The person's mandates on `day` (default today); read once per request and kept on the person."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    kept = person.__dict__.get("_mandates_in_force")
    if day is None and kept is not None:
        return list(kept)
    on = day or today()
    found = list(
        person.mandates.select_related("office", "place", "office__place")
        .filter(starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("id")
    )
    if day is None:
        person.__dict__["_mandates_in_force"] = found
    return found


def roles_of(person: Person | AnonymousUser) -> set[Role]:
    return {Role(m.role) for m in mandates_in_force(person)}


def mandate_of(person: Person | AnonymousUser, *roles: Role) -> Mandate | None:
    """The first mandate in force with one of `roles`."""
    return next((m for m in mandates_in_force(person) if m.role in roles), None)


def places_of(person: Person | AnonymousUser, *roles: Role) -> set[int]:
    """Ids of the places in which the person holds one of `roles`."""
    return {m.place_id for m in mandates_in_force(person) if m.role in roles and m.place_id}


def people_with_role(*roles: Role, place_id: int | None = None, office: Office | None = None) -> QuerySet[Person]:
    on = today()
    held = Mandate.objects.filter(role__in=roles, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )
    if place_id is not None:
        held = held.filter(place_id=place_id)
    if office is not None:
        held = held.filter(office=office)
    return Person.objects.filter(is_active=True, id__in=held.values("person_id")).order_by("id")


def people_found(words: str = "", after: int | None = None, count: int = 50) -> list[Person]:
    """Accounts whose name, phone number or e-mail holds `words`, oldest first, those after number `after`."""
    found = Person.objects.order_by("id")
    typed = words.strip()[:100]
    if typed:
        digits = "".join(c for c in typed if c.isdigit()).removeprefix("0")
        by_phone = Q(phone__contains=digits) if len(digits) >= 3 else Q()
        found = found.filter(Q(name__icontains=typed) | Q(email__icontains=typed) | by_phone)
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.prefetch_related(Prefetch("mandates", Mandate.objects.select_related("office")))[:count])


def person_numbered(viewer: Person, number: int) -> Person | None:
    return Person.objects.filter(pk=number).first()


def mandate_numbered(viewer: Person, number: int) -> Mandate | None:
    return Mandate.objects.select_related("person", "office", "place").filter(pk=number).first()


def mandates_of(person: Person) -> list[Mandate]:
    """All mandates, past ones too, newest first."""
    return list(person.mandates.select_related("office", "place").order_by("-starts_on", "-id"))


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One of the simulated cast, as `demo.json` names them."""

    name: str
    role: str
    login: str
    password: str


def demo_accounts() -> list[DemoAccount]:
    """Who may sign in to the demonstration; nobody outside of it, whatever lies about on the disk."""
    if not settings.OCOP_DEMO:
        return []
    try:
        told = json.loads((settings.HOME / "demo.json").read_text(encoding="utf-8"))["accounts"]
        return [DemoAccount(a["name"], ROLE_NAMES[Role(a["role"])], a["login"], a["password"]) for a in told]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def names_of(ids: Iterable[int]) -> dict[int, str]:
    return dict(Person.objects.filter(id__in=set(ids)).values_list("id", "name"))
