"""One combination out of each block, at the best price: a table over the points still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["cost", "time", "changes"]
ORDERS: tuple[Order, ...] = ("cost", "time", "changes")
# (effort, changes, days): a sum, a count, the longest. Compared in the wanted order; see `_weigh`.
Price = tuple[int, int, int]
FREE: Price = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Combination:
    """Goals for the criteria of one block: what they gain and cost, and how they are told apart in a tie."""

    gained: int
    price: Price
    goals: tuple[int, ...]


def plus(one: Price, other: Price) -> Price:
    return one[0] + other[0], one[1] + other[1], max(one[2], other[2])


def _weigh(price: Price, order: Order) -> Price:
    """The price as it is compared. Adding the same to both sides never turns a comparison round, so tables may keep
    the best of each row only; for the longest of days this holds because it is compared last (by time: it is bounded
    beforehand)."""
    effort, changes, days = price
    return (changes, effort, days) if order == "changes" else (effort, changes, days)


def front(block: list[Combination], order: Order) -> list[Combination]:
    """Of the combinations that gain the same, the best one."""
    best: dict[int, Combination] = {}
    for combination in sorted(block, key=lambda c: (_weigh(c.price, order), c.goals)):
        best.setdefault(combination.gained, combination)
    return sorted(best.values(), key=lambda c: c.gained)


def no_longer_than(blocks: list[list[Combination]], limit: int, short: int) -> list[list[Combination]] | None:
    within = [[c for c in block if c.price[2] <= limit] for block in blocks]
    if not all(within) or sum(max(c.gained for c in block) for block in within) < short:
        return None
    return within


def cheapest(blocks: list[list[Combination]], short: int, order: Order) -> list[Combination]:
    """One combination of each block, gaining `short` or more, at the best price: a table over the points gained."""
    table: list[Price | None] = [FREE] + [None] * short
    taken: list[list[tuple[int, Combination] | None]] = []
    for block in blocks:
        fresh: list[Price | None] = [None] * (short + 1)
        came: list[tuple[int, Combination] | None] = [None] * (short + 1)
        weighed = [(c, _weigh(c.price, order)) for c in block]
        for gained, price in enumerate(table):
            if price is None:
                continue
            for combination, added in weighed:
                goal = min(short, gained + combination.gained)
                total = (price[0] + added[0], price[1] + added[1], price[2] if price[2] > added[2] else added[2])
                held = fresh[goal]
                if held is None or total < held:
                    fresh[goal], came[goal] = total, (gained, combination)
        table = fresh
        taken.append(came)
    chosen, at = [], short
    for came in reversed(taken):
        found = came[at]
        assert found is not None
        at, combination = found
        chosen.append(combination)
    return chosen[::-1]
