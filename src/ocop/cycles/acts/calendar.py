"""Opening a year's cycle and its rounds."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person
from ocop.places.models import Place

from .. import rules
from ..models import Cycle, Round
from ..queries import runs_province_office


def open_cycle(
    *, province: Place, year: int, by: Person | None, simulated: bool = False, at: datetime | None = None
) -> Cycle:
    """Mở chu trình: the year and the rounds that the law names for it; `by` None is the system itself."""
    with act(at) as moment:
        Refused.unless_clear(rules.year_unfit(year), _not_office(by, province, moment))
        cycle, new = Cycle.objects.get_or_create(province=province, year=year, defaults={"simulated": simulated})
        if not new:
            raise Refused(Reason(f"Chu trình năm {year} đã mở.", "year", "already_open"))
        for dates in rules.legal_rounds(year):
            Round.objects.create(
                cycle=cycle, name=f"{dates.name} năm {year}", level=dates.level, opens_on=dates.opens_on,
                proposals_until=dates.proposals_until, ends_on=dates.ends_on, basis=dates.law, simulated=simulated,
            )  # fmt: skip
        record("open_cycle", by=by, about=cycle, at=moment, facts={"year": year})
    return cycle


def open_round(
    *, cycle: Cycle, name: str, opens_on: date, proposals_until: date, ends_on: date, basis: str,
    by: Person | None, simulated: bool = False, at: datetime | None = None,
) -> Round:  # fmt: skip
    """Mở đợt bổ sung: one more provincial round of a cycle, on the basis that the by-laws and the plan give."""
    name, basis = clean_text(name), clean_text(basis)
    with act(at) as moment:
        cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
        Refused.unless_clear(
            rules.round_unfit(name, opens_on, proposals_until, ends_on),
            rules.basis_missing(basis),
            _name_taken(cycle, name),
            _not_office(by, cycle.province, moment),
        )
        opened = Round.objects.create(
            cycle=cycle, name=name, opens_on=opens_on, proposals_until=proposals_until, ends_on=ends_on,
            extra=True, basis=basis, simulated=simulated,
        )  # fmt: skip
        facts = {"opens_on": str(opens_on), "proposals_until": str(proposals_until), "ends_on": str(ends_on)}
        record("open_round", by=by, about=opened, at=moment, facts=facts | {"basis": basis})
    return opened


def _not_office(by: Person | None, province: Place, moment: datetime) -> Reason | None:
    if by is None:
        return None
    return rules.not_province_office(runs_province_office(by, province, timezone.localdate(moment)))


def _name_taken(cycle: Cycle, name: str) -> Reason | None:
    if not cycle.rounds.filter(name=name).exists():
        return None
    return Reason(f"Năm {cycle.year} đã có đợt mang tên này. Hãy đặt tên khác.", "name", "taken")
