"""Sản lượng năm after the certificate was issued: the producer asks, the commune or the office confirms."""

from __future__ import annotations

from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import people_with_role
from ocop.people.rules import Role
from ocop.producers.queries import people_of
from ocop.products.rules import output_unfit

from .. import lifecycle
from ..access import may_ask_output, may_confirm_output
from ..models import Certificate, OutputChange


def ask_output(
    certificate: Certificate, *, quantity: int | None, unit: str, reason: str, by: Person, at: datetime | None = None
) -> OutputChange:
    """Đề nghị điều chỉnh sản lượng năm: what stands stays in force until somebody else has confirmed it."""
    unit, reason = clean_text(unit), reason.strip()
    with act(at) as moment:
        row = _locked(certificate)
        Refused.unless_clear(
            None if may_ask_output(by, row) else _no("Chỉ người thay mặt chủ thể đề nghị điều chỉnh sản lượng được."),
            _nothing_said(quantity, unit), output_unfit(quantity, unit), _same(row, quantity, unit), _asked_already(row),
            text_unfit(reason, field="reason", label="Lý do", longest=1000, shortest=10),
        )  # fmt: skip
        assert quantity is not None
        change = OutputChange.objects.create(
            certificate=row, before_quantity=row.output_quantity, before_unit=row.output_unit, quantity=quantity,
            unit=unit, reason=reason, asked_by=by, asked_at=moment,
        )  # fmt: skip
        record("ask_output", by=by, about=row, at=moment, facts={"change": change.pk, "output": change.output.words})
        commune = row.result.item.dossier.commune_id
        officers = {*people_with_role(Role.COMMUNE_OFFICER, place_id=commune), *people_with_role(Role.PROVINCE_OFFICER)}
        subject = f"Chờ xác nhận sản lượng năm: {row.product.name}"
        body = f"Đề nghị {change.output.words} (trước: {_said(change)}). Lý do: {reason}"
        write(to=officers, subject=subject, body=body, url=page_of(row), at=moment)
    return change


def confirm_output(change: OutputChange, *, words: str = "", by: Person, at: datetime | None = None) -> OutputChange:
    """Xác nhận sản lượng năm: from now on the certificate holds for this much a year."""
    with act(at) as moment:
        row = _decided(change, lifecycle.CONFIRM_OUTPUT, words, by, moment)
        certificate = row.certificate
        certificate.output_quantity, certificate.output_unit = row.quantity, row.unit
        certificate.save(update_fields=["output_quantity", "output_unit"])
        _tell(row, f"Đã xác nhận sản lượng năm của {certificate.product.name}: {row.output.words}", moment)
    return row


def decline_output(change: OutputChange, *, words: str, by: Person, at: datetime | None = None) -> OutputChange:
    """Không xác nhận: with a reason; what stood before goes on standing."""
    with act(at) as moment:
        Refused.unless_clear(text_unfit(words.strip(), field="words", label="Lý do", longest=1000, shortest=10))
        row = _decided(change, lifecycle.DECLINE_OUTPUT, words, by, moment)
        _tell(row, f"Chưa xác nhận sản lượng năm của {row.certificate.product.name}", moment)
    return row


def page_of(certificate: Certificate) -> str:
    return f"{certificate.get_absolute_url()}san-luong/"


def _decided(change: OutputChange, step: Step, words: str, by: Person, moment: datetime) -> OutputChange:
    """The certificate's row is the lock, as for whoever draws stamps against it."""
    certificate = _locked(change.certificate)
    row = OutputChange.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=change.pk)
    row.certificate = certificate
    Refused.unless_clear(
        None if may_confirm_output(by, certificate) else _no("Chỉ cán bộ xã hoặc cơ quan OCOP tỉnh xác nhận được."),
        None if step.leaves(row.state) else Reason("Đề nghị này đã được trả lời.", code="wrong_state"),
        text_unfit(words.strip(), field="words", label="Ghi chú", longest=1000),
    )
    row.state, row.words, row.decided_by, row.decided_at = step.target, words.strip(), by, moment
    row.save(update_fields=["state", "words", "decided_by", "decided_at"])
    facts = {"change": row.pk, "output": row.output.words, "before": _said(row)}
    record(step.name, by=by, about=certificate, at=moment, facts=facts)
    return row


def _locked(certificate: Certificate) -> Certificate:
    found = Certificate.objects.select_for_update(of=("self",))
    return found.select_related("product__producer", "result__item__dossier__commune").get(pk=certificate.pk)


def _tell(change: OutputChange, subject: str, moment: datetime) -> None:
    certificate = change.certificate
    producer = certificate.product.producer
    people = {change.asked_by, *(people_of(producer) if producer else ())}
    body = f"Trước đó: {_said(change)}. {change.words}".strip()
    write(to=people, subject=subject, body=body, url=page_of(certificate), at=moment)


def _said(change: OutputChange) -> str:
    return change.before.words if change.before else "chưa khai sản lượng năm"


def _no(message: str) -> Reason:
    return Reason(message, code="not_allowed")


def _nothing_said(quantity: int | None, unit: str) -> Reason | None:
    if quantity is not None or unit:
        return None
    return Reason("Hãy ghi sản lượng mỗi năm và đơn vị.", "output_quantity", "required")


def _same(certificate: Certificate, quantity: int | None, unit: str) -> Reason | None:
    if (quantity, unit) != (certificate.output_quantity, certificate.output_unit):
        return None
    return Reason("Giấy chứng nhận đã ghi đúng sản lượng này.", "output_quantity", "same")


def _asked_already(certificate: Certificate) -> Reason | None:
    if not OutputChange.objects.filter(certificate=certificate, state=lifecycle.ASKED).exists():
        return None
    return Reason("Đã có một đề nghị đang chờ xác nhận. Hãy đợi trả lời rồi đề nghị tiếp.", code="asked_already")
