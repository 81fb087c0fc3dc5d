"""Who may do what with which dossier; whether a person may know of one at all is asked first, in queries."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.queries import producers_of

from .models import Dossier, Evidence
from .queries import Page, is_officer_of, is_province_office_of, served_by


def may_file(person: Person) -> bool:
    """Whoever stands for a producer."""
    return producers_of(person).exists()


def may_read_dossier(person: Person, dossier: Dossier) -> bool:
    """Everyone who may know of it."""
    return person.is_active


def may_write_dossier(person: Person, dossier: Dossier) -> bool:
    return served_by(dossier.product.producer, person)


def may_fill(person: Person, page: Page) -> bool:
    return may_write_dossier(person, page.dossier)


def may_change_evidence(person: Person, evidence: Evidence) -> bool:
    return may_write_dossier(person, evidence.dossier)


def may_read_evidence(person: Person, evidence: Evidence) -> bool:
    return person.is_active


def may_examine(person: Person, dossier: Dossier) -> bool:
    """The officer of the commune that received it."""
    return is_officer_of(person, dossier.commune)


def may_take_in(person: Person, dossier: Dossier) -> bool:
    """The province's office."""
    return is_province_office_of(person, dossier.commune)


def may_return(person: Person, dossier: Dossier) -> bool:
    return may_examine(person, dossier) or may_take_in(person, dossier)


def may_see_commune_list(person: Person) -> bool:
    return mandate_of(person, Role.COMMUNE_OFFICER) is not None


def may_see_province_list(person: Person) -> bool:
    return mandate_of(person, Role.PROVINCE_OFFICER) is not None
