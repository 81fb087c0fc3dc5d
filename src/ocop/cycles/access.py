"""Who may do what in the cycle; whether a person may know of a thing at all is asked first, in queries."""

from __future__ import annotations

from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.queries import producers_of
from ocop.products.models import Product

from .models import BusinessPlan, DigitalPlan, DigitalStep, Idea, ProgressNote
from .queries import Asked, holds_office, is_office_over, is_officer_of, stands_for


def may_open_round(person: Person) -> bool:
    return mandate_of(person, Role.PROVINCE_OFFICER) is not None


def may_have_ideas(person: Person) -> bool:
    """Whoever stands for a producer."""
    return producers_of(person).exists()


def may_see_office_list(person: Person) -> bool:
    return holds_office(person)


def may_see_digital_plans(person: Person) -> bool:
    return holds_office(person) or may_have_ideas(person)


def may_read_idea(person: Person, idea: Idea) -> bool:
    return person.is_active


def may_write_idea(person: Person, idea: Idea) -> bool:
    return stands_for(person, idea.producer)


def may_judge_idea(person: Person, idea: Idea) -> bool:
    """The officer of the commune in which the producer is."""
    return is_officer_of(person, idea.commune)


def may_read_plan(person: Person, plan: BusinessPlan) -> bool:
    return person.is_active


def may_write_plan(person: Person, plan: BusinessPlan) -> bool:
    return stands_for(person, plan.idea.producer)


def may_give_opinion(person: Person, plan: BusinessPlan) -> bool:
    return is_officer_of(person, plan.idea.commune)


def may_judge_plan(person: Person, plan: BusinessPlan) -> bool:
    return is_office_over(person, plan.idea.commune)


def may_read_note(person: Person, note: ProgressNote) -> bool:
    return person.is_active


def may_answer(person: Person, asked: Asked) -> bool:
    """A question of an idea or a section of a plan: whoever stands for its producer."""
    thing = asked.thing
    return stands_for(person, (thing.idea if isinstance(thing, BusinessPlan) else thing).producer)


def may_test(person: Person, product: Product) -> bool:
    return stands_for(person, product.producer)


def may_read_digital_plan(person: Person, plan: DigitalPlan) -> bool:
    return person.is_active


def may_prove(person: Person, step: DigitalStep) -> bool:
    return stands_for(person, step.plan.product.producer)


def may_read_proof(person: Person, step: DigitalStep) -> bool:
    return person.is_active
