"""Councils, their seats and by-laws, and the sittings they call."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import acts
from ..access import may_delegate, may_found_councils, may_run, may_seat_members, may_see_council, may_see_councils
from ..forms import CouncilForm, SeatForm, SittingForm
from ..models import Council
from ..queries import council_seen_by, councils_seen_by, sittings_seen_by
from ..rules import read_by_laws

_GET_OR_POST = ["GET", "HEAD", "POST"]


def reader_of(request: HttpRequest) -> Person:
    """The signed-in person: `guarded` has let nobody else in."""
    assert isinstance(request.user, Person)
    return request.user


@require_safe
@guarded(may_see_councils)
def index(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    context = {
        "sittings": list(sittings_seen_by(person)[:60]),
        "councils": list(councils_seen_by(person)),
        "may_found": may_found_councils(person),
    }
    return render(request, "councils/index.html", context)


@require_safe
@guarded(may_see_council, find=council_seen_by)
def council(request: HttpRequest, found: Council) -> HttpResponse:
    person = reader_of(request)
    seats = list(found.seats.select_related("person", "mandate", "stands_for__person"))
    context = {
        "council": found,
        "seats": [seat for seat in seats if not seat.end_reason],
        "ended": [seat for seat in seats if seat.end_reason],
        "delegations": list(found.delegations.select_related("seat__person")),
        "may_delegate": may_delegate(person, found),
        "sits": any(seat.person_id == person.pk for seat in seats),
        "by_laws": read_by_laws(found.by_laws).in_words(),
        "sittings": list(found.sittings.select_related("round")),
        "may_seat": may_seat_members(person, found),
        "may_run": may_run(person, found),
    }
    return render(request, "councils/council.html", context)


@require_http_methods(_GET_OR_POST)
@guarded(may_found_councils)
def found(request: HttpRequest) -> HttpResponse:
    form = CouncilForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = acts.found_council(
                name=data["name"], decision_number=data["decision_number"], founded_on=data["founded_on"],
                by_laws=form.by_laws(), by=reader_of(request),
            )  # fmt: skip
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã lập Hội đồng. Bước tiếp theo: cử thành viên.")
            return redirect(made)
    return _form(request, form, reasons, "Lập Hội đồng", "Lập Hội đồng", "/hoi-dong/")


@require_http_methods(_GET_OR_POST)
@guarded(may_seat_members, find=council_seen_by)
def seat(request: HttpRequest, found: Council) -> HttpResponse:
    form = SeatForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.seat_member(
                found, person=form.person, role=data["role"], organisation=data["organisation"], by=reader_of(request)
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã cử {form.person.name}.")
            return redirect(found)
    return _form(request, form, reasons, f"Cử thành viên {found.name}", "Cử thành viên", found.get_absolute_url())


@require_http_methods(_GET_OR_POST)
@guarded(may_run, find=council_seen_by)
def call(request: HttpRequest, found: Council) -> HttpResponse:
    form = SittingForm(request.POST or None, council=found)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            sitting = acts.call_sitting(found, by=reader_of(request), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã triệu tập phiên họp. Bước tiếp theo: xếp chương trình.")
            return redirect(sitting)
    return _form(request, form, reasons, "Triệu tập phiên họp", "Triệu tập", found.get_absolute_url())


def _form(
    request: HttpRequest, form: object, reasons: tuple[Reason, ...], title: str, verb: str, back: str
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "reasons": reasons, "title": title, "verb": verb, "back": back}
    return render(request, "councils/form.html", context, status=status)
