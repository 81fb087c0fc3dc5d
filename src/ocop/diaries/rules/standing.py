"""Which entries stand: all but those that a standing entry of their own book corrects."""

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
    """The entries that hold. A correction that was corrected itself no longer corrects anything.

    Nobody can write a ring, since each would have to know the other's id first; should one come, all of it stands.
    """
    all_links = list(links)
    wrong = overruled(all_links)
    known: dict[UUID, bool] = {}
    for link in all_links:
        _settle(link.id, wrong, known)
    return {key for key, stands in known.items() if stands}


def _settle(start: UUID, wrong: Mapping[UUID, list[UUID]], known: dict[UUID, bool]) -> None:
    """Depth first without recursion, since chains may be long."""
    stack, open_ = [start], set()
    while stack:
        key = stack[-1]
        waiting = [k for k in wrong.get(key, ()) if k not in known and k not in open_]
        if key in known or not waiting:
            known.setdefault(key, not any(known.get(k, False) for k in wrong.get(key, ())))
            stack.pop()
            continue
        open_.add(key)
        stack += waiting


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
