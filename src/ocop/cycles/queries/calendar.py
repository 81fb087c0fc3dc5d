"""Which round stands when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ocop.letters.rules import Doing
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role
from ocop.places.models import Place

from ..models import Cycle, Round


def provincial_rounds(province: Place) -> QuerySet[Round]:
    return Round.objects.filter(cycle__province=province, level=Round.Level.PROVINCE)


def round_taking_proposals(province: Place, day: date) -> Round | None:
    """The province's round that takes proposals on `day`; of several the one that closes first."""
    open_rounds = provincial_rounds(province).filter(opens_on__lte=day, proposals_until__gte=day)
    return open_rounds.order_by("proposals_until", "id").first()


def next_round(province: Place, day: date) -> Round | None:
    """The first provincial round that opens after `day`."""
    return provincial_rounds(province).filter(opens_on__gt=day).order_by("opens_on", "id").first()


def cycle_of(province: Place, year: int) -> Cycle | None:
    return Cycle.objects.filter(province=province, year=year).first()


@dataclass(frozen=True, slots=True)
class Line:
    """A round in the calendar and where it stands today."""

    round: Round
    phase: str
    days_left: int | None


def calendar(day: date) -> list[tuple[Cycle, list[Line]]]:
    """Every cycle, the newest first, with its rounds in order and their phase on `day`."""
    cycles = Cycle.objects.select_related("province").prefetch_related("rounds", "campaigns").order_by("-year", "id")
    return [(cycle, [_line(row, day) for row in cycle.rounds.all()]) for cycle in cycles]


def _line(row: Round, day: date) -> Line:
    phase = row.phase_on(day)
    until = {"open": row.proposals_until, "scoring": row.ends_on}.get(phase)
    return Line(row, phase, (until - day).days if until else None)


def runs_province_office(person: Person, province: Place, day: date | None = None) -> bool:
    """Whether the person is the OCOP office of this province on `day` (default today)."""
    return any(
        m.role == Role.PROVINCE_OFFICER and m.place_id in (None, province.pk) for m in mandates_in_force(person, day)
    )


def doings_of(person: Person) -> list[Doing]:
    if not any(m.role == Role.PROVINCE_OFFICER for m in mandates_in_force(person)):
        return []
    return [Doing("Mở đợt đánh giá bổ sung", "/chu-trinh/mo-dot/", "khi Quy chế và kế hoạch có nêu")]
