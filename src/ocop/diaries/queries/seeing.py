"""Whose diary a person may read, and in which they write.

Who acts for a producer reads all its books and writes in its own; a household's keeper reads and writes the
household's; another household does neither. Who has left does neither, from that moment on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import memberships_in_force, producers_of

from ..models import Book, Entry, Keeper


def _kept_as_household(person: Person) -> QuerySet[Keeper]:
    return Keeper.objects.filter(person=person, until__isnull=True, book__closed_at__isnull=True)


def books_seen(person: Person) -> QuerySet[Book]:
    """Every book the person may read."""
    led = memberships_in_force().filter(person=person).values("producer_id")
    kept = _kept_as_household(person).values("book_id")
    return Book.objects.filter(Q(producer__in=led) | Q(pk__in=kept)).select_related("producer").order_by("pk")


def producers_seen(person: Person) -> QuerySet[Producer]:
    """The producers whose sites, products and lots the person may name in an entry."""
    led = memberships_in_force().filter(person=person).values("producer_id")
    kept = _kept_as_household(person).values("book__producer_id")
    return Producer.objects.filter(Q(pk__in=led) | Q(pk__in=kept)).order_by("sort_key", "id")


def keeps_a_diary(person: Person) -> bool:
    return _kept_as_household(person).exists() or producers_of(person).exists()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person writes: the producers they act for, and the households' books they keep."""

    led: dict[int, Producer] = field(default_factory=dict)
    kept: dict[int, Book] = field(default_factory=dict)

    @property
    def refs(self) -> list[str]:
        return [f"h{pk}" for pk in self.kept] + [f"p{pk}" for pk in self.led]

    @property
    def default(self) -> str:
        """Who keeps one book need not say which."""
        refs = self.refs
        return refs[0] if len(refs) == 1 else ""


def desk_of(person: Person) -> Desk:
    led = {producer.pk: producer for producer in producers_of(person)}
    kept = [keeper.book for keeper in _kept_as_household(person).select_related("book__producer").order_by("book_id")]
    return Desk(led, {book.pk: book for book in kept})


def book_for(desk: Desk, ref: str) -> Book | Producer | None:
    """The book named, the producer whose own book it is (opened or not), or None for what is not theirs."""
    ref = ref or desk.default
    number = int(ref[1:]) if ref[1:].isdigit() else 0
    if ref.startswith("h"):
        return desk.kept.get(number)
    return desk.led.get(number) if ref.startswith("p") else None


_OF_LOT = (
    "product__producer__place",
    "product__producer__former_place",
    "product__place",
    "product__former_place",
    "place",
)
# Offices that may read every diary.
_OFFICIALS = (Role.PROVINCE_OFFICER, Role.INSPECTOR)


def lots_seen(person: Person) -> QuerySet[Lot]:
    """Lots whose whole diary the person may read: those of the producers they act for; a household reads its own book only."""
    led = memberships_in_force().filter(person=person).values("producer_id")
    own = Q() if mandate_of(person, *_OFFICIALS) else Q(product__producer__in=led)
    return Lot.objects.filter(own).select_related(*_OF_LOT).order_by("-made_on", "-id")


def lot_seen(person: Person, lot_id: int) -> Lot | None:
    return lots_seen(person).filter(pk=lot_id).first() if lot_id < 2**62 else None


def may_read_lots(person: Person) -> bool:
    return producers_of(person).exists() or mandate_of(person, *_OFFICIALS) is not None


def entries_seen(person: Person) -> QuerySet[Entry]:
    """Entries the person may read, newest first."""
    seen = books_seen(person).order_by().values("pk")
    return (
        Entry.objects.filter(book__in=seen)
        .select_related("book__producer", "author", "site", "area", "lot__product")
        .prefetch_related("items__lot", "attachments")
        .order_by("-at", "-id")
    )


def entry_seen(person: Person, entry_id: UUID) -> Entry | None:
    return entries_seen(person).filter(pk=entry_id).first()
