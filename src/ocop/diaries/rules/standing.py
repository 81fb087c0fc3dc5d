"""Which entries stand: all but those that another entry of their own book corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Link:
    """An entry, its book, what it corrects, and what its device had seen."""

    id: UUID
    book: int
    corrects: UUID | None = None
    after: tuple[UUID, ...] = ()


def overruled(links: Iterable[Link]) -> dict[UUID, list[UUID]]:
    """Wrong entry → the entries of its own book that correct it, whether or not those stand themselves."""
    by_id = {link.id: link for link in links}
    found: dict[UUID, list[UUID]] = {}
    for link in by_id.values():
        wrong = by_id.get(link.corrects) if link.corrects else None
        if wrong is not None and wrong.book == link.book and wrong.id != link.id:
            found.setdefault(wrong.id, []).append(link.id)
    return found


def standing(links: Iterable[Link]) -> set[UUID]:
    """The entries that hold: those that nothing of their own book corrects.

    A correction stays said, whatever becomes of it: of a chain only the last one holds, and what was withdrawn comes back
    only by being written anew – as in EPCIS, where a declared error is never taken back. Of a ring nothing holds.
    """
    all_links = list(links)
    wrong = overruled(all_links)
    return {link.id for link in all_links if link.id not in wrong}


def side_by_side(links: Iterable[Link]) -> set[frozenset[UUID]]:
    """Pairs of entries whose devices had not seen each other: neither is after the other, directly or by way of others."""
    by_id = {link.id: link for link in links}
    before: dict[UUID, set[UUID]] = {}
    for key in by_id:
        before[key] = _ancestors(key, by_id)
    keys = sorted(by_id, key=str)
    return {
        frozenset((a, b))
        for i, a in enumerate(keys)
        for b in keys[i + 1 :]
        if b not in before[a] and a not in before[b]
    }


def _ancestors(key: UUID, by_id: Mapping[UUID, Link]) -> set[UUID]:
    found: set[UUID] = set()
    stack = list(by_id[key].after)
    while stack:
        earlier = stack.pop()
        if earlier not in found:
            found.add(earlier)
            stack += by_id[earlier].after if earlier in by_id else ()
    return found
