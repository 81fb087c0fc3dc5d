"""Exercises: whom they wait for, how one's own try compares, and how the group does; never who scored what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from ocop.criteria.queries import PartSheet, sheet, wording_of
from ocop.criteria.rules import CriteriaSet, Criterion, criteria_set, sift, spelled
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries import form_of
from ocop.people.models import Person
from ocop.people.rules import Role

from ..models import Council, Exercise, ExerciseSheet, Seat
from ..rules.calibration import Comparison, Share, compare, shares
from .printed import boxes_of
from .seats import councils_seen_by, holds, seat_of, voting_seats


def exercises_of(council: Council, person: Person) -> list[Exercise]:
    """Drafts only for those who make them."""
    found = Exercise.objects.filter(council=council).select_related("council")
    return list(found if makes_exercises(person, council) else found.exclude(state=Exercise.State.DRAFT))


def exercise_seen_by(person: Person, pk: int) -> Exercise | None:
    found = Exercise.objects.select_related("council").filter(pk=pk, council__in=councils_seen_by(person)).first()
    if found is not None and found.state == Exercise.State.DRAFT and not makes_exercises(person, found.council):
        return None
    return found


def makes_exercises(person: Person, council: Council) -> bool:
    """The secretary and the province's office; nobody who will try them."""
    seat = seat_of(person, council)
    if seat is not None:
        return seat.role == Seat.Role.SECRETARY
    return holds(person, Role.PROVINCE_OFFICER)


def own_try(exercise: Exercise, person: Person) -> ExerciseSheet | None:
    return ExerciseSheet.objects.filter(exercise=exercise, seat__person=person).first()


def set_of_exercise(exercise: Exercise) -> CriteriaSet:
    found = criteria_set(exercise.regime, exercise.set_no)
    assert found is not None, "an exercise is made only of a set that is known"
    return found


def parts_of(exercise: Exercise, choices: dict[str, object]) -> tuple[PartSheet, ...]:
    found = set_of_exercise(exercise)
    wording = wording_of(exercise.regime, exercise.set_no)
    return sheet(found, sift(found, choices).choices, wording=wording)


def comparison_of(exercise: Exercise, own: ExerciseSheet) -> Comparison:
    """Only for the member, and only once the try is done."""
    return compare(set_of_exercise(exercise), own.choices, exercise.agreed, exercise.reasons)


@dataclass(frozen=True, slots=True)
class GroupView:
    """For those who made it: who has done it, and sums over three members or more."""

    done: tuple[str, ...]
    begun: tuple[str, ...]
    waiting: tuple[str, ...]
    shares: tuple[Share, ...]

    @property
    def begun_count(self) -> int:
        return len(self.begun)

    @property
    def waiting_count(self) -> int:
        return len(self.waiting)

    @property
    def agreement(self) -> float | None:
        if not self.shares:
            return None
        return sum(s.matching for s in self.shares) / sum(s.tries for s in self.shares)


def group_of(exercise: Exercise) -> GroupView:
    tries = {t.seat_id: t for t in ExerciseSheet.objects.filter(exercise=exercise)}
    seats = voting_seats(exercise.council)
    finished = [t.choices for t in tries.values() if t.done_at is not None]
    return GroupView(
        done=tuple(s.person.name for s in seats if s.pk in tries and tries[s.pk].done_at),
        begun=tuple(s.person.name for s in seats if s.pk in tries and not tries[s.pk].done_at),
        waiting=tuple(s.person.name for s in seats if s.pk not in tries),
        shares=tuple(shares(set_of_exercise(exercise), finished, exercise.agreed)),
    )


def exercises_waiting_for(person: Person) -> list[Exercise]:
    """Shown, not done by this voting member, and not past its day."""
    mine = ExerciseSheet.objects.filter(seat__person=person, done_at__isnull=False)
    councils = [seat.council_id for seat in person.seats.all() if seat.votes and seat_of(person, seat.council_id)]
    found = Exercise.objects.filter(council__in=councils, state=Exercise.State.SHOWN)
    return list(found.exclude(pk__in=mine.values("exercise")))


def shows_of(dossier: Dossier) -> dict[str, str]:
    """What a past dossier claims, as a beginning for an exercise: the options only, for notes may hold names."""
    return {
        row.code: f"Chủ thể tự chấm {row.points} điểm: {row.option}"
        for row in form_of(dossier).rows
        if row.points is not None
    }


def dossiers_for_exercises(council: Council) -> QuerySet[Dossier]:
    """Concluded dossiers of this council, newest first."""
    found = Dossier.objects.filter(item__sitting__council=council, item__result__isnull=False)
    return found.select_related("product").order_by("-id")


def tries_of(person: Person, exercises: list[Exercise]) -> dict[int, ExerciseSheet]:
    found = ExerciseSheet.objects.filter(exercise__in=exercises, seat__person=person).defer("choices")
    return {own.exercise_id: own for own in found}


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """One criterion as its makers write it: what the dossier shows, the agreed choice, why."""

    criterion: Criterion
    boxes: tuple[tuple[str, str, bool], ...]
    shows: str
    reason: str


def agreed_rows(exercise: Exercise, typed: Mapping[str, str]) -> list[AgreedRow]:
    """With what was typed over what is stored."""
    rows = []
    for criterion in set_of_exercise(exercise).criteria:
        code = criterion.code
        stored = spelled(exercise.agreed[code]) if code in exercise.agreed else ""
        rows.append(
            AgreedRow(
                criterion, boxes_of(criterion, typed.get(code, stored)),
                typed.get(f"shows_{code}", exercise.shows.get(code, "")),
                typed.get(f"reasons_{code}", exercise.reasons.get(code, "")),
            )
        )  # fmt: skip
    return rows
