"""The public table of words: what the law asks a passport to tell, and what that is called elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ocop.people.access import public

from ..rules.vocabulary import vocabulary


@public
@require_safe
def words_of_passports(request: HttpRequest) -> HttpResponse:
    known, language = vocabulary(), get_language() or "vi"
    rows = [(term, term.named(language), known.expanded(term.gs1), known.expanded(term.untp)) for term in known.terms]
    return render(request, "scans/vocabulary.html", {"known": known, "rows": rows})
