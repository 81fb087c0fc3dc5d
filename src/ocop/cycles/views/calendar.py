"""The public calendar of the year, its feed, and the office's pages to set days and open a round."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded, public
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.places.queries import province

from .. import acts
from ..access import may_have_ideas, may_open_round, may_see_office_list
from ..exports import feed
from ..forms import CampaignForm, RoundForm
from ..models import Cycle, Round
from ..queries import cycle_of, window_of, year_board
from ..rules import Window, step_fixed
from .pages import attempt, posted, reader_of, status_of


@public
@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    day, asked = today(), request.GET.get("nam", "")
    person = request.user if isinstance(request.user, Person) else None
    context = {
        "board": year_board(int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None, day),
        "day": day, "months": range(1, 13), "may_open": person is not None and may_open_round(person),
        "may_judge": person is not None and may_see_office_list(person),
        "may_have_ideas": person is not None and may_have_ideas(person),
    }  # fmt: skip
    return render(request, "cycles/calendar.html", context)


@public
@require_safe
def feed_page(request: HttpRequest) -> HttpResponse:
    """The calendar for phones and mail programs."""
    response = HttpResponse(feed(today()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="chu-trinh-ocop.ics"'
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_open_round)
def campaign_page(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Other days for one step of one year."""
    cycle = cycle_of(province(), year)
    window = window_of(cycle, step) if cycle else None
    if cycle is None or window is None:
        raise Refused(Reason(f"Chu trình năm {year} chưa mở, hoặc không có bước này.", "", "no_cycle"))
    form = CampaignForm(posted(request), initial=_days(window))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        reasons = attempt(lambda: _set(cycle, step, form, request))
        if not reasons:
            messages.success(request, f"Đã chỉnh lịch bước “{window.name}”. Xã và người đang viết ý tưởng được báo.")
            return redirect("cycles:calendar")
    context = {"form": form, "reasons": reasons, "window": window, "year": year, "fixed": step_fixed(year, step)}
    return render(request, "cycles/campaign.html", context, status=status_of(request))


def _days(window: Window) -> dict[str, object]:
    basis = window.source if window.adjusted else ""
    return {"opens_on": window.opens_on, "closes_on": window.closes_on, "late_days": window.late_days, "basis": basis}


def _set(cycle: Cycle, step: str, form: CampaignForm, request: HttpRequest) -> None:
    acts.set_campaign(cycle, step, by=reader_of(request), **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_open_round)
def open_round_page(request: HttpRequest) -> HttpResponse:
    form = RoundForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            opened = _open(request, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã mở {opened}. Xã có thể đề nghị đến hết {opened.proposals_until:%d/%m/%Y}.")
            return redirect("cycles:calendar")
    return render(request, "cycles/open_round.html", {"form": form, "reasons": reasons}, status=status_of(request))


def _open(request: HttpRequest, form: RoundForm) -> Round:
    person, where = reader_of(request), province()
    year = form.cleaned_data["opens_on"].year
    cycle = cycle_of(where, year) or acts.open_cycle(province=where, year=year, by=person)
    return acts.open_round(cycle=cycle, by=person, **form.cleaned_data)
