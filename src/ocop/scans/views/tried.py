"""How many wrong codes were tried, for whoever keeps the stamps safe."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.people.access import guarded

from ..access import may_watch_stamps
from ..queries.keeping import days_tried, epochs_tried
from ..rules.networks import WRONG_A_DAY, WRONG_AN_EPOCH


@guarded(may_watch_stamps)
@require_safe
def tried(request: HttpRequest) -> HttpResponse:
    context = {
        "epochs": epochs_tried(), "days": days_tried(), "day_limit": WRONG_A_DAY, "epoch_limit": WRONG_AN_EPOCH,
        "crumbs": [("/thanh-tra/ra-da/", "Ra-đa tem")],
    }  # fmt: skip
    return render(request, "scans/tried.html", context)
