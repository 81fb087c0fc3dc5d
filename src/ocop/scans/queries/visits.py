"""Shelf visits: who reads them, what a shelf came to, whom it concerns, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from ocop.letters.rules import Waiting
from ocop.people.models import Person
from ocop.people.queries import people_with_role, roles_of, today
from ocop.people.rules import Role
from ocop.producers.queries import people_of
from ocop.products.models import Product

from .. import lifecycle
from ..models import Case, Check, Recall, Report, Visit
from ..rules.checks import EXPLAINED, FLAGS, HEAPS, PORTAL_SAYINGS


def visits_seen_by(person: Person) -> QuerySet[Visit]:
    """Inspectors and the province see every visit."""
    if not roles_of(person) & {Role.INSPECTOR, Role.PROVINCE_OFFICER}:
        return Visit.objects.none()
    flagged = Count("checks", filter=Q(checks__answer__in=FLAGS))
    return (
        Visit.objects.select_related("inspector", "told_by", "followed_by")
        .annotate(found=Count("checks"), flagged=flagged)
        .order_by("-began_at", "-id")
    )


def visit_seen_by(person: Person, visit: UUID) -> Visit | None:
    return visits_seen_by(person).filter(pk=visit).first()


@dataclass(frozen=True, slots=True)
class Heap:
    """Checks of which the portal says the same sort of thing."""

    name: str
    words: str
    flags: bool
    rows: list[tuple[Check, tuple[str, str, str], tuple[str, str]]] = field(default_factory=list)


def heaps_of(visit: Visit) -> list[Heap]:
    """The shelf in heaps, the gravest first; empty heaps left out."""
    checks = list(_checks(visit))
    found = []
    for name, (words, sayings) in HEAPS.items():
        here = sorted((c for c in checks if c.answer in sayings), key=lambda check: sayings.index(check.answer))
        rows = [(check, PORTAL_SAYINGS[check.answer], EXPLAINED.get(check.answer, ("", ""))) for check in here]
        found.append(Heap(name, words, bool(FLAGS & {*sayings}), rows))
    return [heap for heap in found if heap.rows]


def _checks(visit: Visit) -> QuerySet[Check]:
    return visit.checks.select_related("batch__product__producer", "batch__lot", "case", "photo").order_by("checked_at")


@dataclass(frozen=True, slots=True)
class Concerned:
    """One product with flags, and who is told about it."""

    product: Product
    checks: list[Check]
    people: list[Person]
    officers: list[Person]

    @property
    def counted(self) -> list[tuple[str, int]]:
        return Counter(check.answer for check in self.checks).most_common()


def concerned_by_visit(visit: Visit) -> list[Concerned]:
    """Each product that was flagged, with its producer's people and its commune's officers."""
    of: dict[Product, list[Check]] = {}
    for check in _checks(visit).filter(answer__in=FLAGS, batch__isnull=False):
        assert check.batch is not None
        of.setdefault(check.batch.product, []).append(check)
    return [Concerned(product, checks, _own(product), _commune(product)) for product, checks in of.items()]


def _own(product: Product) -> list[Person]:
    return list(people_of(product.producer)) if product.producer else []


def _commune(product: Product) -> list[Person]:
    place = product.place_id or (product.producer.place_id if product.producer else None)
    return list(people_with_role(Role.COMMUNE_OFFICER, place_id=place)) if place else []


def waiting_for(person: Person) -> list[Waiting]:
    """The inspector's own visits with flags that nobody was told about, and shelves to be looked at again."""
    if Role.INSPECTOR not in roles_of(person):
        return []
    own = Visit.objects.filter(inspector=person, told_at=None, checks__answer__in=FLAGS).distinct()
    untold = own.order_by("-began_at")[:10]
    again = Visit.objects.filter(inspector=person, followed_at=None, follow_on__isnull=False).order_by("follow_on")[:10]
    return [*_untold(untold), *(_again(visit, today()) for visit in again)]


def shortened(place: str) -> str:
    return Truncator(place).chars(60)


def _untold(visits: Iterable[Visit]) -> Iterable[Waiting]:
    for visit in visits:
        yield Waiting(
            title=f"Kiểm kệ ở {shortened(visit.place)}: có món cần xem, chưa báo cho ai", url=visit.get_absolute_url(),
            chapter="scans", action="Xem và báo",
        )  # fmt: skip


def _again(visit: Visit, day: date) -> Waiting:
    assert visit.follow_on is not None
    return Waiting(
        title=f"Kiểm tra lại kệ ở {shortened(visit.place)}", url=visit.get_absolute_url(), chapter="scans", action="Ghi kết quả",
        due_on=visit.follow_on, urgent=visit.follow_on <= day,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InspectorsDay:
    """What stands behind each door of the inspector's page."""

    cases: int
    untold: int
    due: int
    reports: int
    recalls: int


def inspectors_day() -> InspectorsDay:
    """Counted for everybody who may inspect: open cases, shelves, a week's reports, recalls in force."""
    day, week = today(), timezone.now() - timedelta(days=7)
    flagged = Visit.objects.filter(checks__answer__in=FLAGS, told_at=None).distinct()
    due = Visit.objects.filter(followed_at=None, follow_on__lte=day + timedelta(days=1))
    return InspectorsDay(
        Case.objects.exclude(state=lifecycle.DECIDED).count(), flagged.count(), due.count(),
        Report.objects.filter(told_at__gt=week).count(), Recall.objects.filter(kind="recall", lifted_at=None).count(),
    )  # fmt: skip
