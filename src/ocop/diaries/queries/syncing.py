"""What a device has not seen yet, by a cursor that misses nothing.

The cursor names each book and its last number seen: numbers are given under the book's row lock, so they are in
the order of commits. A book that a person joins later is simply not named yet, and comes whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ocop.people.models import Person

from ..models import Book, Entry
from .seeing import books_seen

MOST_NEWS = 300
_CURSOR = re.compile(r"(?:\d{1,15}\.\d{1,15}(?:-|$))*")


@dataclass(frozen=True, slots=True)
class News:
    entries: list[dict[str, Any]]
    cursor: str
    more: bool


def read_cursor(text: object) -> dict[int, int]:
    """`12.340-15.77` → book 12 up to 340, book 15 up to 77. What cannot be read is as if nothing had been seen."""
    if not isinstance(text, str) or len(text) > 20_000 or not _CURSOR.fullmatch(text):
        return {}
    pairs = (part.split(".") for part in text.split("-") if part)
    return {int(book): int(number) for book, number in pairs}


def write_cursor(seen: dict[int, int]) -> str:
    return "-".join(f"{book}.{number}" for book, number in sorted(seen.items()))


def news_for(person: Person, have: object, most: int = MOST_NEWS) -> News:
    """Entries of the person's books beyond the cursor, at most `most`, with the cursor that follows them."""
    seen = read_cursor(have)
    books = {book.pk: book for book in books_seen(person)}
    # A restored backup may know less than a device: then that book is told from its beginning, which is harmless.
    start = {pk: n if (n := seen.get(pk, 0)) <= book.last_number else 0 for pk, book in books.items()}
    behind = {pk: n for pk, n in start.items() if n < books[pk].last_number}
    found = _beyond(behind, most + 1)
    reached = {**start, **{entry.book_id: entry.number for entry in found[:most]}}
    told = [entry_told(entry, books[entry.book_id], person) for entry in found[:most]]
    return News(told, write_cursor({pk: n for pk, n in reached.items() if n}), len(found) > most)


def _beyond(behind: dict[int, int], most: int) -> list[Entry]:
    wanted = Q()
    for book, number in behind.items():
        wanted |= Q(book_id=book, number__gt=number)
    if not behind:
        return []
    return list(Entry.objects.filter(wanted).select_related("author").order_by("book_id", "number")[:most])


def entry_told(entry: Entry, book: Book, person: Person) -> dict[str, Any]:
    """An entry as devices read it: who, when, in which book, and the words of its author untouched."""
    return {
        "id": str(entry.pk), "book": book.ref, "number": entry.number, "author": entry.author.name,
        "mine": entry.author_id == person.pk, "received_at": entry.received_at.isoformat(), "skew": entry.skew,
        "entry": entry.said,
    }  # fmt: skip
