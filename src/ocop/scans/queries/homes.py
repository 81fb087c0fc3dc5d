"""A household's lots, as the household itself sees them: what of its own is in them, what is told, and how the stamps stand.

A household reads its own book only: of the others in the same lot it learns nothing here, not even how much they brought.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ocop.diaries.models import Book, Entry, Item
from ocop.diaries.queries import Row, Story, balance_of, completeness, desk_of, rows_of, stocks_of, story_of
from ocop.diaries.rules.balance import Balance, Stock
from ocop.diaries.rules.completeness import Item as Asked
from ocop.diaries.rules.completeness import score
from ocop.letters.rules import Doing
from ocop.lots.models import Lot
from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.stamps.queries import lot_shares

from .recalling import lots_made_from

# What a household mends by writing in its own book; the rest is its cooperative's.
_BY_WRITING = frozenset({"steps", "test"})
_WITH = (
    "product__producer__place",
    "product__producer__former_place",
    "product__place",
    "product__former_place",
    "place",
)


def home_lots(person: Person) -> QuerySet[Lot]:
    """Lots of the producers the person acts for, and those in which something of a household's book they keep is."""
    kept = list(desk_of(person).kept)
    mine = Q(product__in=products_worked_on(person).order_by().values("pk"))
    if kept:
        mine |= Q(pk__in=_lots_of_books(kept))
    return Lot.objects.filter(mine).select_related(*_WITH).order_by("-made_on", "-id")


def _lots_of_books(books: Sequence[int]) -> set[int]:
    named = Entry.objects.filter(book__in=books).values_list("lot_id", "items__lot_id")
    batches = Item.objects.filter(book__in=books, entry__book__in=books, direction="out").exclude(batch="")
    begun = sorted(set(batches.values_list("book_id", "batch")))
    found = {lot for row in named for lot in row if lot is not None}
    return found | (lots_made_from(begun) if begun else set())


def home_lot(person: Person, lot_id: int) -> Lot | None:
    return home_lots(person).filter(pk=lot_id).first() if lot_id < 2**62 else None


@dataclass(frozen=True, slots=True)
class Part:
    """One batch of the household in this lot: how much it was, and what has not been used yet."""

    name: str
    made: str
    used: str


@dataclass(frozen=True, slots=True)
class HomeLot:
    """Everything on the page of one lot."""

    lot: Lot
    leads: bool
    parts: Sequence[Part]
    rows: Sequence[Row]
    balance: Balance | None
    items: Sequence[Asked]
    told: int
    asked: int
    shares: Sequence[Any]

    @property
    def lacking(self) -> list[tuple[Asked, bool]]:
        """What is not told yet, and whether the reader can do it."""
        return [(item, self.leads or item.asked.key in _BY_WRITING) for item in self.items if not item.done]


def home_lot_told(person: Person, lot: Lot) -> HomeLot:
    desk, story = desk_of(person), story_of(lot)
    leads = lot.product.producer_id in desk.led
    own = _own_books(desk.kept, leads, lot)
    items = completeness(lot, story)
    told, asked = score(items)
    return HomeLot(
        lot, leads, [_part(stock) for stock in stocks_of(story, own)], _own_rows(story, own),
        balance_of(lot, story) if leads else None, items, told, asked, lot_shares(lot),
    )  # fmt: skip


def _own_books(kept: Collection[int], leads: bool, lot: Lot) -> set[int]:
    if not leads:
        return set(kept)
    return set(Book.objects.filter(producer=lot.product.producer_id).values_list("pk", flat=True))


def _own_rows(story: Story, books: Collection[int]) -> list[Row]:
    return rows_of([entry for entry in story.told if entry.book_id in books], story.entries.values())


def _part(stock: Stock) -> Part:
    return Part(stock.name, _summed(stock.made), _summed(stock.used))


def _summed(amounts: Sequence[Any]) -> str:
    """By unit, as people say it; what nobody counted is said to be uncounted."""
    sums: dict[str, Any] = {}
    for amount in amounts:
        if amount.quantity is not None:
            sums[amount.unit] = sums.get(amount.unit, 0) + amount.quantity
    said = [f"{number.normalize():f} {unit}".replace(".", ",").strip() for unit, number in sums.items()]
    if any(amount.quantity is None for amount in amounts):
        said.append("và phần chưa ghi số")
    return " + ".join(said)


def doings_of(person: Person) -> list[Doing]:
    """For those who keep a household's book."""
    if not desk_of(person).kept:
        return []
    return [Doing("Lô của nhà", "/lo-cua-nha/", "hàng của nhà đã vào lô nào, còn thiếu gì, tem ra sao")]
