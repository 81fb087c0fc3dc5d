"""The sitting board: who has handed in (names, never scores), quorum, and what each item still needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from ocop.cycles.models import Round
from ocop.dossiers import lifecycle as dossier_states
from ocop.dossiers.models import Dossier
from ocop.people.models import Person

from .. import lifecycle
from ..models import Conflict, Item, Seat, Sheet, Sitting
from ..rules import sheets_needed
from .seats import voting_seats
from .sheets import conflicted_items


@dataclass(frozen=True, slots=True)
class Row:
    """One item as everybody sees it; `closed_to_me` blanks it for a person with a conflict."""

    item: Item
    needed: int
    handed_in: tuple[str, ...]
    waiting: tuple[str, ...]
    conflicted: tuple[str, ...]
    report_in: bool
    closed_to_me: bool
    my_sheet: Sheet | None

    @property
    def has_quorum(self) -> bool:
        return len(self.handed_in) >= self.needed


def conflict_counts(sitting: Sitting, seats: Collection[int]) -> dict[int, int]:
    """How many of `seats` are conflicted, by item."""
    counted: dict[int, int] = defaultdict(int)
    found = Conflict.objects.filter(item__sitting=sitting, withdrawn_at__isnull=True, seat_id__in=seats)
    for item_id in found.values_list("item_id", flat=True):
        counted[item_id] += 1
    return counted


def seats_of_sitting(sitting: Sitting) -> list[Seat]:
    """Voting seats on the day the sitting ended, or today."""
    day = timezone.localdate(sitting.closed_at) if sitting.closed_at else None
    return voting_seats(sitting.council, day)


def board_of(sitting: Sitting, person: Person) -> list[Row]:
    """Every item of the sitting, for this person; four queries however long the agenda."""
    seats = seats_of_sitting(sitting)
    closed = conflicted_items(sitting, person)
    sheets = _sheets(sitting)
    conflicted = _conflicts(sitting)
    items = sitting.items.select_related("dossier__product__producer", "dossier__commune", "advisor_report")
    return [
        _row(sitting, item, seats, sheets[item.pk], conflicted[item.pk], item.pk in closed, person) for item in items
    ]


def _row(
    sitting: Sitting, item: Item, seats: list[Seat], sheets: list[Sheet], conflicted: set[int], closed: bool,
    person: Person,
) -> Row:  # fmt: skip
    by_seat = {sheet.seat_id: sheet for sheet in sheets}
    is_in = {sheet.seat_id for sheet in sheets if sheet.state == lifecycle.HANDED_IN}
    mine = next((s for s in sheets if s.seat.person_id == person.pk), None)
    away = {seat.pk for seat in seats if seat.pk in conflicted}
    return Row(
        item=item,
        needed=sheets_needed(sitting.rules, len(seats), len(away)),
        handed_in=tuple(by_seat[pk].seat.person.name for pk in sorted(is_in)),
        waiting=tuple(s.person.name for s in seats if s.pk not in is_in and s.pk not in away),
        conflicted=tuple(s.person.name for s in seats if s.pk in away),
        report_in=hasattr(item, "advisor_report") and item.advisor_report.is_in,
        closed_to_me=closed,
        my_sheet=None if closed else mine,
    )


def _sheets(sitting: Sitting) -> dict[int, list[Sheet]]:
    """Without their contents: the board has no use for a score, so it never loads one."""
    found: dict[int, list[Sheet]] = defaultdict(list)
    rows = Sheet.objects.filter(item__sitting=sitting).select_related("seat__person")
    for sheet in rows.defer("choices", "remarks", "disqualified", "points", "seal", "salt"):
        found[sheet.item_id].append(sheet)
    return found


def _conflicts(sitting: Sitting) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Conflict.objects.filter(item__sitting=sitting, withdrawn_at__isnull=True)
    for item_id, seat_id in rows.values_list("item_id", "seat_id"):
        found[item_id].add(seat_id)
    return found


def rounds_to_sit_in() -> QuerySet[Round]:
    """Rounds of the province, newest first."""
    return Round.objects.filter(level=Round.Level.PROVINCE).select_related("cycle").order_by("-opens_on", "-id")


def dossiers_to_put(sitting: Sitting) -> list[Dossier]:
    """Accepted dossiers of the sitting's round that are on no agenda yet."""
    found = Dossier.objects.filter(round_id=sitting.round_id, state=dossier_states.ACCEPTED)
    return list(found.select_related("product__producer", "commune").order_by("accepted_at", "id"))
