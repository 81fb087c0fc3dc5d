"""The officers' page of rounds: who is still in time, who is late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.people.access import guarded
from ocop.people.queries import today

from ..access import may_see_rounds
from ..queries.rounds import round_shown, round_standing, rounds_before
from .mine import reader_of


@require_safe
@guarded(may_see_rounds)
def rounds_page(request: HttpRequest) -> HttpResponse:
    person, day = reader_of(request), today()
    rounds = rounds_before(person)
    shown = round_shown(rounds, request.GET.get("dot", ""), day)
    tabs = [(f"/ho-so/dot/?dot={row.pk}", row.name, row == shown) for row in rounds]
    context = {"tabs": tabs, "standing": round_standing(person, shown, day) if shown else None, "day": day}
    return render(request, "dossiers/rounds.html", context)
