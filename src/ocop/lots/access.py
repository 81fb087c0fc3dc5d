"""Who may record lots: those who act for the producer, today."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.products.models import Product

from .models import Lot
from .queries import products_worked_on, works_for


def may_keep_lots(person: Person) -> bool:
    return person.is_active and products_worked_on(person).exists()


def may_record_lot(person: Person, product: Product) -> bool:
    return person.is_active and works_for(person, product)


def may_read_lot(person: Person, lot: Lot) -> bool:
    return may_record_lot(person, lot.product)
