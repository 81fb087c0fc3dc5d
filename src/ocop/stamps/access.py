"""Who may draw and change stamps, print them for others, and keep the keys: by mandate, today."""

from __future__ import annotations

from ocop.lots.access import may_keep_lots, may_record_lot
from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.products.models import Product

from .models import Batch, Delivery, Epoch, Phone, Roll, SigningKey


def may_keep_stamps(person: Person) -> bool:
    return may_keep_lots(person)


def may_draw_stamps(person: Person, lot: Lot) -> bool:
    return may_record_lot(person, lot.product)


def may_change_batch(person: Person, batch: Batch) -> bool:
    return may_record_lot(person, batch.product)


def may_print_for_others(person: Person, batch: Batch | None = None) -> bool:
    return mandate_of(person, Role.PROVINCE_OFFICER) is not None


def may_require_kinds(person: Person, product: Product | None = None) -> bool:
    return may_print_for_others(person)


def may_give_up_phone(person: Person, phone: Phone) -> bool:
    return phone.person_id == person.pk


def may_see_roll(person: Person, roll: Roll) -> bool:
    return may_change_batch(person, roll.batch) or may_print_for_others(person)


def may_see_delivery(person: Person, delivery: Delivery) -> bool:
    """The query has already asked whether the person is of either side."""
    return person.is_active


def may_keep_epochs(person: Person, epoch: Epoch | None = None) -> bool:
    return mandate_of(person, Role.ADMINISTRATOR, Role.PROVINCE_OFFICER) is not None


def may_keep_signing_key(person: Person, key: SigningKey) -> bool:
    return may_keep_epochs(person)


def may_read_ledger(person: Person) -> bool:
    return may_keep_stamps(person) or may_print_for_others(person)
