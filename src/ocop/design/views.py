"""Two small pages of the house itself: the gallery of parts, and the change of language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ocop.design.forms import example_form
from ocop.design.rules import gallery, icons

LANGUAGE_COOKIE = "ngon_ngu"


@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Bộ giao diện: every component in every state."""
    sides = [(side, words, example_form(side)) for side, words in (("light", "Nền sáng"), ("dark", "Nền tối"))]
    return render(request, "design/gallery.html", {"icons": icons.names(), "sides": sides, **gallery.facts()})


# Exempt on purpose: it sets one language cookie and nothing else, and a token on every public
# page would give every reader a cookie and keep the pages from being cached.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Ngôn ngữ: remember the reader's language and go back to the page."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    if wanted in dict(settings.LANGUAGES):
        answer.set_cookie(LANGUAGE_COOKIE, wanted, max_age=365 * 86400, samesite="Lax", secure=request.is_secure())
    return answer


# The mark of `people.access.public`; the look lies below the chapter of people and may not import it.
show_gallery.open_to = choose_language.open_to = "everyone"  # type: ignore[attr-defined]
