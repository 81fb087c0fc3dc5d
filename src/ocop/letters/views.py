"""The person's own letters."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ocop.people.access import guarded
from ocop.people.models import Person

from .access import may_read_letter, may_read_letters
from .acts import mark_all_read, mark_read
from .models import Letter
from .queries import letter_to, letters_of, unread_of

_PAGE = 30


@guarded(may_read_letters)
@require_safe
def letters_page(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    before = request.GET.get("truoc", "")
    found = letters_of(person, int(before) if _is_number(before) else None, _PAGE + 1)
    older = found[_PAGE - 1].pk if len(found) > _PAGE else None
    context = {"letters": found[:_PAGE], "older": older, "unread": unread_of(person), "before": before}
    return render(request, "letters/letters.html", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


@guarded(may_read_letter, find=letter_to)
@require_POST
def open_letter(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Marks the letter read and leads to what it tells of."""
    mark_read(letter, by=cast(Person, request.user))
    return redirect(letter.url or "/thu-bao/")


@guarded(may_read_letters)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(cast(Person, request.user))
    return redirect("/thu-bao/")
