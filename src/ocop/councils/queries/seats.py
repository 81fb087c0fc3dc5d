"""Who sits where: a seat counts while its mandate lasts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, today
from ocop.people.rules import Role

from ..models import VOTING, Council, Item, Seat, Sheet, Sitting

SEAT_ROLES = {
    Seat.Role.CHAIR: Role.COUNCIL_CHAIR,
    Seat.Role.MEMBER: Role.COUNCIL_MEMBER,
    Seat.Role.SECRETARY: Role.COUNCIL_SECRETARY,
    Seat.Role.ADVISOR: Role.ADVISOR,
}


def seats_in_force(day: date | None = None) -> QuerySet[Seat]:
    on = day or today()
    return Seat.objects.filter(mandate__starts_on__lte=on).filter(
        Q(mandate__ends_on__isnull=True) | Q(mandate__ends_on__gte=on)
    )


def seat_of(person: Person, council: Council | int, day: date | None = None) -> Seat | None:
    """The person's seat in this council on `day` (default today)."""
    council_id = council if isinstance(council, int) else council.pk
    return seats_in_force(day).select_related("person").filter(council_id=council_id, person=person).first()


def voting_seats(council: Council, day: date | None = None) -> list[Seat]:
    return list(seats_in_force(day).filter(council=council, role__in=VOTING).select_related("person"))


def seats_of_person(person: Person) -> list[Seat]:
    return list(seats_in_force().filter(person=person).select_related("council"))


def holds(person: Person, *roles: Role, day: date | None = None) -> bool:
    return any(mandate.role in roles for mandate in mandates_in_force(person, day))


def councils_seen_by(person: Person) -> QuerySet[Council]:
    """Those where the person sits; all of them for the province's office and leader."""
    councils = Council.objects.order_by("-founded_on", "-id")
    if holds(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.INSPECTOR):
        return councils
    return councils.filter(id__in=seats_in_force().filter(person=person).values("council_id"))


def sittings_seen_by(person: Person) -> QuerySet[Sitting]:
    return Sitting.objects.filter(council__in=councils_seen_by(person)).select_related("council", "round")


def council_seen_by(person: Person, pk: int) -> Council | None:
    return councils_seen_by(person).filter(pk=pk).first()


def sitting_seen_by(person: Person, pk: int) -> Sitting | None:
    return sittings_seen_by(person).filter(pk=pk).first()


def item_seen_by(person: Person, pk: int) -> Item | None:
    """An item of a sitting that the person knows of; whether they may open it is `access`'s to say."""
    return (
        Item.objects.select_related(
            "sitting__council", "sitting__round", "dossier__product__producer", "dossier__commune"
        )
        .filter(pk=pk, sitting__in=sittings_seen_by(person))
        .first()
    )


def sheet_of(person: Person, pk: int) -> Sheet | None:
    """One's own sheet; another's does not exist here."""
    return (
        Sheet.objects.select_related(
            "seat__council", "item__sitting__council", "item__sitting__round",
            "item__dossier__product__producer", "item__dossier__commune",
        )
        .filter(pk=pk, seat__person=person, seat__in=seats_in_force())
        .first()
    )  # fmt: skip
