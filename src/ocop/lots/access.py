"""Who may record lots: those who act for the producer, today."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import roles_of
from ocop.people.rules import Role
from ocop.products.models import Product

from .models import Lot
from .queries import products_worked_on, works_for


def may_keep_lots(person: Person) -> bool:
    return person.is_active and products_worked_on(person).exists()


def may_record_lot(person: Person, product: Product) -> bool:
    return person.is_active and works_for(person, product)


def may_read_lot(person: Person, lot: Lot) -> bool:
    return may_record_lot(person, lot.product)


def may_order_recalls(person: Person) -> bool:
    """Offices that call back goods that are not their own, on a legal ground."""
    return person.is_active and bool(roles_of(person) & {Role.PROVINCE_OFFICER, Role.INSPECTOR})
