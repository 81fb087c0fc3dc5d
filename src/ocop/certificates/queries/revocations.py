"""Cases of revocation, and whose eyes they are for."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Revocation
from .decisions import knows_decisions


def revocations_seen_by(person: Person) -> QuerySet[Revocation]:
    """The office, the leader and the inspector: all. A commune: those of its place in which it was asked."""
    found = Revocation.objects.select_related(
        "certificate__product__producer", "certificate__result__item__dossier__commune", "paper", "opened_by",
        "confirmed_by", "verified_by", "signed_by",
    )  # fmt: skip
    if knows_decisions(person):
        return found
    asked = Q(ground="stopped") & (Q(state=lifecycle.ASKED) | Q(confirmed_by__isnull=False))
    communes = [m.place_id for m in mandates_in_force(person) if m.role == Role.COMMUNE_OFFICER]
    return found.filter(asked, certificate__result__item__dossier__commune__in=communes)


def revocation_seen_by(person: Person, pk: int) -> Revocation | None:
    return revocations_seen_by(person).filter(pk=pk).first()


def open_revocations() -> QuerySet[Revocation]:
    ended = (lifecycle.PUBLISHED, lifecycle.DISMISSED)
    return Revocation.objects.exclude(state__in=ended).select_related("certificate__product").order_by("due_on", "id")
