"""Notes of activation and the phones that sign them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from ocop.people.models import Person

from ..models import ActivationNote, Batch, Phone, RangeChange


def phones_of(person: Person) -> QuerySet[Phone]:
    return Phone.objects.filter(person=person, retired_at=None)


def phone_of(person: Person, phone_id: UUID) -> Phone | None:
    return Phone.objects.filter(pk=phone_id, person=person).first()


def newest_notes(person: Person, count: int = 20) -> Iterable[ActivationNote]:
    """What the person's phones have sent, the newest first."""
    found = ActivationNote.objects.filter(phone__person=person)
    return found.select_related("batch__product", "phone")[:count]


def activations_over(batch: Batch, lo: int, hi: int) -> list[RangeChange]:
    """Who activated stamps of [lo, hi) before, the newest first."""
    found = RangeChange.objects.filter(batch=batch, state="active", lo__lt=hi, hi__gt=lo)
    return list(found.select_related("changed_by").order_by("-id")[:5])
