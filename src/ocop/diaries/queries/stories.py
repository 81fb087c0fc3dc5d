"""A lot's diary: what was noted about it, and about everything it was made of, one step back after another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from ocop.lots.models import Lot

from ..models import Entry, Item
from ..rules.balance import Balance, Change, Facts, Stock, balance
from ..rules.standing import Link, overruled, standing
from ..rules.units import Amount
from ..rules.yields import yield_of

DEEPEST = 10
BatchKey = tuple[int | None, str]
MAKING = ("processing", "packing")
_WITH = ("book__producer", "author", "site__place", "area", "lot__product")
_ALONG = ("items__lot", "items__book", "attachments")


@dataclass
class Story:
    """The entries that name the lot (`own`), those it was made of (`before`), and those beside them on the same batches."""

    lot: Lot
    entries: dict[UUID, Entry]
    own: set[UUID] = field(default_factory=set)
    before: set[UUID] = field(default_factory=set)
    batches: dict[BatchKey, str] = field(default_factory=dict)

    @cached_property
    def links(self) -> list[Link]:
        return [Link(e.pk, e.book_id, e.corrects, tuple(e.after)) for e in self.entries.values()]

    @cached_property
    def standing(self) -> set[UUID]:
        return standing(self.links)

    @cached_property
    def overruled(self) -> dict[UUID, list[UUID]]:
        return overruled(self.links)

    @property
    def told(self) -> list[Entry]:
        """Everything about the lot and its origins in the order in which it happened, corrections included."""
        about = self.own | self.before
        while more := {e.pk for e in self.entries.values() if e.corrects in about} - about:
            about |= more
        return sorted((self.entries[key] for key in about), key=lambda e: (e.at, str(e.pk)))

    def holding(self, *kinds: str) -> list[Entry]:
        """Standing entries about the lot and its origins, of these kinds."""
        return [e for e in self.told if e.pk in self.standing and (not kinds or e.kind in kinds)]

    @property
    def makings(self) -> list[Entry]:
        """Standing entries out of which the lot itself came."""
        return [e for e in self.holding() if e.pk in self.own and _makes(e, self.lot)]

    @property
    def sendings(self) -> list[Entry]:
        """One step forward: who got of the lot."""
        return [e for e in self.holding("dispatch") if e.pk in self.own]

    @property
    def sources(self) -> list[Entry]:
        """One step back: out of what the material came."""
        wanted = {(i.book_id, i.batch) for e in self.makings for i in _ins(e) if i.batch}
        return [e for e in self.holding() if any((i.book_id, i.batch) in wanted for i in _outs(e))]

    @property
    def origins(self) -> list[Entry]:
        """Where it all begins: harvests and what was bought."""
        return self.holding("harvest", "input")


def _ins(entry: Entry) -> list[Item]:
    return [i for i in entry.items.all() if i.direction == Item.Direction.IN]


def _outs(entry: Entry) -> list[Item]:
    return [i for i in entry.items.all() if i.direction == Item.Direction.OUT]


def _makes(entry: Entry, lot: Lot) -> bool:
    if any(item.lot_id == lot.pk for item in _outs(entry)):
        return True
    return entry.kind == "packing" and entry.lot_id == lot.pk


def _rows(found: QuerySet[Entry]) -> dict[UUID, Entry]:
    return {e.pk: e for e in found.select_related(*_WITH).prefetch_related(*_ALONG).distinct()}


def story_of(lot: Lot) -> Story:
    """The lot's diary, read with a few statements a step back."""
    return stories_of([lot])[lot.pk]


def stories_of(lots: Sequence[Lot]) -> dict[int, Story]:
    """The diaries of many lots, read together: as many statements as for one."""
    numbers = {lot.pk for lot in lots}
    if not numbers:
        return {}
    pool = _rows(Entry.objects.filter(Q(lot__in=numbers) | Q(items__lot__in=numbers)))
    known: set[BatchKey] = set()
    for _ in range(DEEPEST):
        wanted = {key for e in pool.values() for key in _taken(e)} - known
        if not wanted:
            break
        known |= wanted
        pool = _touching(wanted) | pool
    right = corrections_among(pool)
    return {lot.pk: _split(lot, pool, right) for lot in lots}


def _taken(entry: Entry) -> set[BatchKey]:
    """Batches that went into something; a test or a store has made nothing of what it names."""
    return {(i.book_id, i.batch) for i in _ins(entry) if i.batch} if _outs(entry) or entry.kind in MAKING else set()


def _touching(wanted: set[BatchKey]) -> dict[UUID, Entry]:
    books, names = {book for book, _ in wanted}, {name for _, name in wanted}
    rows = _rows(Entry.objects.filter(items__book__in=books, items__batch__in=names))
    return {k: e for k, e in rows.items() if any((i.book_id, i.batch) in wanted for i in e.items.all())}


# Each correction is met once, so that neither a long chain nor a ring goes on for ever.
_CORRECTIONS = """
WITH RECURSIVE right_ (id, book_id) AS (
  SELECT id, book_id FROM diaries_entry WHERE id = ANY(%s::uuid[])
  UNION
  SELECT c.id, c.book_id FROM right_ JOIN diaries_entry c ON c.corrects = right_.id AND c.book_id = right_.book_id
)
SELECT id FROM right_
"""


def corrections_among(pool: Mapping[UUID, Entry]) -> dict[UUID, Entry]:
    """Corrections of what was found, and corrections of those; a correction may have lost the lot it was about."""
    if not pool:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CORRECTIONS, [list(pool)])
        found = {key for (key,) in cursor.fetchall()} - pool.keys()
    return _rows(Entry.objects.filter(pk__in=found)) if found else {}


def _split(lot: Lot, pool: dict[UUID, Entry], right: dict[UUID, Entry]) -> Story:
    """One lot's part of what was read for many."""
    own = {k: e for k, e in pool.items() if e.lot_id == lot.pk or any(i.lot_id == lot.pk for i in e.items.all())}
    story = Story(lot, dict(own), own=set(own))
    newest: Iterable[Entry] = [e for e in own.values() if _makes(e, lot)]
    for _ in range(DEEPEST):
        wanted = {(i.book_id, i.batch): i.batch for e in newest for i in _ins(e) if i.batch}
        wanted = {key: name for key, name in wanted.items() if key not in story.batches}
        if not wanted:
            break
        story.batches |= wanted
        touching = {k: e for k, e in pool.items() if any((i.book_id, i.batch) in wanted for i in e.items.all())}
        story.entries = touching | story.entries
        newest = [e for e in touching.values() if any((i.book_id, i.batch) in wanted for i in _outs(e))]
        story.before |= {e.pk for e in newest} - story.own
    _add_corrections(story, pool | right)
    return story


def _add_corrections(story: Story, known: Mapping[UUID, Entry]) -> None:
    while more := {k: e for k, e in known.items() if e.corrects in story.entries and k not in story.entries}:
        story.entries |= more


def facts_of(story: Story) -> Facts:
    """What the balance is drawn from: standing entries only."""
    lot, made = story.lot, story.makings
    standing_entries = [e for e in story.entries.values() if e.pk in story.standing]
    upstream = [e for e in standing_entries if e.pk in story.before and e.kind in MAKING]
    return Facts(
        quantity=lot.quantity, unit=lot.unit, recalled=lot.recalled_at is not None,
        noted=any(key in story.standing for key in story.own),
        packed=tuple(a for e in made for a in _packed(e, lot)),
        inputs=tuple(_amount(i) for e in made for i in _ins(e) if i.lot_id != lot.pk),
        sent=tuple(_amount(i) for e in story.sendings for i in _ins(e) if i.lot_id == lot.pk),
        stocks=tuple(_stock(key, name, standing_entries) for key, name in story.batches.items()),
        changes=tuple(
            Change(f"{e.get_kind_display()} {_day(e.at)}", tuple(map(_amount, _ins(e))), tuple(map(_amount, _outs(e))))
            for e in upstream
        ),
        factor=yield_of(lot.product.set_no, lot.product.name, lot.made_on),
    )  # fmt: skip


def _packed(entry: Entry, lot: Lot) -> list[Amount]:
    """How much of the lot an entry made; a packing that names it without a number says an unknown number."""
    return [_amount(item) for item in _outs(entry) if item.lot_id == lot.pk] or [Amount(None)]


def _amount(item: Item) -> Amount:
    return Amount(item.quantity, item.unit)


def _stock(key: BatchKey, name: str, entries: Sequence[Entry]) -> Stock:
    """A batch's coming and going. What is handed within the producer (sent and received) has not been used up."""

    def amounts(kinds: Callable[[str], bool], items: Callable[[Entry], list[Item]]) -> list[Amount]:
        return [_amount(i) for e in entries if kinds(e.kind) for i in items(e) if (i.book_id, i.batch) == key]

    handed = bool(amounts(lambda kind: kind == "receipt", _ins))
    spent = MAKING if handed else (*MAKING, "dispatch")
    return Stock(name, tuple(amounts(lambda _: True, _outs)), tuple(amounts(lambda kind: kind in spent, _ins)))


def stocks_of(story: Story, books: Collection[int]) -> list[Stock]:
    """The coming and going of those batches of the lot that belong to these books."""
    entries = [e for e in story.entries.values() if e.pk in story.standing]
    return [_stock(key, name, entries) for key, name in story.batches.items() if key[0] in books]


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"


def balance_of(lot: Lot, story: Story | None = None) -> Balance:
    """Inputs, outputs, stamps allowed, and every gap, for one lot."""
    return balance(facts_of(story or story_of(lot)))


@dataclass(frozen=True, slots=True)
class Output:
    """How many stamps the diary lets a lot have; None where it says nothing yet."""

    allowed: int | None
    basis: str = ""
    reasons: tuple[str, ...] = ()


def output_of(lot: Lot) -> Output:
    """What `stamps` asks before drawing: the smallest of recorded, packed and possible, with what does not add up."""
    if not Entry.objects.filter(Q(lot=lot) | Q(items__lot=lot)).exists():
        return Output(None, "chưa có nhật ký của lô")
    story = story_of(lot)
    found = balance_of(lot, story)
    # Notes, tests or pictures alone do not count pieces; only packing or material does.
    known = found.packed is not None or (found.possible is not None) or lot.recalled_at is not None
    return Output(found.allowed if known else None, found.basis, tuple(gap.text for gap in found.gaps))
