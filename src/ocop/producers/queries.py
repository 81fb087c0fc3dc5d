"""Questions about producers."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.letters.rules import Doing
from ocop.people.models import Person
from ocop.people.queries import mandate_of, mandates_in_force
from ocop.people.rules import Role
from ocop.places.models import Place

from .models import Membership, Producer
from .rules import name_key, variants_among


def memberships_in_force() -> QuerySet[Membership]:
    now = timezone.now()
    return Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=now))


def producers_of(person: Person) -> QuerySet[Producer]:
    """The producers that a person acts for now."""
    held = memberships_in_force().filter(person=person)
    return Producer.objects.filter(id__in=held.values("producer_id")).select_related("place").order_by("sort_key")


def all_producers() -> QuerySet[Producer]:
    return Producer.objects.select_related("place", "former_place").order_by("sort_key", "id")


def people_of(producer: Producer) -> QuerySet[Person]:
    """The people who act for a producer now."""
    held = memberships_in_force().filter(producer=producer)
    return Person.objects.filter(id__in=held.values("person_id"), is_active=True).order_by("id")


def acts_for(person: Person, producer: Producer) -> bool:
    return memberships_in_force().filter(person=person, producer=producer).exists()


def is_manager_of(person: Person, producer: Producer) -> bool:
    held = memberships_in_force().filter(person=person, producer=producer)
    return held.filter(role=Membership.Role.MANAGER).exists()


def members_of(producer: Producer) -> list[Membership]:
    """Who acts for a producer now, the first first."""
    return list(memberships_in_force().filter(producer=producer).select_related("person").order_by("since", "id"))


def producer_by_slug(slug: str) -> Producer | None:
    return Producer.objects.select_related("place", "former_place").filter(slug=slug).first()


def producer_for(person: Person, slug: str) -> Producer | None:
    """A producer by address; every producer is public, so everybody may know of it."""
    return producer_by_slug(slug)


def place_in_charge(person: Person) -> Place | None:
    """The commune in which a commune officer registers; None for the province's officers (any place)."""
    for mandate in mandates_in_force(person):
        if mandate.role == Role.COMMUNE_OFFICER:
            return mandate.place
    return None


def names_known() -> dict[str, str]:
    """Every producer's name by its key."""
    return dict(Producer.objects.order_by("-id").values_list("name_key", "name"))


def named(name: str, place: Place | None = None) -> Producer | None:
    """The producer of exactly this name, however its legal form, case and accents are written.

    Two communes may each have a cooperative of one name: with a `place`, one that is known to stand elsewhere is another.
    """
    found = Producer.objects.filter(name_key=name_key(name)[:220]).exclude(name_key="").order_by("id")
    if place is not None:
        found = found.filter(Q(place=place) | Q(place__isnull=True))
    return found.first()


def variants_of(name: str, place: Place | None = None) -> list[str]:
    """Names already registered that may mean the same producer, and the same name in another commune."""
    names = list(Producer.objects.order_by("sort_key").values_list("name", flat=True))
    elsewhere = Producer.objects.filter(name_key=name_key(name)[:220]).exclude(place=place) if place else []
    return [p.name for p in elsewhere] + variants_among(name, names)


def producers_holding(text: str) -> QuerySet[Producer]:
    """Producers whose name holds every word of `text`, whichever way legal forms are written; nobody for no words."""
    words = name_key(text).split()
    found = Producer.objects.select_related("place", "former_place").order_by("sort_key", "id")
    for word in words:
        found = found.filter(name_key__contains=word)
    return found if words else found.none()


def doings_of(person: Person) -> list[Doing]:
    """Officers may register a producer at any time."""
    if mandate_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER) is None:
        return []
    hint = _("hợp tác xã, doanh nghiệp, hộ có đăng ký kinh doanh")
    return [Doing(_("Đăng ký chủ thể"), "/chu-the/moi/", hint)]
