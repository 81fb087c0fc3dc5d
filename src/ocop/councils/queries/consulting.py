"""Answers in writing, and the last day for a rating after 36 months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ocop.criteria.rules import sift
from ocop.dossiers.models import Dossier
from ocop.dossiers.rules.windows import decision_due
from ocop.people.models import Person

from ..models import AdvisorReport, Conflict, Item, Seat, Sitting, WrittenOpinion
from ..rules import Finding, Marks, find, sheets_needed
from .readiness import seats_of_sitting
from .seats import counted_seats
from .sheets import criteria_of


@dataclass(frozen=True, slots=True)
class Answers:
    """One item's opinions: who gave one, who is waited for, how many are needed."""

    item: Item
    needed: int
    given: tuple[WrittenOpinion, ...]
    waiting: tuple[Seat, ...]
    decide_by: date | None

    @property
    def objections(self) -> tuple[WrittenOpinion, ...]:
        return tuple(opinion for opinion in self.given if not opinion.agrees)

    @property
    def has_quorum(self) -> bool:
        return len(self.given) >= self.needed


def answers_of(sitting: Sitting, items: Iterable[Item]) -> dict[int, Answers]:
    rows = list(items)
    seats = counted_seats(seats_of_sitting(sitting), sitting.rules)
    given: dict[int, list[WrittenOpinion]] = defaultdict(list)
    for opinion in WrittenOpinion.objects.filter(item__in=rows).select_related("seat__person").order_by("seat_id"):
        given[opinion.item_id].append(opinion)
    away: dict[int, set[int]] = defaultdict(set)
    conflicts = Conflict.objects.filter(item__in=rows, withdrawn_at__isnull=True)
    for item_id, seat_id in conflicts.values_list("item_id", "seat_id"):
        away[item_id].add(seat_id)
    found = {}
    for item in rows:
        done = {opinion.seat_id for opinion in given[item.pk]}
        conflicted = sum(seat.pk in away[item.pk] for seat in seats)
        found[item.pk] = Answers(
            item=item,
            needed=sheets_needed(sitting.rules, len(seats), conflicted),
            given=tuple(given[item.pk]),
            waiting=tuple(seat for seat in seats if seat.pk not in done and seat.pk not in away[item.pk]),
            decide_by=decide_by(item.dossier),
        )
    return found


def decide_by(dossier: Dossier) -> date | None:
    """The last day for the decision on a rating after 36 months, from the complete dossier."""
    if dossier.accepted_at is None:
        return None
    return decision_due(dossier.kind, timezone.localdate(dossier.accepted_at))


def opinion_of(item: Item, person: Person) -> WrittenOpinion | None:
    return WrittenOpinion.objects.filter(item=item, seat__person=person).first()


def proposal_of(item: Item) -> Finding | None:
    """The rating that the council is asked to agree to: what the advisory team's report comes to."""
    report = AdvisorReport.objects.filter(item=item, handed_in_at__isnull=False).first()
    if report is None:
        return None
    found = criteria_of(item)
    return find(found, [Marks(sift(found, report.choices).choices)], item.sitting.rules)
