"""The public calendar of rounds, and the office's page to open an extra one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded, public
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.places.queries import province

from .. import acts
from ..access import may_open_round
from ..forms import RoundForm
from ..models import Round
from ..queries import calendar, cycle_of


@public
@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    day = today()
    may_open = isinstance(request.user, Person) and may_open_round(request.user)
    cycles = calendar(day)
    open_now = [
        line.round for _, lines in cycles for line in lines if line.phase == "open" and line.round.is_provincial
    ]
    taking = min(open_now, key=lambda row: row.proposals_until, default=None)
    context = {"cycles": cycles, "day": day, "may_open": may_open, "taking": taking}
    return render(request, "cycles/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_open_round)
def open_round_page(request: HttpRequest) -> HttpResponse:
    form = RoundForm(request.POST if request.method == "POST" else None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            opened = _open(request, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã mở {opened}. Xã có thể đề nghị đến hết {opened.proposals_until:%d/%m/%Y}.")
            return redirect("cycles:calendar")
    status = 422 if request.method == "POST" else 200
    return render(request, "cycles/open_round.html", {"form": form, "reasons": reasons}, status=status)


def _open(request: HttpRequest, form: RoundForm) -> Round:
    assert isinstance(request.user, Person)
    where = province()
    year = form.cleaned_data["opens_on"].year
    cycle = cycle_of(where, year) or acts.open_cycle(province=where, year=year, by=request.user)
    return acts.open_round(cycle=cycle, by=request.user, **form.cleaned_data)
