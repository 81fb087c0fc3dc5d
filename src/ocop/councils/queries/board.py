"""The sitting board: who has handed in (names, never scores), quorum, and what each item still needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from ocop.cycles.models import Round
from ocop.dossiers import lifecycle as dossier_states
from ocop.dossiers.models import Dossier
from ocop.people.models import Person

from .. import lifecycle
from ..models import Item, Sheet, Sitting
from .readiness import Count, counts_of
from .sheets import conflicted_items


@dataclass(frozen=True, slots=True)
class Row:
    """One item as everybody sees it; `closed_to_me` blanks it for a person with a conflict."""

    item: Item
    needed: int
    handed_in: tuple[str, ...]
    waiting: tuple[str, ...]
    conflicted: tuple[str, ...]
    abstained: tuple[str, ...]
    report_in: bool
    closed_to_me: bool
    my_sheet: Sheet | None
    alarm: bool = False

    @property
    def counted(self) -> int:
        return len(self.handed_in)

    @property
    def has_quorum(self) -> bool:
        return self.counted >= self.needed

    @property
    def is_done(self) -> bool:
        """Nothing more to do before the sitting can be closed."""
        return self.item.state in (lifecycle.OPENED, lifecycle.CONCLUDED, lifecycle.POSTPONED)


def board_of(sitting: Sitting, person: Person) -> list[Row]:
    """Every item of the sitting, for this person; as many queries however long the agenda."""
    closed = conflicted_items(sitting, person)
    found = sitting.items.select_related("dossier__product__producer", "dossier__commune", "advisor_report")
    items = list(found)
    counts, mine = counts_of(sitting, items), _sheets_of(sitting, person)
    wide = sitting.rules.spread_points
    return [_row(counts[item.pk], item.pk in closed, mine.get((item.pk, item.round)), wide) for item in items]


def _row(count: Count, closed: bool, mine: Sheet | None, wide: int) -> Row:
    item = count.item
    return Row(
        item=item,
        needed=count.needed,
        handed_in=tuple(seat.person.name for seat in count.handed_in),
        waiting=tuple(seat.person.name for seat in count.waiting),
        conflicted=tuple(seat.person.name for seat in count.conflicted),
        abstained=tuple(seat.person.name for seat in count.abstained),
        report_in=hasattr(item, "advisor_report") and item.advisor_report.is_in,
        closed_to_me=closed,
        my_sheet=None if closed else mine,
        alarm=item.is_opened and not closed and (item.spread or 0) > wide,
    )


def _sheets_of(sitting: Sitting, person: Person) -> dict[tuple[int, int], Sheet]:
    """Without their contents: the board has no use for a score, so it never loads one."""
    rows = Sheet.objects.filter(item__sitting=sitting, seat__person=person).exclude(state=lifecycle.VOID)
    known = rows.defer("choices", "remarks", "disqualified", "points", "seal", "salt", "box")
    return {(sheet.item_id, sheet.round): sheet for sheet in known}


@dataclass(frozen=True, slots=True)
class Overview:
    """What a secretary looks for first."""

    rows: tuple[Row, ...]

    @property
    def ready(self) -> int:
        return sum(row.has_quorum for row in self.rows)

    @property
    def short(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.has_quorum and row.item.takes_sheets)

    @property
    def alarms(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.alarm)

    @property
    def missing(self) -> list[tuple[str, int]]:
        """Who still owes how many sheets, most first."""
        return Counter(name for row in self.rows if row.item.takes_sheets for name in row.waiting).most_common()

    @property
    def sheets_in(self) -> int:
        return sum(row.counted for row in self.rows)

    @property
    def sheets_due(self) -> int:
        return sum(row.counted + len(row.waiting) for row in self.rows)


def rounds_to_sit_in() -> QuerySet[Round]:
    """Rounds of the province, newest first."""
    return Round.objects.filter(level=Round.Level.PROVINCE).select_related("cycle").order_by("-opens_on", "-id")


def dossiers_to_put(sitting: Sitting) -> list[Dossier]:
    """Accepted dossiers of the sitting's round that are on no agenda yet; in writing only ratings after 36 months."""
    found = Dossier.objects.filter(round_id=sitting.round_id, state=dossier_states.ACCEPTED)
    if sitting.is_written:
        found = found.filter(kind=Dossier.Kind.RERATE)
    return list(found.select_related("product__producer", "commune").order_by("accepted_at", "id"))


def items_to_put_again(sitting: Sitting) -> list[Item]:
    """Postponed items of the same council, from other sittings."""
    found = Item.objects.filter(sitting__council=sitting.council_id, state=lifecycle.POSTPONED)
    rows = found.exclude(sitting=sitting).select_related("dossier__product__producer", "sitting")
    return list(rows.order_by("id")) if not sitting.is_written else []
