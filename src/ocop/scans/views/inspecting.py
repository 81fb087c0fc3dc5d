"""The inspector's look-up: from a stamp, a lot, a product or a producer to the whole picture."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.lots.models import Lot
from ocop.people.access import guarded
from ocop.people.models import Person

from ..access import may_inspect, may_inspect_lot
from ..queries import inspected, lot_to_recall, lots_found
from ..queries.visits import inspectors_day
from ..rules.recalls import gaps_in


@guarded(may_inspect)
@require_safe
def inspecting(request: HttpRequest) -> HttpResponse:
    """A field that takes anything; one lot opens at once, several are listed."""
    assert isinstance(request.user, Person)
    typed = (request.GET.get("ma") or "")[:120].strip()
    lots = lots_found(request.user, typed)
    if len(lots) == 1:
        return _shown(request, lots[0], typed)
    return render(request, "scans/inspecting.html", {"typed": typed, "lots": lots, "day": inspectors_day()})


@guarded(may_inspect_lot, find=lot_to_recall)
@require_safe
def inspected_lot(request: HttpRequest, lot: Lot) -> HttpResponse:
    return _shown(request, lot, "")


def _shown(request: HttpRequest, lot: Lot, typed: str) -> HttpResponse:
    assert isinstance(request.user, Person)
    seen = inspected(request.user, lot, typed)
    context = {"typed": typed, "seen": seen, "found": seen.found, "gaps": gaps_in(seen.found)}
    return render(request, "scans/inspected.html", context)
