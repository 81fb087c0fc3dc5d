"""Who reads what the public told, and who decides what a passport tells."""

from __future__ import annotations

from ocop.diaries.access import may_keep_diary
from ocop.diaries.models import Attestation
from ocop.lots.access import may_keep_lots
from ocop.lots.models import Lot
from ocop.lots.queries import works_for
from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role
from ocop.products.models import Product

from .models import Case, Check, Recall, ResolverLink, Visit
from .queries import OFFICES, passports_kept
from .queries.funnel import funnel_scope


def may_read_reports(person: Person) -> bool:
    return bool(roles_of(person) & {Role.INSPECTOR, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR})


def may_watch_stamps(person: Person) -> bool:
    """Reads the radar and the cases."""
    return person.is_active and may_read_reports(person)


def may_read_case(person: Person, case: Case) -> bool:
    return may_watch_stamps(person)


def may_decide_cases(person: Person) -> bool:
    return person.is_active and Role.INSPECTOR in roles_of(person)


def may_keep_passports(person: Person) -> bool:
    return person.is_active and passports_kept(person).exists()


def may_keep_passport(person: Person, product: Product) -> bool:
    """Only those who act for the producer decide what its passport shows."""
    return person.is_active and works_for(person, product)


def may_show_attested(person: Person, attestation: Attestation) -> bool:
    """`attestation_of` finds only those of producers that the person acts for."""
    return person.is_active


def may_propose_words(person: Person, product: Product) -> bool:
    """The producer's people, and the province's office that helps with translations."""
    return may_keep_passport(person, product) or Role.PROVINCE_OFFICER in roles_of(person)


def may_propose_link(person: Person, link: ResolverLink) -> bool:
    """Whoever may help with the passport of its product."""
    return link.product is not None and may_propose_words(person, link.product)


def may_approve_words(person: Person, product: Product) -> bool:
    """A translation is the producer's own word, so only its people answer for it."""
    return may_keep_passport(person, product)


def orders_recalls(person: Person, lot: Lot) -> bool:
    """The office and the inspector order recalls of goods that are not their own, on a legal ground."""
    return not works_for(person, lot.product) and bool(roles_of(person) & set(OFFICES))


def may_recall(person: Person, lot: Lot) -> bool:
    return person.is_active and (works_for(person, lot.product) or bool(roles_of(person) & set(OFFICES)))


def may_run_recall(person: Person, recall: Recall) -> bool:
    return may_recall(person, recall.lot)


def may_see_recalls(person: Person) -> bool:
    """Whoever could call something back keeps a history of recalls and drills."""
    return person.is_active and (bool(roles_of(person) & set(OFFICES)) or may_keep_lots(person))


def may_inspect(person: Person) -> bool:
    return person.is_active and bool(roles_of(person) & set(OFFICES))


def may_see_check(person: Person, check: Check) -> bool:
    return may_inspect(person)


def may_open_from(person: Person, check: Check) -> bool:
    return may_decide_cases(person)


def may_see_visit(person: Person, visit: Visit) -> bool:
    return may_inspect(person)


def may_tell_visit(person: Person, visit: Visit) -> bool:
    return may_decide_cases(person)


def may_inspect_lot(person: Person, lot: Lot) -> bool:
    return may_inspect(person)


def may_read_funnel(person: Person) -> bool:
    """Producers their own, communes their place, province and above everything."""
    return person.is_active and funnel_scope(person) is not None


def may_see_home_lots(person: Person) -> bool:
    """Whoever keeps a book: the lots in which something of it is."""
    return may_keep_diary(person)


def may_see_home_lot(person: Person, lot: Lot) -> bool:
    """`home_lot` finds only those."""
    return may_keep_diary(person)
