"""Who may register and change products."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.queries import acts_for, producers_of

from .models import Product


def may_register_product(person: Person) -> bool:
    """Those who act for a producer, and the province's officers."""
    return mandate_of(person, Role.PROVINCE_OFFICER) is not None or producers_of(person).exists()


def may_edit_product(person: Person, product: Product) -> bool:
    """Those who act for its producer, and the province's officers."""
    if mandate_of(person, Role.PROVINCE_OFFICER) is not None:
        return True
    return product.producer is not None and acts_for(person, product.producer)
