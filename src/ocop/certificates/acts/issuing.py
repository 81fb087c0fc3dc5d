"""Issuing in boulder's order: number and draft stored, rendered, re-read, sealed, logged, published.

Each step is its own committed transaction and may be taken again: a power cut between any two of them leaves a
certificate that is numbered and recorded, and `resume_issuing` takes it on from there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ocop.councils.models import Result
from ocop.dossiers.queries.output import frozen_output
from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, canonical
from ocop.papers.acts import keep
from ocop.papers.queries import bytes_of
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_issue
from ..exports import certificate_pdf, read_back
from ..exports.signing import signing
from ..models import Certificate, Decision
from ..queries.decisions import certificates_owed, unfinished_decisions
from ..queries.ministry import adopted_for
from ..queries.papers import draft_of, grant_of, next_serial
from ..rules.issuing import print_differs
from .documents import make_document
from .numbering import lock_numbering
from .signing import signature_on, signing_changed
from .superseding import supersede_older
from .telling import recognise, tell_of_certificate


def issue_certificates(decision: Decision, *, by: Person, at: datetime | None = None) -> list[Certificate]:
    """Cấp giấy chứng nhận: every certificate that a signed decision owes, each through all its steps."""
    if not may_issue(by, decision):
        raise Refused(Reason("Chỉ cơ quan tham mưu hoặc lãnh đạo tỉnh cấp giấy chứng nhận.", code="not_allowed"))
    if decision.signed_at is not None:
        make_document(decision, by=by, at=at)
    return _issue(decision, by, at)


def resume_issuing(*, at: datetime | None = None) -> list[Certificate]:
    """Cấp tiếp: what a stopped machine left unfinished; nothing happens where nothing is owed."""
    return [
        certificate for decision in unfinished_decisions() for certificate in _issue(decision, decision.drafted_by, at)
    ]


def store_draft(decision: Decision, result: Result, *, by: Person, at: datetime | None = None) -> Certificate:
    """Cấp số: the number and everything that will be printed are stored before anything is made."""
    with _own_transaction(at) as moment:
        lock_numbering()
        decision = (
            Decision.objects.select_for_update(of=("self",))
            .select_related("signed_by", "sitting__council")
            .get(pk=decision.pk)
        )
        if decision.state != lifecycle.SIGNED and adopted_for(result) is None:
            raise Refused(Reason("Quyết định chưa ký nên chưa cấp số được.", code="wrong_state"))
        found = Certificate.objects.filter(result=result).first()
        if found is not None:
            return found
        issued_on = grant_of(result, decision).issued_on
        year = issued_on.year
        serial = next_serial(year)
        draft = draft_of(result, decision, serial=serial, year=year, signing=str(signing()))
        output = frozen_output(result.item.dossier)
        certificate = Certificate.objects.create(
            decision=decision, result=result, product=result.item.dossier.product, number=draft["number"], year=year,
            serial=serial, star=draft["star"], issued_on=issued_on, expires_on=_day(draft["expires_on"]),
            draft=draft, draft_sha256=_hash(draft), output_quantity=output.quantity if output else None,
            output_unit=output.unit if output else "",
        )  # fmt: skip
        facts = {"number": certificate.number, "draft": certificate.draft_sha256}
        facts |= {"output": output.words} if output else {}
        record("store_draft", by=by, about=certificate, at=moment, facts=facts)
    return certificate


def render(certificate: Certificate, *, by: Person, at: datetime | None = None) -> Certificate:
    """Dựng bản in: from the stored draft; the same draft gives the same file."""
    with _own_transaction(at) as moment:
        row = _locked(certificate)
        if not lifecycle.RENDER.leaves(row.state):
            return row
        if _hash(row.draft) != row.draft_sha256:
            raise Refused(
                Reason("Nội dung giấy đã bị thay đổi sau khi cấp số. Hãy báo người quản trị.", "draft", "changed")
            )
        data = certificate_pdf(row.draft)
        paper = keep(data, name=f"{row.number}.pdf", media_type="application/pdf", pages=1, by=by, at=moment)
        row.pdf_sha256 = paper.sha256
        row.state = lifecycle.RENDER.target
        row.save(update_fields=["pdf_sha256", "state"])
    return row


def seal(certificate: Certificate, *, by: Person, at: datetime | None = None) -> Certificate:
    """Đọc lại, ký số, niêm phong: what paper and QR really say is compared with the draft, then signed and logged."""
    with _own_transaction(at) as moment:
        row = _locked(certificate)
        if not lifecycle.SEAL.leaves(row.state):
            return row
        data = bytes_of(row.pdf_sha256)
        Refused.unless_clear(print_differs(*read_back(data), row.draft), signing_changed(row.draft))
        signed = signature_on(data, f"Cấp giấy chứng nhận {row.number}", row.draft)
        if signed is not None:
            paper = keep(signed, name=f"{row.number}.pdf", media_type="application/pdf", pages=1, by=by, at=moment)
            row.signed_sha256 = paper.sha256
        row.state = lifecycle.SEAL.target
        row.save(update_fields=["state", "signed_sha256"])
        facts = {"number": row.number, "draft": row.draft_sha256, "pdf": row.pdf_sha256, "signed": row.signed_sha256}
        record("seal", by=by, about=row, at=moment, facts=facts)
    return row


def publish(certificate: Certificate, *, by: Person, at: datetime | None = None) -> Certificate:
    """Công bố giấy: the recognition enters the register, producer and commune are told."""
    with _own_transaction(at) as moment:
        row = _locked(certificate)
        if not lifecycle.PUBLISH.leaves(row.state):
            return row
        row.state = lifecycle.PUBLISH.target
        row.published_at = moment
        row.save(update_fields=["state", "published_at"])
        recognise(row, by=by, at=moment)
        record("publish", by=by, about=row, at=moment, facts={"number": row.number, "star": row.star})
        supersede_older(row, by=by, at=moment)
        tell_of_certificate(row, at=moment)
    return row


def _issue(decision: Decision, by: Person, at: datetime | None) -> list[Certificate]:
    issued = []
    for result in certificates_owed(decision):
        certificate = store_draft(decision, result, by=by, at=at)
        for step in (render, seal, publish):
            certificate = step(certificate, by=by, at=at)
        issued.append(certificate)
    return issued


@contextmanager
def _own_transaction(at: datetime | None) -> Iterator[datetime]:
    """Committed before the next step begins, never inside somebody's larger transaction."""
    with transaction.atomic(durable=True), act(at) as moment:
        yield moment


def _locked(certificate: Certificate) -> Certificate:
    found = Certificate.objects.select_for_update(of=("self",))
    return found.select_related("decision", "result__item__dossier__commune", "product__producer").get(
        pk=certificate.pk
    )


def _hash(draft: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(draft)).hexdigest()


def _day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()
