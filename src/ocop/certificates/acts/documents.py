"""The decision as a paper, in boulder's order: stored, rendered, re-read, signed, sealed; published with the decision."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, canonical
from ocop.papers.acts import keep
from ocop.papers.queries import bytes_of
from ocop.people.models import Person

from .. import lifecycle
from ..exports import read_back
from ..exports.decision import decision_pdf
from ..exports.signing import signing
from ..models import Decision, Document
from ..queries.documents import document_draft, unfinished_documents
from ..rules.documents import decision_print_differs
from .signing import signature_on, signing_changed

_PDF = "application/pdf"


def make_document(decision: Decision, *, by: Person, at: datetime | None = None) -> Document:
    """Lập văn bản quyết định: through all its steps; each may be taken up again where a power cut left it."""
    document = store_document(decision, by=by, at=at)
    for step in (render_document, seal_document):
        document = step(document, by=by, at=at)
    return document


def resume_documents(*, at: datetime | None = None) -> list[Document]:
    """Lập tiếp: what a stopped machine left unfinished."""
    return [make_document(one.decision, by=one.decision.drafted_by, at=at) for one in unfinished_documents()]


def store_document(decision: Decision, *, by: Person, at: datetime | None = None) -> Document:
    """Lưu nội dung: what was signed is kept before anything is made of it."""
    with act(at) as moment:
        row = Decision.objects.select_for_update(of=("self",)).select_related("signed_by", "sitting__council")
        decision = row.get(pk=decision.pk)
        if decision.signed_at is None:
            raise Refused(Reason("Quyết định chưa ký nên chưa lập văn bản được.", code="wrong_state"))
        found = Document.objects.filter(decision=decision).first()
        if found is not None:
            return found
        draft = document_draft(decision, signing=str(signing()))
        document = Document.objects.create(decision=decision, draft=draft, draft_sha256=_hash(draft), stored_at=moment)
        facts = {"number": decision.number, "draft": document.draft_sha256}
        record("store_document", by=by, about=decision, at=moment, facts=facts)
    return document


def render_document(document: Document, *, by: Person, at: datetime | None = None) -> Document:
    """Dựng văn bản: from the stored draft; the same draft gives the same file."""
    with act(at) as moment:
        row = _locked(document)
        if not lifecycle.RENDER_DOCUMENT.leaves(row.state):
            return row
        if _hash(row.draft) != row.draft_sha256:
            raise Refused(Reason("Nội dung quyết định đã bị thay đổi sau khi ký.", "draft", "changed"))
        paper = keep(decision_pdf(row.draft), name=_name(row), media_type=_PDF, by=by, at=moment)
        row.pdf_sha256 = paper.sha256
        row.state = lifecycle.RENDER_DOCUMENT.target
        row.save(update_fields=["pdf_sha256", "state"])
    return row


def seal_document(document: Document, *, by: Person, at: datetime | None = None) -> Document:
    """Đọc lại, ký số, niêm phong văn bản quyết định."""
    with act(at) as moment:
        row = _locked(document)
        if not lifecycle.SEAL_DOCUMENT.leaves(row.state):
            return row
        data = bytes_of(row.pdf_sha256)
        Refused.unless_clear(decision_print_differs(*read_back(data), row.draft), signing_changed(row.draft))
        signed = signature_on(data, f"Ban hành quyết định {row.decision.number}", row.draft)
        if signed is not None:
            row.signed_sha256 = keep(signed, name=_name(row), media_type=_PDF, by=by, at=moment).sha256
        row.state, row.sealed_at = lifecycle.SEAL_DOCUMENT.target, moment
        row.save(update_fields=["state", "signed_sha256", "sealed_at"])
        facts = {"number": row.decision.number, "pdf": row.pdf_sha256, "signed": row.signed_sha256}
        record("seal_document", by=by, about=row.decision, at=moment, facts=facts)
    return row


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).select_related("decision").get(pk=document.pk)


def _hash(draft: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(draft)).hexdigest()


def _name(document: Document) -> str:
    return f"quyet-dinh-{document.decision_id}.pdf"
