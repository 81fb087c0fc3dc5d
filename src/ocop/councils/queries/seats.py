"""Who sits where: a seat counts while its mandate lasts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, today
from ocop.people.rules import Role

from ..models import VOTING, ChairDelegation, Council, Item, Seat, Sheet, Sitting
from ..rules import ByLaws, read_by_laws

SEAT_ROLES = {
    Seat.Role.CHAIR: Role.COUNCIL_CHAIR,
    Seat.Role.MEMBER: Role.COUNCIL_MEMBER,
    Seat.Role.SECRETARY: Role.COUNCIL_SECRETARY,
    Seat.Role.ADVISOR: Role.ADVISOR,
}


def seats_in_force(day: date | None = None) -> QuerySet[Seat]:
    """Seats whose mandate and own days hold."""
    on = day or today()
    return Seat.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=on),
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        Q(mandate__ends_on__isnull=True) | Q(mandate__ends_on__gte=on),
        mandate__starts_on__lte=on,
    )


def seat_of(person: Person, council: Council | int, day: date | None = None) -> Seat | None:
    """The person's seat in this council on `day` (default today)."""
    council_id = council if isinstance(council, int) else council.pk
    return seats_in_force(day).select_related("person").filter(council_id=council_id, person=person).first()


def voting_seats(council: Council, day: date | None = None, by_laws: ByLaws | None = None) -> list[Seat]:
    """Who scores on `day` under the by-laws: the seat that a substitute stands for rests, so does a chair without a vote."""
    laws = by_laws or read_by_laws(council.by_laws)
    found = list(seats_in_force(day).filter(council=council, role__in=VOTING).select_related("person"))
    resting = {seat.stands_for_id for seat in found} if laws.substitutes else set()
    return [seat for seat in found if seat.pk not in resting and _scores(seat, laws)]


def _scores(seat: Seat, by_laws: ByLaws) -> bool:
    if seat.stands_for_id and not by_laws.substitutes:
        return False
    return seat.role != Seat.Role.CHAIR or by_laws.chair_votes != "no"


def counted_seats(seats: list[Seat], by_laws: ByLaws) -> list[Seat]:
    """Of the scoring seats those that the quorum counts: not a chair whose sheet only breaks ties."""
    return [s for s in seats if s.role != Seat.Role.CHAIR or by_laws.chair_votes == "yes"]


def seat_rests(seat: Seat, by_laws: ByLaws, day: date | None = None) -> bool:
    """Whether the seat scores nothing today: a substitute sits for it, or the by-laws give it no sheet."""
    if not _scores(seat, by_laws):
        return True
    return by_laws.substitutes and seats_in_force(day).filter(stands_for=seat).exists()


def presides_for_chair(seat: Seat, day: date | None = None) -> bool:
    """By a delegation of the chair, or as the substitute of the chair's seat."""
    on = day or today()
    if seat.stands_for_id and seat.role == Seat.Role.CHAIR:
        return True
    return ChairDelegation.objects.filter(seat=seat, starts_on__lte=on, ends_on__gte=on).exists()


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


def seat_seen_by(person: Person, pk: int) -> Seat | None:
    found = Seat.objects.select_related("council", "person", "mandate").filter(council__in=councils_seen_by(person))
    return found.filter(pk=pk).first()


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
