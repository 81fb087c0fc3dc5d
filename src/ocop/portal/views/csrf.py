"""A form that came too late or from elsewhere: what to do now, with what was typed still there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.translation import gettext

from ocop.journal.rules import Reason

from ..middleware import refusal, wants_problem

_SECRET = ("password", "mat_khau", "new", "again", "code", "csrfmiddlewaretoken")
_MOST_FIELDS = 200


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    if wants_problem(request) or request.headers.get("HX-Request"):
        message = gettext("Trang đã mở quá lâu. Hãy tải lại trang rồi làm lại.")
        return refusal(request, (Reason(message, code="csrf"),), 403)
    kept = _kept_fields(request) if _came_from_here(request) else []
    rotate_token(request)
    return render(request, "portal/csrf_failed.html", {"kept": kept, "files": bool(request.FILES)}, status=403)


def _came_from_here(request: HttpRequest) -> bool:
    """The browser itself says so; a form on another site must not be offered to be sent again from ours."""
    same_origin = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return same_origin and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if any(name in _SECRET[:-1] for name, _ in fields) or len(fields) > _MOST_FIELDS:
        return []
    return [(name, value) for name, value in fields if name not in _SECRET]
