"""The certificate as a file that machines check: credential, status lists, keys, and a page that explains them."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from ocop.people.access import public
from ocop.people.queries import today

from ..exports import qr_svg
from ..exports.checking import Found, check_file
from ..exports.credentials import certificate_credential, list_address, status_list
from ..exports.keyring import issuer_document, issuer_id
from ..models import Certificate
from ..queries.papers import certificate_with_number
from ..queries.statuses import WORDS, lists_in_use, place_of
from ..rules.credentials import MEDIA_TYPE

LONGEST = 3_000_000


def _found(number: str) -> Certificate:
    found = certificate_with_number(number)
    if found is None:
        raise Http404
    return found


def _json(data: Any, media_type: str, seconds: int) -> HttpResponse:
    response = HttpResponse(orjson.dumps(data, option=orjson.OPT_INDENT_2), content_type=media_type)
    # Verifiers run in other people's pages.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={seconds}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public
@require_safe
def credential(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(number)
    response = _json(certificate_credential(found), MEDIA_TYPE, 300)
    response["Content-Disposition"] = f'inline; filename="{found.number}.json"'
    return response


@public
@require_safe
def status(request: HttpRequest, word: str, number: int) -> HttpResponse:
    purposes = {said: purpose for purpose, said in WORDS.items()}
    if word not in purposes or number >= lists_in_use():
        raise Http404
    return _json(status_list(purposes[word], number, timezone.now()), MEDIA_TYPE, 300)


@public
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return _json(issuer_document(), "application/did+json", 3600)


@public
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(number)
    if found.number != number:
        return redirect(f"{found.get_absolute_url()}chung-chi/")
    document = certificate_credential(found)
    context = {
        "certificate": found, "verdict": found.verdict_on(today()), "subject": document["credentialSubject"],
        "credential": document, "qr": mark_safe(qr_svg(document["id"])),  # our own drawing of our own address
        "lists": [list_address(purpose, place_of(found)[0]) for purpose in WORDS], **_issuer(),
    }  # fmt: skip
    return render(request, "certificates/credential.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def checking(request: HttpRequest) -> HttpResponse:
    """What the file is, and a place to check one; nothing that is brought here is kept."""
    found: Found | None = None
    upload = request.FILES.get("file")
    if request.method == "POST" and upload is not None:
        found = check_file(upload.read(LONGEST + 1)[:LONGEST], timezone.now())
    missing = request.method == "POST" and upload is None
    context = {"found": found, "missing": missing, "number_of_lists": lists_in_use(), **_issuer()}
    return render(request, "certificates/checking.html", context, status=422 if missing else 200)


def _issuer() -> dict[str, Any]:
    return {
        "issuer": issuer_id(),
        "keys_url": f"{settings.ORIGIN}/.well-known/did.json",
        "secure": settings.ORIGIN.startswith("https://"),
    }
