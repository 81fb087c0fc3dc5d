"""Who may keep a diary, and who may open what stands in it."""

from __future__ import annotations

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.producers.queries import producers_of

from .models import Attestation, Book, Entry, GrowingArea, Keeper, Site
from .queries import desk_of, keeps_a_diary, may_read_lots


def may_keep_diary(person: Person) -> bool:
    """Those who act for a producer, and those who keep a household's book."""
    return person.is_active and keeps_a_diary(person)


def may_lead_households(person: Person) -> bool:
    """Those who act for a producer open books for its households."""
    return person.is_active and producers_of(person).exists()


def may_see_lot_diaries(person: Person) -> bool:
    return person.is_active and may_read_lots(person)


def may_see_lot_diary(person: Person, lot: Lot) -> bool:
    """`lot_seen` has found it, so the person acts for its producer or is an official."""
    return person.is_active


def may_read_entry(person: Person, entry: Entry) -> bool:
    return person.is_active


def may_correct(person: Person, entry: Entry) -> bool:
    """Whoever writes in the entry's book: the words of a book are its keepers' own."""
    return writes_in(person, entry.book)


def writes_in(person: Person, book: Book) -> bool:
    desk = desk_of(person)
    return book.pk in desk.kept or (not book.household and book.producer_id in desk.led)


def may_lead_household(person: Person, book: Book) -> bool:
    """`household_led` finds only those of producers that the person acts for."""
    return may_lead_households(person)


def may_keep_place(person: Person, place: Site | GrowingArea) -> bool:
    desk = desk_of(person)
    return place.producer_id in desk.led or place.book_id in desk.kept


def may_detach(person: Person, attestation: Attestation) -> bool:
    """`attestation_kept` finds only those of producers that the person acts for."""
    return may_lead_households(person)


def may_release_keeper(person: Person, keeper: Keeper) -> bool:
    """`keeper_known` finds only those of one's own households, and oneself."""
    return person.is_active
