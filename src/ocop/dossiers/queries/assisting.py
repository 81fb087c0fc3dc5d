"""Who helps with which dossier, what they wrote, and whether it was read back."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import person_with_login, places_of, today
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Assistance, Dossier, HelpedSave, ReadBack


def in_force(day: date | None = None) -> QuerySet[Assistance]:
    on = day or today()
    return Assistance.objects.filter(
        consented_at__isnull=False, ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on
    )


def help_in_force(dossier: Dossier, helper: Person, day: date | None = None) -> Assistance | None:
    return in_force(day).filter(dossier=dossier, helper=helper).first()


def helps(person: Person, dossier: Dossier) -> bool:
    """Whether the person may fill in this dossier for its producer today."""
    return help_in_force(dossier, person) is not None


def helped_by(person: Person) -> list[Assistance]:
    """What the person helps with or has offered to."""
    mine = Assistance.objects.filter(helper=person, ended_at__isnull=True)
    return list(mine.select_related("dossier__product__producer", "dossier__commune").order_by("-id"))


def helpers_of(dossier: Dossier) -> list[Assistance]:
    """Every helper there was, the newest first."""
    return list(dossier.assistances.select_related("helper", "consented_by", "asked_by").order_by("-id"))


def assistance_seen_by(person: Person, number: int, assistance: int) -> Assistance | None:
    """Their own help, or help with a dossier of their producer."""
    from .authority import served_by

    found = (
        Assistance.objects.select_related("helper", "dossier__product__producer", "dossier__commune")
        .filter(dossier_id=number, pk=assistance)
        .first()
    )
    if found is None:
        return None
    return found if found.helper_id == person.pk or served_by(found.dossier.product.producer, person) else None


def helper_names(dossier: Dossier) -> dict[str, str]:
    """Field → the helper who saved it last, of everything helpers saved."""
    rows = HelpedSave.objects.filter(dossier=dossier).order_by("id").values_list("field", "assistance__helper__name")
    return dict(rows)


def helped_since_sealed(dossier: Dossier) -> bool:
    """Whether a helper wrote anything since the last sealed version."""
    last = dossier.versions.order_by("-number").first()
    saves = HelpedSave.objects.filter(dossier=dossier)
    return (saves.filter(saved_at__gt=last.frozen_at) if last else saves).exists()


def was_read_back(dossier: Dossier, content: str) -> bool:
    return ReadBack.objects.filter(dossier=dossier, content=content).exists()


def read_backs_of(dossier: Dossier) -> list[ReadBack]:
    return list(dossier.read_backs.select_related("confirmed_by").order_by("-id"))


def dossiers_to_offer(officer: Person, login: str) -> list[Dossier]:
    """Open drafts in the officer's commune of the producer for whom the person of this phone number stands."""
    from ocop.producers.queries import producers_of

    person = person_with_login(login)
    if person is None:
        return []
    mine = Q(commune__in=places_of(officer, Role.COMMUNE_OFFICER), state__in=lifecycle.EDITABLE_STATES)
    own = Dossier.objects.filter(mine, product__producer__in=producers_of(person).values("pk"))
    return list(own.select_related("product__producer", "commune", "round").order_by("-id"))


def dossier_to_offer(officer: Person, number: int) -> Dossier | None:
    """A draft in the officer's own commune."""
    found = Dossier.objects.filter(pk=number, commune__in=places_of(officer, Role.COMMUNE_OFFICER))
    return (
        found.filter(state__in=lifecycle.EDITABLE_STATES)
        .select_related("product__producer", "commune", "round")
        .first()
    )
