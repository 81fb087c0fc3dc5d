"""For whom a person stands in the cycle, and which idea, plan or digital plan a person may know of."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, people_with_role, places_of
from ocop.people.rules import Role
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for, people_of, producers_of
from ocop.products.models import Product
from ocop.products.queries import product_by_slug

from ..models import BusinessPlan, DigitalPlan, DigitalStep, Idea, ProgressNote


def is_officer_of(person: Person, commune: Place, day: date | None = None) -> bool:
    """Whether the person is an officer of this commune on `day` (default today)."""
    return any(m.role == Role.COMMUNE_OFFICER and m.place_id == commune.pk for m in mandates_in_force(person, day))


def is_office_over(person: Person, commune: Place, day: date | None = None) -> bool:
    """Whether the person is the OCOP office of the province in which the commune lies."""
    return any(
        m.role == Role.PROVINCE_OFFICER and m.place_id in (None, commune.parent_id)
        for m in mandates_in_force(person, day)
    )


def stands_for(person: Person, producer: Producer | None) -> bool:
    return producer is not None and acts_for(person, producer)


def people_behind(producer: Producer | None) -> list[Person]:
    return list(people_of(producer)) if producer else []


def commune_officers(commune: Place) -> list[Person]:
    return list(people_with_role(Role.COMMUNE_OFFICER, place_id=commune.pk))


def province_officers(commune: Place) -> list[Person]:
    return list(people_with_role(Role.PROVINCE_OFFICER, place_id=commune.parent_id))


def _within_reach(person: Person, path: str = "") -> Q:
    """Rows of the communes and provinces in which the person holds an office."""
    communes, provinces = places_of(person, Role.COMMUNE_OFFICER), places_of(person, Role.PROVINCE_OFFICER)
    return Q(**{f"{path}commune__in": communes}) | Q(**{f"{path}commune__parent__in": provinces})


def ideas_seen_by(person: Person) -> QuerySet[Idea]:
    """Producers: their own. Officers: what was handed in, in their commune or province."""
    own = Q(producer__in=producers_of(person).values("pk"))
    handed_in = Q(submitted_at__isnull=False) & _within_reach(person)
    return Idea.objects.filter(own | handed_in).select_related("producer", "commune", "cycle", "product", "plan")


def idea_seen_by(person: Person, number: int, **_: object) -> Idea | None:
    return ideas_seen_by(person).filter(pk=number).first()


def plans_seen_by(person: Person) -> QuerySet[BusinessPlan]:
    own = Q(idea__producer__in=producers_of(person).values("pk"))
    handed_in = Q(submitted_at__isnull=False) & _within_reach(person, "idea__")
    found = BusinessPlan.objects.filter(own | handed_in)
    return found.select_related("idea__producer", "idea__commune", "idea__product", "cycle")


def plan_seen_by(person: Person, number: int, **_: object) -> BusinessPlan | None:
    return plans_seen_by(person).filter(pk=number).first()


def note_seen_by(person: Person, number: int, note: int) -> ProgressNote | None:
    """A progress note with its paper, of a plan that the person may know of."""
    if plan_seen_by(person, number) is None:
        return None
    found = ProgressNote.objects.filter(plan_id=number, pk=note, paper__isnull=False)
    return found.select_related("paper").first()


def digital_plans_seen_by(person: Person) -> QuerySet[DigitalPlan]:
    """Producers: of their own products. Officers: of products in their commune or province."""
    own = Q(product__producer__in=producers_of(person).values("pk"))
    communes, provinces = places_of(person, Role.COMMUNE_OFFICER), places_of(person, Role.PROVINCE_OFFICER)
    near = Q(product__place__in=communes) | Q(product__place__parent__in=provinces)
    return DigitalPlan.objects.filter(own | near).select_related("product__producer", "product__place")


def digital_plan_seen_by(person: Person, number: int) -> DigitalPlan | None:
    return digital_plans_seen_by(person).filter(pk=number).first()


def digital_step_seen_by(person: Person, number: int, step: int) -> DigitalStep | None:
    if digital_plan_seen_by(person, number) is None:
        return None
    found = DigitalStep.objects.filter(plan_id=number, pk=step)
    return found.select_related("plan__product__producer", "paper", "proved_by").first()


def product_of(person: Person, slug: str) -> Product | None:
    """A product by address; every product is public."""
    return product_by_slug(slug)
