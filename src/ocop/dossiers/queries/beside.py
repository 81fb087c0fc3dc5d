"""What waits on a desk besides the dossiers themselves: replies, help, samples, late requests."""

from __future__ import annotations

from ocop.letters.rules import Waiting
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Assistance, Dossier
from .assisting import in_force
from .replies import replies_waiting
from .samples import sample_trays


def waiting_beside(person: Person) -> list[Waiting]:
    return [*_replies(person), *_offers(person), *_helping(person), *_late(person), *_samples(person)]


def _replies(person: Person) -> list[Waiting]:
    day = today()
    return [
        Waiting(
            title=f"Trả lời nhận xét ở tiêu chí {reply.criterion}: {reply.dossier.product.name}", action="Trả lời",
            url=f"/ho-so/{reply.dossier_id}/tra-loi/", chapter="dossiers", about="bên cạnh tiêu chí, cho Hội đồng đọc",
            due_on=reply.due_on, urgent=(reply.due_on - day).days <= 1,
        )
        for reply in replies_waiting(person)
        if reply.due_on >= day
    ]  # fmt: skip


def _offers(person: Person) -> list[Waiting]:
    """An officer's offer waits for the producer's word."""
    mine = Assistance.objects.filter(
        consented_at__isnull=True, ended_at__isnull=True, dossier__product__producer__memberships__person=person,
        dossier__product__producer__memberships__until__isnull=True,
    )  # fmt: skip
    return [
        Waiting(
            title=f"{one.helper} đề nghị điền giúp {one.dossier.product.name}", action="Xem",
            url=f"/ho-so/{one.dossier_id}/giup/", chapter="dossiers", about=one.purpose,
        )
        for one in mine.select_related("helper", "dossier__product")
    ]  # fmt: skip


def _helping(person: Person) -> list[Waiting]:
    mine = in_force().filter(helper=person, dossier__state__in=lifecycle.EDITABLE_STATES)
    return [
        Waiting(
            title=f"Điền giúp {one.dossier.product.name}", action="Điền giúp", url=f"/ho-so/{one.dossier_id}/",
            chapter="dossiers", about=one.purpose, due_on=one.ends_on,
        )
        for one in mine.select_related("dossier__product")
    ]  # fmt: skip


def _late(person: Person) -> list[Waiting]:
    """Requests that passed their day, on the desk of whoever asked."""
    communes, provinces = places_of(person, Role.COMMUNE_OFFICER), places_of(person, Role.PROVINCE_OFFICER)
    if not communes and not provinces:
        return []
    mine = Dossier.objects.filter(
        completion_requests__answered_at__isnull=True, completion_requests__due_on__lt=today()
    ).distinct()  # fmt: skip
    asked = mine.filter(state=lifecycle.COMPLETION, commune__in=communes) | mine.filter(
        state=lifecycle.AMENDING, commune__parent__in=provinces
    )
    return [
        Waiting(
            title=f"Quá hạn bổ sung: {row.product.name}", action="Gia hạn hoặc trả lại", url=f"/ho-so/{row.pk}/",
            chapter="dossiers", about=f"số phiếu {row.receipt_number}", urgent=True,
        )
        for row in asked.select_related("product")
    ]  # fmt: skip


def _samples(person: Person) -> list[Waiting]:
    """One line for the province's office, however many dossiers lack samples."""
    if not places_of(person, Role.PROVINCE_OFFICER):
        return []
    lacking = [t for t in sample_trays(person) if t.missing and t.dossier.state == lifecycle.BEFORE_COUNCIL]
    if not lacking:
        return []
    title = f"{len(lacking)} hồ sơ sắp chấm còn thiếu mẫu sản phẩm"
    return [Waiting(title=title, action="Xem mẫu", url="/ho-so/tinh/mau-san-pham/", chapter="dossiers", urgent=True)]
