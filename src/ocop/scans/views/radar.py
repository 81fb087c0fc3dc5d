"""The inspector's radar, the cases it opened, and where a producer's lot is sold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Refused, clean_text
from ocop.lots.access import may_read_lot
from ocop.lots.models import Lot
from ocop.lots.queries import own_lot
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_decide_cases, may_read_case, may_watch_stamps
from ..acts import cases as acts
from ..acts.markets import declare_market
from ..exports.radar import curve, curve_drawn, days_drawn, sighting_rows, signs_told, trial_rows
from ..forms.cases import DecideForm, MarketForm, NoteForm, OpenCaseForm, ReopenForm
from ..models import Case
from ..queries.cases import case_for, cases_seen_by, code_of, judged, reports_about, stamp_typed
from ..queries.radar import last_sweep, market_of, suspicions
from ..rules.radar.limits import limits


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@require_safe
@guarded(may_watch_stamps)
def radar(request: HttpRequest) -> HttpResponse:
    """What is suspicious now, the worst first, and the cases about it."""
    state = request.GET.get("buoc", "")
    cases = cases_seen_by(_person(request))
    shown = cases.filter(state=state) if state in lifecycle.CASE_STATES else cases
    page = Paginator(shown, 30).get_page(request.GET.get("trang"))
    steps = [("", "Tất cả"), *lifecycle.CASE_STATES.items()]
    context = {
        "page": page, "state": state, "tabs": [(f"?buoc={key}" if key else "?", name, key == state) for key, name in steps],
        "score_words": f"{limits().score:g}".replace(".", ","), "sweep": last_sweep(), "rule": limits(),
        "suspicions": [(s, signs_told(s.signs)) for s in suspicions()[:20]],
        "decides": may_decide_cases(_person(request)),
    }  # fmt: skip
    return render(request, "scans/radar.html", context)


@require_safe
@guarded(may_watch_stamps)
def radar_measured(request: HttpRequest) -> HttpResponse:
    """How often the radar is right: on the simulated month, and so far in earnest."""
    context = {"rows": trial_rows(), "curve": curve(), "drawn": curve_drawn(), "rule": limits(), "judged": judged()}
    return render(request, "scans/radar_measured.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_decide_cases)
def open_case(request: HttpRequest) -> HttpResponse:
    """An inspector opens a case by hand, about one stamp or its whole batch."""
    form = OpenCaseForm(request.POST or None, initial={"code": request.GET.get("ma", "")[:300]})
    reasons: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        found = stamp_typed(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", "Đây không phải mã của một tem thật. Hãy xem lại mã.")
        else:
            batch, sequence = found
            try:
                case = acts.open_case(
                    batch, None if form.cleaned_data["whole_batch"] else sequence, by=_person(request),
                    note=clean_text(form.cleaned_data["note"]),
                )  # fmt: skip
            except Refused as refused:
                reasons = refused.reasons
            else:
                return redirect(case.get_absolute_url())
    status = 422 if request.method == "POST" else 200
    return render(request, "scans/open_case.html", {"form": form, "reasons": reasons}, status=status)


@require_safe
@guarded(may_read_case, find=case_for)
def case(request: HttpRequest, case: Case) -> HttpResponse:
    return _case_page(request, case)


def _case_page(request: HttpRequest, case: Case, reasons: tuple[object, ...] = (), **forms: Form) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case, "signs": signs_told(case.signs), "sightings": sighting_rows(case.sightings), "code": code_of(case),
        "drawing": days_drawn(case.sightings), "reports": reports_about(case), "notes": case.notes.select_related("noted_by"),
        "decides": may_decide_cases(_person(request)), "reasons": reasons, "note_form": forms.get("note", NoteForm()),
        "decide_form": forms.get("decide", DecideForm()), "reopen_form": forms.get("reopen", ReopenForm()),
    }  # fmt: skip
    return render(request, "scans/case.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, case: Case, name: str, form: Form, do: Callable[[], object], said: str) -> HttpResponse:
    """Run one step of a case; its reasons come back on the case's own page."""
    if form.is_valid():
        try:
            do()
        except Refused as refused:
            return _case_page(request, case, refused.reasons, **{name: form})
        messages.success(request, said)
        return redirect(case.get_absolute_url())
    return _case_page(request, case, (), **{name: form})


@require_POST
@guarded(may_read_case, find=case_for)
def take_case(request: HttpRequest, case: Case) -> HttpResponse:
    form = Form(request.POST)
    return _done(
        request, case, "take", form, lambda: acts.take_case(case, by=_person(request)), "Vụ việc nay do bạn xem xét."
    )


@require_POST
@guarded(may_read_case, find=case_for)
def note_case(request: HttpRequest, case: Case) -> HttpResponse:
    form = NoteForm(request.POST)
    return _done(
        request, case, "note", form,
        lambda: acts.note_on_case(case, by=_person(request), text=clean_text(form.cleaned_data["text"])), "Đã ghi thêm.",
    )  # fmt: skip


@require_POST
@guarded(may_read_case, find=case_for)
def decide_case(request: HttpRequest, case: Case) -> HttpResponse:
    form = DecideForm(request.POST)
    return _done(
        request, case, "decide", form,
        lambda: acts.decide_case(
            case, by=_person(request), outcome=form.cleaned_data["outcome"],
            finding=clean_text(form.cleaned_data["finding"]),
        ),
        "Đã kết luận và báo cho chủ thể, cán bộ xã.",
    )  # fmt: skip


@require_POST
@guarded(may_read_case, find=case_for)
def reopen_case(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReopenForm(request.POST)
    return _done(
        request, case, "reopen", form,
        lambda: acts.reopen_case(case, by=_person(request), reason=clean_text(form.cleaned_data["reason"])),
        "Đã mở lại vụ việc.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_lot, find=own_lot)
def market(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Where a lot is sold."""
    known = market_of(lot)
    initial = {"regions": known, "countries": ", ".join(code for code in known if not code.isdigit())}
    form = MarketForm(request.POST or None, initial=initial)
    reasons: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            declare_market(lot, form.places, by=_person(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã ghi nơi bán của lô.")
            return redirect(f"/san-xuat/lo/{lot.pk}/")
    status = 422 if request.method == "POST" else 200
    return render(request, "scans/market.html", {"lot": lot, "form": form, "reasons": reasons}, status=status)
