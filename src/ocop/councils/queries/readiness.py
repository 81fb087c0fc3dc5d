"""Which items can be opened, and what each still waits for: names, never scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from .. import lifecycle
from ..models import Abstention, Conflict, Item, Seat, Sheet, Sitting
from ..rules import ByLaws, sheets_needed
from .seats import counted_seats, voting_seats


@dataclass(frozen=True, slots=True)
class Count:
    """One item's sheets of its present round."""

    item: Item
    needed: int
    handed_in: tuple[Seat, ...]
    waiting: tuple[Seat, ...]
    abstained: tuple[Seat, ...]
    conflicted: tuple[Seat, ...]

    @property
    def has_quorum(self) -> bool:
        return self.counted >= self.needed

    @property
    def counted(self) -> int:
        return len(self.handed_in)


def seats_of_sitting(sitting: Sitting) -> list[Seat]:
    """Voting seats on the day the sitting ended, or today."""
    day = timezone.localdate(sitting.closed_at) if sitting.closed_at else None
    return voting_seats(sitting.council, day, sitting.rules)


def counts_of(sitting: Sitting, items: Iterable[Item], seats: list[Seat] | None = None) -> dict[int, Count]:
    """For each item who is in and who is missing; four queries however many items."""
    rows = list(items)
    voters = seats_of_sitting(sitting) if seats is None else seats
    sheets = _sheets_in(rows)
    conflicts, abstentions = _by_item(Conflict, rows), _by_item(Abstention, rows)
    laws = sitting.rules
    return {
        item.pk: _count(item, laws, voters, sheets[item.pk], conflicts[item.pk], abstentions[item.pk]) for item in rows
    }


def _count(
    item: Item, laws: ByLaws, voters: list[Seat], is_in: dict[int, Seat], conflicted: set[int], abstained: set[int]
) -> Count:
    """A sheet handed in while its seat held stays valid, so its seat still counts in the base."""
    known = {seat.pk: seat for seat in voters} | is_in
    base = counted_seats(list(known.values()), laws)
    counted = [seat for seat in base if seat.pk in is_in]
    away = [seat for seat in voters if seat.pk in conflicted]
    silent = [seat for seat in voters if seat.pk in abstained and seat.pk not in is_in and seat.pk not in conflicted]
    gone = {seat.pk for seat in (*away, *silent)}
    return Count(
        item=item,
        needed=sheets_needed(
            laws, len(base), sum(seat.pk in conflicted for seat in base), sum(seat in base for seat in silent)
        ),
        handed_in=tuple(counted),
        waiting=tuple(seat for seat in voters if seat.pk not in is_in and seat.pk not in gone),
        abstained=tuple(silent),
        conflicted=tuple(away),
    )


def _sheets_in(items: list[Item]) -> dict[int, dict[int, Seat]]:
    rounds = {item.pk: item.round for item in items}
    found: dict[int, dict[int, Seat]] = defaultdict(dict)
    rows = Sheet.objects.filter(item__in=rounds, state__in=lifecycle.SHEET_IS_IN).select_related("seat__person")
    for sheet in rows.only("item_id", "round", "seat__role", "seat__person__name").order_by("seat_id"):
        if sheet.round == rounds[sheet.item_id]:
            found[sheet.item_id][sheet.seat_id] = sheet.seat
    return found


def _by_item(model: type[Conflict] | type[Abstention], items: Collection[Item]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = model.objects.filter(item__in=items, withdrawn_at__isnull=True)
    for item_id, seat_id in rows.values_list("item_id", "seat_id"):
        found[item_id].add(seat_id)
    return found
