"""A certificate's public page and its printed copy; the office's revocation."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ocop.journal.rules import Refused
from ocop.papers.queries import path_of
from ocop.people.access import public
from ocop.people.models import Person
from ocop.people.queries import today

from ..access import may_revoke, may_see_output
from ..exports import qr_svg
from ..models import Certificate
from ..queries.papers import certificate_with_number, certificates_before
from ..queries.sentences import basis_of, sentence_of
from ..rules.issuing import GROUNDS
from ..rules.verdicts import Verdict

PAGE_SIZE = 50


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("cursor", "")
    cursor = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 16 else None
    found, following = certificates_before(cursor, PAGE_SIZE)
    day = today()
    rows = [(one, _verdict(one)) for one in found]
    context = {"rows": rows, "next": following, "first": cursor is None, "as_of": day}
    return render(request, "certificates/certificates.html", context)


@public
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    found = certificate_with_number(number)
    if found is None:
        return render(request, "certificates/no_certificate.html", {"number": number[:60]}, status=404)
    if found.number != number:
        return redirect(found)
    reader = request.user
    context = {
        "certificate": found, "draft": found.draft, "verdict": _verdict(found), "as_of": today(),
        "url": settings.ORIGIN + found.get_absolute_url(), "ground": GROUNDS.get(found.revoked_ground, ""),
        "sentence": sentence_of(found, today()), "basis": basis_of(found, today()),
        "qr": mark_safe(qr_svg(found.draft["url"])),  # our own drawing of our own address
        "revokes": isinstance(reader, Person) and found.verdict_on(today()).is_valid and may_revoke(reader, found),
        "tells_output": isinstance(reader, Person) and may_see_output(reader, found),
    }  # fmt: skip
    return render(request, "certificates/certificate.html", context)


@public
@require_safe
def printed(request: HttpRequest, number: str) -> FileResponse:
    found = certificate_with_number(number)
    if found is None:
        raise Http404
    try:
        handle = path_of(found.printed_sha256).open("rb")
    except FileNotFoundError:
        raise Refused("Kho giấy tờ không còn bản in này. Hãy báo cơ quan cấp giấy.") from None
    response = FileResponse(handle, filename=f"{found.number}.pdf", content_type="application/pdf")
    response["Cache-Control"] = "public, max-age=3600"
    response["ETag"] = f'"{found.printed_sha256}"'
    return response


def _verdict(found: Certificate) -> Verdict:
    return found.verdict_on(today())
