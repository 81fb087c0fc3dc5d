"""Cases, for inspectors, and whom a case concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from ocop.letters.rules import Waiting
from ocop.people.models import Person
from ocop.people.queries import people_with_role, roles_of
from ocop.people.rules import Role
from ocop.stamps.queries import batch_of, mint
from ocop.stamps.rules import codes
from ocop.stamps.rules.signing import bare

from .. import lifecycle
from ..models import Case, Report, Scan


def cases_seen_by(person: Person) -> QuerySet[Case]:
    """Inspectors and the province see every case; nobody else any."""
    if not roles_of(person) & {Role.INSPECTOR, Role.PROVINCE_OFFICER, Role.ADMINISTRATOR}:
        return Case.objects.none()
    return Case.objects.select_related("batch__product__producer__place", "batch__lot", "taken_by", "decided_by")


def case_for(person: Person, number: int) -> Case | None:
    return cases_seen_by(person).filter(pk=number).first()


def concerned_by(case: Case) -> Iterator[Person]:
    """The officers of the commune where it is made."""
    product = case.batch.product
    place = product.place_id or (product.producer.place_id if product.producer else None)
    if place:
        yield from people_with_role(Role.COMMUNE_OFFICER, place_id=place)


def code_of(case: Case) -> str:
    """The code of the stamp, as it stands on the label; empty for a whole batch."""
    if case.sequence is None:
        return ""
    return mint().code(case.batch.subject, case.batch.epoch, case.batch.number, case.sequence)


def stamp_typed(typed: str) -> tuple[int, int] | None:
    """The batch and sequence of a genuine code as typed or scanned; None when it is none of ours."""
    code = codes.read(bare(typed))
    batch = batch_of(code) if code else None
    if code is None or batch is None or not mint().proves(code, batch.subject):
        return None
    return batch.pk, code.seq


def told_already(batch: int, sequence: int, network: int, now: datetime) -> bool:
    """Whether this network has said today where it read this stamp."""
    since = now - timedelta(days=1)
    told = Scan.objects.filter(batch_number=batch, at__gt=since, sequence=sequence, network=network, verdict="placed")
    return told.exists()


def reports_about(case: Case) -> list[Report]:
    """What buyers told about this stamp, newest first."""
    code = code_of(case)
    if not code:
        return []
    return list(Report.objects.filter(code__in=[code, codes.grouped(code)]).order_by("-id")[:20])


@dataclass(frozen=True, slots=True)
class Judged:
    """How the radar's cases ended so far: the real rates beside the simulated ones."""

    decided: int
    confirmed: int
    honest: int


def judged() -> Judged:
    own = Case.objects.filter(opened_by=None, state=lifecycle.DECIDED)
    unsure = [Case.Outcome.HONEST, Case.Outcome.UNCLEAR]
    found = own.aggregate(
        decided=Count("pk"), confirmed=Count("pk", filter=~Q(outcome__in=unsure)),
        honest=Count("pk", filter=Q(outcome=Case.Outcome.HONEST)),
    )  # fmt: skip
    return Judged(**found)


def waiting_for(person: Person) -> list[Waiting]:
    """Cases nobody has taken, and those the inspector took."""
    if Role.INSPECTOR not in roles_of(person):
        return []
    found = Case.objects.exclude(state=lifecycle.DECIDED).filter(Q(taken_by=None) | Q(taken_by=person))
    return [
        Waiting(
            title=f"{case.batch.product.name}: {case.subject} đáng ngờ", url=case.get_absolute_url(), chapter="scans",
            action="Kết luận" if case.taken_by_id else "Nhận vụ việc", urgent=case.taken_by_id is None,
        )
        for case in found.select_related("batch__product").order_by("-score")[:20]
    ]  # fmt: skip
