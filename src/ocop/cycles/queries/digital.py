"""Digital plans as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import today
from ocop.producers.queries import producers_of
from ocop.products.models import Product

from ..models import DigitalPlan, DigitalStep, DigitalTest
from ..rules import digital
from .authority import digital_plans_seen_by


@dataclass(frozen=True, slots=True)
class AreaNow:
    """An area's level now and at the test before."""

    level: digital.AreaLevel
    before: digital.AreaLevel | None

    @property
    def cells(self) -> tuple[tuple[int, bool], ...]:
        """Twelve small boxes, each with its place and whether it is filled."""
        filled = int(self.level.mean * 12 / digital.TOP)
        return tuple((20 * n, n < filled) for n in range(12))

    @property
    def risen(self) -> bool:
        return self.before is not None and self.level.mean > self.before.mean


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step and the calendar days that are left for it."""

    step: DigitalStep
    days_left: int | None


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A digital plan laid out: levels, the steps that are asked for, what was done before."""

    plan: DigitalPlan
    tests: tuple[DigitalTest, ...]
    areas: tuple[AreaNow, ...]
    steps: tuple[StepNow, ...]
    earlier: tuple[DigitalStep, ...]

    @property
    def done(self) -> int:
        return sum(row.step.done_on is not None for row in self.steps)


def plan_now(plan: DigitalPlan, day: date | None = None) -> PlanNow:
    """In two queries: the tests and the steps."""
    on = day or today()
    tests = tuple(plan.tests.select_related("taken_by"))
    rows = list(plan.steps.select_related("paper", "proved_by"))
    standing = [row for row in rows if row.dropped_at is None]
    steps = tuple(StepNow(row, None if row.done_on else (row.due_on - on).days) for row in standing)
    earlier = tuple(row for row in rows if row.dropped_at is not None and row.done_on is not None)
    return PlanNow(plan, tests, _areas(tests, on), steps, earlier)


def _areas(tests: tuple[DigitalTest, ...], day: date) -> tuple[AreaNow, ...]:
    if not tests:
        return ()
    asked = digital.self_test(day)
    now = digital.area_levels(asked, tests[-1].answers)
    before = digital.area_levels(asked, tests[-2].answers) if len(tests) > 1 else [None] * len(now)
    return tuple(AreaNow(level, earlier) for level, earlier in zip(now, before, strict=True))


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of mine and its digital plan, if it has one."""

    product: Product
    plan: DigitalPlan | None


def products_to_test(person: Person) -> list[ProductRow]:
    """The person's products, those without a plan first."""
    mine = Product.objects.filter(producer__in=producers_of(person).values("pk")).select_related("producer")
    plans = {plan.product_id: plan for plan in _counted(DigitalPlan.objects.filter(product__in=mine.values("pk")))}
    rows = [ProductRow(product, plans.get(product.pk)) for product in mine.order_by("sort_key", "id")]
    return sorted(rows, key=lambda row: row.plan is not None)


def plans_in_reach(person: Person, *, late: bool = False) -> list[DigitalPlan]:
    """Plans of the products of an officer's commune or province, the one with the nearest open day first."""
    rows = list(_counted(digital_plans_seen_by(person)).order_by("pk")[:1000])
    found = [(due_of(plan), plan) for plan in rows]
    if late:
        found = [(due, plan) for due, plan in found if due and due < today()]
    return [plan for due, plan in sorted(found, key=lambda pair: (pair[0] is None, pair[0] or date.max))]


def due_of(plan: DigitalPlan) -> date | None:
    """The nearest day of an open step, as it was counted for a list."""
    due: date | None = getattr(plan, "next_due", None)
    return due


def _counted(plans: QuerySet[DigitalPlan]) -> QuerySet[DigitalPlan]:
    standing = Q(steps__dropped_at__isnull=True)
    is_open = standing & Q(steps__done_on__isnull=True)
    return plans.annotate(
        step_count=Count("steps", filter=standing, distinct=True),
        done_count=Count("steps", filter=standing & Q(steps__done_on__isnull=False), distinct=True),
        next_due=Min("steps__due_on", filter=is_open),
        tested_at=Max("tests__taken_at"),
    )


def with_digital_plan(products: Iterable[int]) -> set[int]:
    """Which of these products (by id) have a digital plan, as the province demands of each in the cycle."""
    return set(DigitalPlan.objects.filter(product__in=list(products)).values_list("product_id", flat=True))


def plan_of_product(product: Product) -> DigitalPlan | None:
    return DigitalPlan.objects.filter(product=product).first()


def last_answers(product: Product) -> dict[str, int]:
    """What was chosen in the last test of the product, to begin the next one with."""
    last = DigitalTest.objects.filter(plan__product=product).order_by("-pk").first()
    return dict(last.answers) if last else {}
