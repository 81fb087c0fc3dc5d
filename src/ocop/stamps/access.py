"""Who may draw and change stamps: those who act for the producer, today."""

from __future__ import annotations

from ocop.lots.access import may_keep_lots, may_record_lot
from ocop.lots.models import Lot
from ocop.people.models import Person

from .models import Batch


def may_keep_stamps(person: Person) -> bool:
    return may_keep_lots(person)


def may_draw_stamps(person: Person, lot: Lot) -> bool:
    return may_record_lot(person, lot.product)


def may_change_batch(person: Person, batch: Batch) -> bool:
    return may_record_lot(person, batch.product)
