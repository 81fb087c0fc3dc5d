"""One question of an idea or one section of a plan, as a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.people.models import Person

from .. import rules
from ..models import BusinessPlan, Idea
from ..rules import Question
from .authority import idea_seen_by, plan_seen_by

NAME = Question("ten", "Gọi tên sản phẩm là gì?", "Gọi như bạn vẫn gọi. Sửa được đến khi gửi.", True, "Tên sản phẩm")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question among its neighbours, and what is answered now."""

    thing: Idea | BusinessPlan
    questions: tuple[Question, ...]
    place: int

    @property
    def question(self) -> Question:
        return self.questions[self.place]

    @property
    def is_name(self) -> bool:
        return self.question is NAME

    @property
    def before(self) -> Question | None:
        return self.questions[self.place - 1] if self.place else None

    @property
    def after(self) -> Question | None:
        return self.questions[self.place + 1] if self.place + 1 < len(self.questions) else None

    @property
    def text(self) -> str:
        if self.is_name and isinstance(self.thing, Idea):
            return self.thing.name
        return self.thing.answers.get(self.question.key, "")


def _asked(thing: Idea | BusinessPlan, questions: tuple[Question, ...], key: str) -> Asked | None:
    place = next((n for n, question in enumerate(questions) if question.key == key), None)
    return Asked(thing, questions, place) if place is not None and thing.is_editable else None


def idea_question(person: Person, number: int, key: str) -> Asked | None:
    """A question of an idea that may still be written, the name first."""
    idea = idea_seen_by(person, number)
    return _asked(idea, (NAME, *rules.idea_questions(idea.asked_on)), key) if idea else None


def plan_section(person: Person, number: int, key: str) -> Asked | None:
    plan = plan_seen_by(person, number)
    return _asked(plan, rules.plan_questions(plan.asked_on), key) if plan else None
