"""Who may do what with which dossier; whether a person may know of one at all is asked first, in queries."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.queries import producers_of

from .models import Assistance, Binding, Dossier, Evidence, Reply, SampleStep, Visit, VisitPhoto
from .queries import Page, is_officer_of, is_province_office_of, served_by
from .queries.assisting import helps
from .queries.authority import examines_for_province


def may_file(person: Person) -> bool:
    """Whoever stands for a producer."""
    return producers_of(person).exists()


def may_read_dossier(person: Person, dossier: Dossier) -> bool:
    """Everyone who may know of it."""
    return person.is_active


def may_write_dossier(person: Person, dossier: Dossier) -> bool:
    return served_by(dossier.product.producer, person)


def may_fill(person: Person, page: Page) -> bool:
    return may_fill_dossier(person, page.dossier)


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


def may_fill_dossier(person: Person, dossier: Dossier) -> bool:
    """The producer's people, and whoever helps them with consent today."""
    return may_write_dossier(person, dossier) or helps(person, dossier)


def may_see_private(person: Person, dossier: Dossier) -> bool:
    """Personal facts of Mẫu 02: who writes them, and the two offices that the form is made for."""
    return may_fill_dossier(person, dossier) or may_examine(person, dossier) or may_take_in(person, dossier)


def may_examine_for_province(person: Person, dossier: Dossier) -> bool:
    """The province's office and its advisory team."""
    return examines_for_province(person, dossier.commune)


def may_extend(person: Person, dossier: Dossier) -> bool:
    """Whoever asked: the commune or the province."""
    return may_examine(person, dossier) or may_examine_for_province(person, dossier)


def may_read_visit(person: Person, visit: Visit) -> bool:
    return person.is_active


def may_open_photo(person: Person, photo: VisitPhoto) -> bool:
    return person.is_active


def may_see_samples(person: Person, dossier: Dossier) -> bool:
    return person.is_active


def may_see_sample_photo(person: Person, line: SampleStep) -> bool:
    return person.is_active


def may_see_binding(person: Person, binding: Binding) -> bool:
    return person.is_active


def may_touch_help(person: Person, assistance: Assistance) -> bool:
    """The helper, or the producer."""
    return assistance.helper_id == person.pk or may_write_dossier(person, assistance.dossier)


def may_offer_help(person: Person, dossier: Dossier) -> bool:
    return may_examine(person, dossier)


def may_help(person: Person) -> bool:
    """Anybody may be asked; what one helps with is told by the query."""
    return person.is_active


def may_answer(person: Person, reply: Reply) -> bool:
    return may_write_dossier(person, reply.dossier)


def may_read_reply(person: Person, reply: Reply) -> bool:
    return person.is_active


def may_see_rounds(person: Person) -> bool:
    """Whoever holds an office to which dossiers come."""
    return mandate_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER) is not None
