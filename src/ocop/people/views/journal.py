"""The journal, for those who watch over it. It stands here because its lines speak of people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from ocop.journal.queries import chain_verdict, known_verbs, newest_lines

from ..access import guarded, may_read_journal
from ..templatetags.people import verb_words
from .administration import _actor_names, _whole

_PAGE = 50


@guarded(may_read_journal)
@require_safe
def journal_page(request: HttpRequest) -> HttpResponse:
    asked = {key: request.GET.get(key, "").strip()[:120] for key in ("viec", "ve", "nguoi")}
    before = _whole(request.GET.get("truoc", ""))
    found = newest_lines(
        verb=asked["viec"], subject=asked["ve"], actor=_actor(asked["nguoi"]), before=before, count=_PAGE + 1
    )
    lines = found[:_PAGE]
    context = {
        "lines": lines, "names": _actor_names(lines), "verb_options": _verb_options(), "asked": asked,
        "older": lines[-1].number if len(found) > _PAGE else None, "before": before,
    }  # fmt: skip
    return render(request, "people/journal.html", context)


def _verb_options() -> list[tuple[str, str]]:
    return sorted(((verb, verb_words(verb)) for verb in known_verbs()), key=lambda option: option[1].lower())


def _actor(typed: str) -> str:
    """An account number stands for its person; a full name of the kind `people.person:5` for itself."""
    return f"people.person:{typed}" if typed.isdigit() else typed


@guarded(may_read_journal)
@require_POST
def verify_page(request: HttpRequest) -> HttpResponse:
    return render(request, "people/verdict.html", {"verdict": chain_verdict()})
