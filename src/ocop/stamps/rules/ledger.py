"""The ledger of stamps: for each state opening + in − out = closing, and every stamp in exactly one state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .. import lifecycle

DRAWN = ""  # where a stamp comes from that did not exist before


class Move(NamedTuple):
    """So many stamps left one state for another; drawn ones come from nowhere."""

    was: str
    state: str
    size: int


class Account(NamedTuple):
    """One state over a period."""

    state: str
    opening: int
    came: int
    left: int

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.left

    @property
    def name(self) -> str:
        return lifecycle.STATE_NAMES[self.state]


def balances(moves: Iterable[Move]) -> dict[str, int]:
    """How many stamps are in each state after these moves, every state named."""
    found = dict.fromkeys(lifecycle.STATE_NAMES, 0)
    for move in moves:
        found[move.state] += move.size
        if move.was != DRAWN:
            found[move.was] -= move.size
    return found


def accounts(before: Iterable[Move], during: Iterable[Move]) -> tuple[Account, ...]:
    """Each state's account over a period, from the moves before it and those within it."""
    opening, came, left = balances(before), _sums(during_ := tuple(during), "state"), _sums(during_, "was")
    return tuple(Account(state, opening[state], came.get(state, 0), left.get(state, 0)) for state in opening)


def _sums(moves: Iterable[Move], key: str) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for move in moves:
        name = getattr(move, key)
        sums[name] = sums.get(name, 0) + move.size
    return sums


def whole(found: Iterable[Account]) -> Account:
    """All states together: what moves between two states neither comes nor leaves, only drawing adds."""
    rows = tuple(found)
    opening, closing = sum(row.opening for row in rows), sum(row.closing for row in rows)
    return Account("", opening, closing - opening, 0)
