"""Checking stamps on a phone without a network: the app's shell, its list, and what it sends when a network is back."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from ocop.design.rules import icons
from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded, public
from ocop.people.models import Person

from ..access import may_decide_cases, may_inspect, may_open_from, may_see_check
from ..acts.checks import case_from_check, take_check
from ..exports.offline import digest_of, envelope, packed
from ..models import Check
from ..queries.checks import check_seen_by, checks_seen_by
from ..queries.offline import field_list, public_list
from ..rules.checks import ALARMING, EXPLAINED, HEAPS, PORTAL_SAYINGS, SAYINGS

HOME = "/thanh-tra/quet/"
_CHAPTERS = Path(__file__).parents[2]
_OWN, _LOOK = _CHAPTERS / "scans/static/scans/quet", _CHAPTERS / "design/static/design"
SCRIPTS = ("reading.js", "listing.js", "keeping.js", "visiting.js", "app.js")
_FILES = {
    **{name: _OWN / name for name in (*SCRIPTS, "quet.css")},
    **{name: _LOOK / name for name in ("design.css", "theme.js", "mark.svg")},
    **{name: _CHAPTERS / "diaries/static/diaries" / name for name in ("icon-192.png", "icon-512.png")},
}
_ICONS = ("ok", "warn", "void", "question", "camera", "scan", "check", "upload", "download", "bin", "place")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_LARGEST = 20_000


@lru_cache(maxsize=1)
def edition() -> str:
    """A name for exactly these bytes of the shell."""
    digest = hashlib.sha256(_page("").encode() + (_OWN / "worker.js").read_bytes())
    for name in sorted(_FILES):
        digest.update(name.encode() + _FILES[name].read_bytes())
    return digest.hexdigest()[:12]


def _page(base: str) -> str:
    drawings = [(name, mark_safe(icons.path(name))) for name in _ICONS]
    shelf = json.dumps({"heaps": HEAPS, "explained": EXPLAINED}, ensure_ascii=False)
    sayings = json.dumps(SAYINGS, ensure_ascii=False)
    context = {"base": base, "scripts": SCRIPTS, "icons": drawings, "sayings": sayings, "shelf": shelf}
    return render_to_string("scans/check_app.html", context)


def _base() -> str:
    return f"{HOME}v/{edition()}/"


@require_safe
@public
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the app, the same for everybody: the list it needs is for inspectors only."""
    return HttpResponse(_page(_base()), headers={"Cache-Control": "no-cache", "ETag": f'"{edition()}"'})


@require_safe
@public
def shell_file(request: HttpRequest, given: str, name: str) -> HttpResponse:
    """One file of this edition; two editions never mix."""
    if name not in _FILES or given != edition():
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(_FILES[name].read_bytes(), content_type=_TYPES[Path(name).suffix], headers=headers)


@require_safe
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it answers below its own address only."""
    files = [HOME, *(f"{_base()}{name}" for name in _FILES if name != "icon-512.png")]
    head = f"const EDITION = {orjson.dumps(edition()).decode()}, FILES = {orjson.dumps(files).decode()};\n"
    text = head + (_OWN / "worker.js").read_text()
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the app on its home screen."""
    sizes = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))
    drawn = [{"src": f"{_base()}{name}", "sizes": size, "type": "image/png"} for name, size in sizes]
    told = {
        "id": HOME, "start_url": HOME, "scope": HOME, "display": "standalone", "lang": "vi",
        "name": "Kiểm tra tem OCOP", "short_name": "Kiểm tra tem",
        "description": "Kiểm tra tem OCOP, kể cả khi không có mạng.", "background_color": "#f5f3ee", "theme_color": "#0b5e57",
        "icons": drawn,
    }  # fmt: skip
    return HttpResponse(
        orjson.dumps(told), content_type="application/manifest+json", headers={"Cache-Control": "no-cache"}
    )


@require_safe
@guarded(may_inspect)
@gzip_page
def field(request: HttpRequest) -> HttpResponse:
    """The signed list for inspectors' phones; `co` names the digest of the list that the phone holds."""
    now = timezone.now()
    payload = packed(field_list(timezone.localdate(now)))
    return _listed(envelope(payload, now, request.GET.get("co", "")))


@require_safe
@public
@gzip_page
def known_to_all(request: HttpRequest) -> HttpResponse:
    """Public keys, withdrawn keys and recalled lots, for whoever checks stamps with a program of their own."""
    payload = packed(public_list())
    tag = f'"{digest_of(payload)[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = _listed(envelope(payload, timezone.now()))
    answer["ETag"], answer["Access-Control-Allow-Origin"] = tag, "*"
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _listed(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "private, no-store"})


@require_safe
@guarded(may_inspect)
def me(request: HttpRequest) -> HttpResponse:
    """Who would send, and the token for it; a page that lay on the phone holds neither."""
    person = _person(request)
    told = {"person": person.pk, "name": person.name, "token": get_token(request), "now": timezone.now().isoformat()}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@require_POST
@guarded(may_inspect)
def send(request: HttpRequest) -> HttpResponse:
    """One check with its photo; sending it again is harmless."""
    try:
        check_id, told = _told(request)
        check = take_check(check_id, told, by=_person(request), photo=request.FILES.get("photo"))
    except Refused as refused:
        return JsonResponse({"reasons": [r.message for r in refused.reasons]}, status=422)
    return JsonResponse({"id": str(check.pk), "answer": check.answer, "sentence": PORTAL_SAYINGS[check.answer][1]})


def _told(request: HttpRequest) -> tuple[UUID, dict[str, Any]]:
    text = request.POST.get("check", "")
    try:
        told = json.loads(text) if len(text) <= _LARGEST else None
        check_id = UUID(str(told["id"])) if isinstance(told, dict) else None
    except (ValueError, KeyError, RecursionError):
        check_id = None
    if check_id is None or not isinstance(told, dict):
        raise Refused(Reason("Lần kiểm tra gửi lên không đọc được.", code="unreadable"))
    return check_id, told


@require_safe
@guarded(may_inspect)
def checks(request: HttpRequest) -> HttpResponse:
    """What was checked in the field, newest first."""
    found = checks_seen_by(_person(request))
    only = request.GET.get("loc") == "dang-ngo"
    if only:
        found = found.filter(answer__in=ALARMING)
    page = Paginator(found, 50).get_page(request.GET.get("trang"))
    rows = [(check, SAYINGS[check.said], PORTAL_SAYINGS[check.answer]) for check in page.object_list]
    tabs = [("?", "Tất cả", not only), ("?loc=dang-ngo", "Đáng ngờ", only)]
    context = {"page": page, "rows": rows, "only": only, "tabs": tabs, "decides": may_decide_cases(_person(request))}
    return render(request, "scans/checks.html", context)


@require_safe
@guarded(may_see_check, find=check_seen_by)
def photo(request: HttpRequest, check: Check) -> FileResponse:
    """The photo that came with a check."""
    if check.photo is None:
        raise Http404
    return file_response(check.photo)


@require_POST
@guarded(may_open_from, find=check_seen_by)
def open_case(request: HttpRequest, check: Check) -> HttpResponse:
    """A case about the stamp that was checked."""
    try:
        case = case_from_check(check, by=_person(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{HOME}da-kiem-tra/")
    messages.success(request, "Đã ghi lần kiểm tra vào vụ việc.")
    return redirect(case)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
