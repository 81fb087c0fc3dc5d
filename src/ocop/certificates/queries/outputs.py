"""How much a certificate was given for, asked changes of it, and whose desk they wait on."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, places_of
from ocop.people.rules import Role
from ocop.products.models import Product

from .. import lifecycle
from ..models import Certificate, OutputChange
from .papers import certificate_with_number


def certificate_in_force(product: Product, day: date) -> Certificate | None:
    """The newest of our own certificates that holds on this day; None for a star that others gave."""
    found = Certificate.objects.filter(product=product, state__in=lifecycle.KNOWN).order_by("-issued_on", "-id")
    return next((one for one in found if one.is_valid_on(day)), None)


def changes_of(certificate: Certificate) -> list[OutputChange]:
    return list(OutputChange.objects.filter(certificate=certificate).select_related("asked_by", "decided_by"))


def output_change_seen_by(person: Person, number: str, change: int) -> OutputChange | None:
    """`number` is the certificate's, as in the address; what may be done with it is `access`'s to say."""
    certificate = certificate_with_number(number)
    if certificate is None:
        return None
    rows = OutputChange.objects.select_related("certificate__product__producer", "asked_by")
    return rows.filter(certificate=certificate, pk=change).first()


def changes_waiting(person: Person) -> QuerySet[OutputChange]:
    """Asked, and for this person to confirm: a commune's own, all of them for the province's office."""
    found = OutputChange.objects.filter(state=lifecycle.ASKED).select_related("certificate__product").order_by("id")
    if any(mandate.role == Role.PROVINCE_OFFICER for mandate in mandates_in_force(person)):
        return found
    communes = places_of(person, Role.COMMUNE_OFFICER)
    return found.filter(Q(certificate__result__item__dossier__commune__in=communes))
