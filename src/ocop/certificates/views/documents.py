"""The paper of a decision: the leader's preview, the published one for everybody, and the check of its signature."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocop.journal.rules import Refused
from ocop.papers.queries import bytes_of, path_of
from ocop.people.access import guarded, public

from ..access import may_see_decision
from ..exports.decision import decision_pdf
from ..exports.signing import seal_of, signing
from ..models import Decision
from ..queries.decisions import lines_of
from ..queries.documents import (
    document_draft,
    document_for,
    document_of,
    public_address,
    published_decision,
    published_decisions,
)
from ..queries.papers import certificate_with_number

PAGE_SIZE = 50


@never_cache
@require_safe
@guarded(may_see_decision, find=document_for)
def paper(request: HttpRequest, found: Decision) -> HttpResponse | FileResponse:
    """The sealed paper, or a preview of what would be signed."""
    document = document_of(found)
    if document is not None and document.printed_sha256:
        return _file(document.printed_sha256, f"quyet-dinh-{found.pk}.pdf")
    data = decision_pdf(document_draft(found, signing=str(signing())), preview=True)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="du-thao-{found.pk}.pdf"'
    return response


@public
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    decisions = list(published_decisions()[:PAGE_SIZE])
    rows = [(one, public_address(one)) for one in decisions]
    return render(request, "certificates/published.html", {"rows": rows})


@public
@require_safe
def published_page(request: HttpRequest, pk: int) -> HttpResponse:
    found = _published(pk)
    lines = [line for line in lines_of(found) if line.certificate or line.result.to_ministry]
    context = {
        "decision": found, "document": found.document, "draft": found.document.draft, "lines": lines,
        "here": public_address(found), "url": settings.ORIGIN + public_address(found),
    }  # fmt: skip
    return render(request, "certificates/published_decision.html", context)


@public
@require_safe
def published_paper(request: HttpRequest, pk: int) -> FileResponse:
    found = _published(pk)
    return _file(found.document.printed_sha256, f"quyet-dinh-{found.pk}.pdf")


@public
@require_safe
def decision_signature(request: HttpRequest, pk: int) -> HttpResponse:
    found = _published(pk)
    here = public_address(found)
    title = f"Quyết định {found.number}"
    return _signature(request, found.document.printed_sha256, title, here, f"{here}van-ban.pdf")


@public
@require_safe
def certificate_signature(request: HttpRequest, number: str) -> HttpResponse:
    found = certificate_with_number(number)
    if found is None:
        raise Http404
    here = found.get_absolute_url()
    return _signature(request, found.printed_sha256, f"Giấy chứng nhận {found.number}", here, f"{here}ban-in.pdf")


def _signature(request: HttpRequest, sha256: str, title: str, here: str, file: str) -> HttpResponse:
    """The stored file as it is now: changed in the store, its hash no longer fits, and that is what is said."""
    try:
        seal: Any = seal_of(bytes_of(sha256))
        lost = ""
    except Refused as refused:
        seal, lost = None, refused.reasons[0].message
    context = {"seal": seal, "lost": lost, "sha256": sha256, "subject": title, "here": here, "file": file}
    return render(request, "certificates/signature.html", context)


def _published(pk: int) -> Decision:
    found = published_decision(pk)
    if found is None:
        raise Http404
    return found


def _file(sha256: str, name: str) -> FileResponse:
    try:
        handle = path_of(sha256).open("rb")
    except FileNotFoundError:
        raise Refused("Kho giấy tờ không còn tệp này. Hãy báo người quản trị.") from None
    response = FileResponse(handle, filename=name, content_type="application/pdf")
    response["ETag"] = f'"{sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
