"""One simulated product brought step by step to where the demonstration wants it, through everybody's acts.

Every function looks first at what stands, so a load that was cut off goes on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ocop.dossiers import acts as dossiers
from ocop.dossiers import lifecycle
from ocop.dossiers.models import Dossier
from ocop.dossiers.rules import requirements
from ocop.dossiers.rules.requirements import Question
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.products.acts import register_product
from ocop.products.models import Product

from .cast import Cast
from .choices import Choices
from .papers import declared
from .sheets import simulated_paper

ORDER = (lifecycle.DRAFT, lifecycle.SUBMITTED, lifecycle.FORWARDED, lifecycle.ACCEPTED, lifecycle.BEFORE_COUNCIL)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a simulated product is and how it answers."""

    name: str
    set_no: int
    line: str
    group: str
    choices: Choices
    summary: str = ""
    ingredients: str = ""
    gtin: str | None = None
    story: str = ""


def moment(day: date, hour: int = 9) -> datetime:
    """An hour of a working day in Vietnam (UTC+7)."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=7)


def product_of(plan: Plan, producer: Producer, *, by: Person, at: datetime) -> Product:
    found = Product.objects.filter(name=plan.name, producer=producer).first()
    return found or register_product(
        name=plan.name, producer=producer, line=plan.line, group=plan.group, set_no=plan.set_no, place=producer.place,
        summary=plan.summary, ingredients=plan.ingredients, story=plan.story, gtin=plan.gtin, distinct=True,
        simulated=True, source="mô phỏng", by=by, at=at,
    )  # fmt: skip


def filed(product: Product, plan: Plan, *, by: Person, on: date) -> Dossier:
    """The dossier of the product, submitted; its answers and papers as planned."""
    dossier = Dossier.objects.filter(product=product).order_by("-id").first()
    if dossier is None:
        eligible = {question.key: True for question in dossiers_questions()}
        dossier = dossiers.open_dossier(
            product=product, kind=Dossier.Kind.FIRST, by=by, eligibility=eligible, at=moment(on)
        )
    if dossier.state != lifecycle.DRAFT:
        return dossier
    for code, choice in plan.choices.items():
        _answer(dossier, code, choice, by=by, at=moment(on, 10))
    for code in [code for code in plan.choices if code.startswith(("1", "4"))][:4]:
        if not dossier.evidence.filter(criterion=code).exists():
            upload = simulated_paper(f"Minh chứng tiêu chí {code}")
            dossiers.bring_evidence(dossier, code, upload, by=by, page="1", at=moment(on, 11))
    declared(dossier, by=by, at=moment(on, 12))
    return dossiers.submit(dossier, by=by, at=moment(on, 14))


def dossiers_questions() -> tuple[Question, ...]:
    return requirements("QD26-2026").questions


def _answer(dossier: Dossier, code: str, choice: object, *, by: Person, at: datetime) -> None:
    if dossier.answers.filter(criterion=code).exists():
        return
    case, points = (choice["case"], choice["points"]) if isinstance(choice, dict) else ("", int(str(choice)))
    note = "Thuyết minh mô phỏng cho bản trình diễn."
    dossiers.save_answer(dossier, code, points=points, case=str(case), edition=0, note=note, by=by, at=at)


def brought(dossier: Dossier, until: str, cast: Cast, *, on: date) -> Dossier:
    """Forwarded by the commune and accepted by the province, as far as `until`."""
    for state, step in ((lifecycle.SUBMITTED, _forward), (lifecycle.FORWARDED, _accept)):
        dossier.refresh_from_db()
        if dossier.state == state and ORDER.index(until) > ORDER.index(state):
            dossier = step(dossier, cast, on)
    return dossier


def _forward(dossier: Dossier, cast: Cast, on: date) -> Dossier:
    return dossiers.forward(
        dossier,
        local_material="Nguyên liệu lấy từ rừng và vườn trong xã (mô phỏng).",
        local_labour="Người làm là người trong xã (mô phỏng).",
        idea_origin="Nghề có sẵn của bản, hợp tác xã hoàn thiện thêm (mô phỏng).",
        local_identity="Mang hương vị và cách làm của vùng cao Bình Liêu (mô phỏng).",
        by=cast.anh_tu,
        at=moment(on + timedelta(days=5)),
    )


def _accept(dossier: Dossier, cast: Cast, on: date) -> Dossier:
    return dossiers.accept(dossier, by=cast.co_nam, at=moment(on + timedelta(days=7)))
