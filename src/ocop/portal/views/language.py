"""Choosing the language of the pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ocop.people.access import public

from ..middleware import LANGUAGE_COOKIE

_YEAR = 365 * 24 * 3600


# Exempt on purpose: it sets one language cookie and nothing else, while a token in the foot of every public page
# would give every reader a cookie and keep those pages from being cached.
@public
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in a cookie and goes back; an unknown language or a foreign address changes nothing."""
    back = request.POST.get("next") or _came_from(request)
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("language", "")
    if chosen in {code for code, _ in settings.LANGUAGES}:
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True)
    return response


def _came_from(request: HttpRequest) -> str:
    """The page of ours that the form stood on: pages that are kept ready for everyone cannot name themselves."""
    origin, referer = f"{request.scheme}://{request.get_host()}", request.headers.get("Referer", "")
    return referer.removeprefix(origin) if referer.startswith(f"{origin}/") else "/"
