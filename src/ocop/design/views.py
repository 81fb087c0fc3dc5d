"""The gallery of parts: the house's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ocop.design.forms import example_form
from ocop.design.rules import gallery, icons


@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Bộ giao diện: every component in every state."""
    sides = [(side, words, example_form(side)) for side, words in (("light", "Nền sáng"), ("dark", "Nền tối"))]
    return render(request, "design/gallery.html", {"icons": icons.names(), "sides": sides, **gallery.facts()})


# The mark of `people.access.public`; the look lies below the chapter of people and may not import it.
show_gallery.open_to = "everyone"  # type: ignore[attr-defined]
