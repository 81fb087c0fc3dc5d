"""A year open for ideas and plans, and the cast's idea brought where a test wants it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

from django.core.files.base import ContentFile
from pypdf import PdfWriter

from ocop.cycles import acts, rules
from ocop.cycles.models import BusinessPlan, Cycle, Idea
from ocop.people.models import Person
from ocop.producers.models import Producer
from tests import cast

NAME = "Trà hoa vàng (mô phỏng)"
SPRING = datetime(2026, 4, 14, 2, 0, tzinfo=UTC)
SUMMER = datetime(2026, 6, 9, 2, 0, tzinfo=UTC)
FIGURES = {
    "volume": 1000, "price": 100_000, "unit_cost": 40_000, "wages": 20_000_000, "other_cost": 10_000_000,
    "investment": 60_000_000, "loan": 0, "workers": 5, "local_workers": 4,
}  # fmt: skip


def year(number: int = 2026) -> Cycle:
    province = cast.place("22")
    found = Cycle.objects.filter(province=province, year=number).first()
    return found or acts.open_cycle(province=province, year=number, by=None, at=SPRING)


def all_yes(day: date = date(2026, 4, 14), **but: bool) -> dict[str, bool]:
    return {check.key: True for check in rules.eligibility_questions(day)} | but


def open_idea(name: str = NAME, *, by: Person | None = None, of: Producer | None = None, **but: bool) -> Idea:
    year()
    person = by or cast.person("chi_ba")
    return acts.open_idea(producer=of or cast.producer(), name=name, eligibility=all_yes(**but), by=person, at=SPRING)


def written(idea: Idea) -> Idea:
    for question in rules.idea_questions(idea.asked_on):
        acts.save_idea_answer(idea, question.key, f"Câu trả lời {question.key}", by=cast.person("chi_ba"), at=SPRING)
    idea.refresh_from_db()
    return idea


def submitted(name: str = NAME, at: datetime = SPRING) -> Idea:
    return acts.submit_idea(written(open_idea(name)), by=cast.person("chi_ba"), at=at)


def accepted(name: str = NAME) -> Idea:
    return acts.accept_idea(submitted(name), by=cast.person("anh_tu"), at=SPRING)


def plan(name: str = NAME) -> BusinessPlan:
    found = acts.open_plan(accepted(name), by=cast.person("chi_ba"), at=SUMMER)
    for question in rules.plan_questions(found.asked_on):
        acts.save_plan_answer(found, question.key, f"Mục {question.key}", by=cast.person("chi_ba"), at=SUMMER)
    return acts.save_plan_figures(found, FIGURES, by=cast.person("chi_ba"), at=SUMMER)


def forwarded(name: str = NAME) -> BusinessPlan:
    sent = acts.submit_plan(plan(name), by=cast.person("chi_ba"), at=SUMMER)
    return acts.give_opinion(
        sent, words="Xã thấy làm được.", proposes=True, by=cast.person("anh_tu"), at=SUMMER + timedelta(days=1)
    )


def running(name: str = NAME) -> BusinessPlan:
    return acts.accept_plan(forwarded(name), by=cast.person("co_nam"), at=SUMMER + timedelta(days=2))


def pdf(name: str) -> ContentFile[bytes]:
    """One empty sheet."""
    writer, held = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(held)
    return ContentFile(held.getvalue(), name=name)
