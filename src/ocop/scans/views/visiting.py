"""Tomorrow's route, and shelf visits: what came back from the phone, who is told, the look afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ocop.journal.rules import Refused, clean_text
from ocop.people.access import guarded
from ocop.people.models import Person

from ..access import may_decide_cases, may_inspect, may_see_visit, may_tell_visit
from ..acts.visits import follow_visit, tell_visit
from ..forms.visits import FollowVisitForm, TellVisitForm
from ..models import Visit
from ..queries.route import homeless, leads
from ..queries.visits import concerned_by_visit, heaps_of, visit_seen_by, visits_seen_by
from ..rules.route import route_rule, stops


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@require_safe
@guarded(may_inspect)
def visits(request: HttpRequest) -> HttpResponse:
    """Every shelf that was gone through, newest first."""
    page = Paginator(visits_seen_by(_person(request)), 30).get_page(request.GET.get("trang"))
    return render(request, "scans/visits.html", {"page": page})


@require_safe
@guarded(may_see_visit, find=visit_seen_by)
def visit(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _page(request, visit)


def _page(request: HttpRequest, visit: Visit, reasons: tuple[object, ...] = (), **forms: Form) -> HttpResponse:
    context = {
        "visit": visit, "heaps": heaps_of(visit), "concerned": concerned_by_visit(visit), "reasons": reasons,
        "decides": may_decide_cases(_person(request)), "tell": forms.get("tell", TellVisitForm()),
        "follow": forms.get("follow", FollowVisitForm()), "bound": next(iter(forms.values()), None),
    }  # fmt: skip
    return render(request, "scans/visit.html", context, status=422 if request.method == "POST" else 200)


def _done(
    request: HttpRequest, visit: Visit, name: str, form: Form, do: Callable[[], object], said: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, visit, (), **{name: form})
    try:
        do()
    except Refused as refused:
        return _page(request, visit, refused.reasons, **{name: form})
    messages.success(request, said)
    return redirect(visit)


@require_POST
@guarded(may_tell_visit, find=visit_seen_by)
def tell(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = TellVisitForm(request.POST)

    def do() -> object:
        told = form.cleaned_data
        return tell_visit(visit, by=_person(request), words=clean_text(told["words"]), follow_on=told["follow_on"])

    return _done(request, visit, "tell", form, do, "Đã báo cho chủ thể và cán bộ xã.")


@require_POST
@guarded(may_tell_visit, find=visit_seen_by)
def follow(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = FollowVisitForm(request.POST)

    def do() -> object:
        return follow_visit(visit, by=_person(request), finding=clean_text(form.cleaned_data["finding"]))

    return _done(request, visit, "follow", form, do, "Đã ghi kết quả kiểm tra lại.")


@require_safe
@guarded(may_inspect)
def route(request: HttpRequest) -> HttpResponse:
    """The places to look at first tomorrow, with the reasons; to print and take along."""
    rule, today = route_rule(), timezone.localdate()
    context = {
        "stops": stops(leads(rule, today), rule), "homeless": homeless(rule, today), "rule": rule, "today": today,
        "tomorrow": today + timedelta(days=1),
    }  # fmt: skip
    return render(request, "scans/route.html", context)
