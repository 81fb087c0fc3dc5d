"""For whom a person stands towards a dossier, and which dossier a person may know of."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, places_of
from ocop.people.rules import Role
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for, people_of, producers_of
from ocop.products.models import Product

from .. import lifecycle
from ..models import Dossier, Evidence
from .assisting import in_force


def served_by(producer: Producer | None, person: Person) -> bool:
    """Whether the person stands for the producer now; a product without a known producer has nobody."""
    return producer is not None and acts_for(person, producer)


def people_behind(producer: Producer | None) -> list[Person]:
    """Everyone who stands for the producer."""
    return list(people_of(producer)) if producer else []


def is_officer_of(person: Person, commune: Place, day: date | None = None) -> bool:
    """Whether the person is an officer of this commune on `day` (default today)."""
    return any(m.role == Role.COMMUNE_OFFICER and m.place_id == commune.pk for m in mandates_in_force(person, day))


def is_province_office_of(person: Person, commune: Place, day: date | None = None) -> bool:
    """Whether the person is the OCOP office of the province in which the commune lies."""
    return any(
        m.role == Role.PROVINCE_OFFICER and m.place_id in (None, commune.parent_id)
        for m in mandates_in_force(person, day)
    )


def is_advisor_of(person: Person, commune: Place, day: date | None = None) -> bool:
    """Whether the person is on the advisory team of the province in which the commune lies."""
    held = mandates_in_force(person, day)
    return any(m.role == Role.ADVISOR and m.place_id in (None, commune.parent_id) for m in held)


def examines_for_province(person: Person, commune: Place, day: date | None = None) -> bool:
    """The province's office and its advisory team look into what was taken in."""
    return is_province_office_of(person, commune, day) or is_advisor_of(person, commune, day)


def dossiers_seen_by(person: Person) -> QuerySet[Dossier]:
    """Producers: their own. Communes: what was handed to them. The province: what communes proposed."""
    own = Q(product__producer__in=producers_of(person).values("pk"))
    received = Q(submitted_at__isnull=False, commune__in=places_of(person, Role.COMMUNE_OFFICER))
    proposed = Q(forwarded_at__isnull=False, commune__parent__in=places_of(person, Role.PROVINCE_OFFICER))
    helped = Q(pk__in=in_force().filter(helper=person).values("dossier_id"))
    # Once it is before the council, a seat and its declared conflicts decide what an advisor reads.
    advised = Q(state__in=(lifecycle.ACCEPTED, lifecycle.AMENDING)) if _advises(person) else Q(pk__in=())
    return Dossier.objects.filter(own | received | proposed | helped | advised).select_related(
        "product__producer", "product__place", "commune", "round"
    )


def _advises(person: Person) -> bool:
    return any(m.role == Role.ADVISOR for m in mandates_in_force(person))


def dossier_seen_by(person: Person, number: int) -> Dossier | None:
    """The dossier with this number, unless the person may not know of it."""
    return dossiers_seen_by(person).filter(pk=number).first()


def own_dossier(person: Person, number: int, **_: object) -> Dossier | None:
    """The dossier if the person stands for its producer."""
    own = dossiers_seen_by(person).filter(product__producer__in=producers_of(person).values("pk"))
    return own.filter(pk=number).first()


def submitted_dossier(number: int) -> Dossier | None:
    """For whoever holds the receipt: only what has been handed in."""
    found = Dossier.objects.filter(pk=number, submitted_at__isnull=False)
    return found.select_related("product", "commune", "round").first()


def evidence_seen_by(person: Person, number: int, evidence: int) -> Evidence | None:
    """A paper of the dossier; officers see it only once it has been part of a submission."""
    dossier = dossier_seen_by(person, number)
    if dossier is None:
        return None
    found = (
        Evidence.objects.filter(dossier=dossier, pk=evidence)
        .select_related("paper", "dossier__product__producer")
        .first()
    )
    if found is None or _writes(person, dossier) or _was_submitted(found):
        return found
    return None


def _writes(person: Person, dossier: Dossier) -> bool:
    helping = in_force().filter(helper=person, dossier=dossier)
    return served_by(dossier.product.producer, person) or helping.exists()


def _was_submitted(evidence: Evidence) -> bool:
    row = [{"criterion": evidence.criterion, "sha256": evidence.paper.sha256}]
    return evidence.dossier.versions.filter(content__evidence__contains=row).exists()


def products_to_file(person: Person) -> QuerySet[Product]:
    """The person's products for which no dossier is under way."""
    busy = Dossier.objects.filter(state__in=lifecycle.OPEN_STATES).values("product_id")
    mine = Product.objects.filter(producer__in=producers_of(person).values("pk"))
    return mine.exclude(pk__in=busy).select_related("producer", "place").order_by("name")
