"""The administrator's pages: accounts, mandates, offices."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.queries import lines_about
from ocop.journal.rules import Reason, Refused

from ..access import guarded, may_appoint
from ..acts import appoint, close_account, end_mandate, found_office, give_password, register_person, reopen_account
from ..forms import AppointForm, EndForm, OfficeForm, RegisterForm
from ..models import Mandate, Person
from ..queries import mandate_numbered, mandates_of, names_of, people_found, person_numbered, today

_PAGE = 50
_LINES = 100


def may_appoint_for(person: Person, thing: object) -> bool:
    return may_appoint(person)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@guarded(may_appoint)
@require_safe
def people_page(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    found = people_found(words, _whole(request.GET.get("sau", "")), _PAGE + 1)
    more = found[_PAGE - 1].pk if len(found) > _PAGE else None
    context = {"people": found[:_PAGE], "words": words, "more": more, "today": today()}
    return render(request, "people/people.html", context)


@guarded(may_appoint)
@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            person = register_person(by=cast(Person, request.user), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, gettext("Đã lập tài khoản. Hãy giao nhiệm vụ và cấp mật khẩu."))
            return redirect("person", person.pk)
    return _form_page(request, "people/register.html", form, reasons)


@guarded(may_appoint_for, find=person_numbered)
@require_safe
@never_cache
def person_page(request: HttpRequest, person: Person) -> HttpResponse:
    return render(request, "people/person.html", _about(person))


def _about(person: Person) -> dict[str, Any]:
    held = mandates_of(person)
    lines = list(lines_about(person, *held).order_by("-number")[:_LINES])
    return {"shown": person, "mandates": held, "today": today(), "lines": lines, "names": _actor_names(lines)}


def _actor_names(lines: list[Any]) -> dict[str, str]:
    numbers = {int(line.actor.rpartition(":")[2]) for line in lines if line.actor.startswith("people.person:")}
    return {f"people.person:{number}": name for number, name in names_of(numbers).items()}


@guarded(may_appoint_for, find=person_numbered)
@require_http_methods(["GET", "HEAD", "POST"])
def appoint_page(request: HttpRequest, person: Person) -> HttpResponse:
    form = AppointForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            appoint(person=person, by=cast(Person, request.user), **form.appointment())
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, gettext("Đã giao nhiệm vụ."))
            return redirect("person", person.pk)
    return _form_page(request, "people/appoint.html", form, reasons, shown=person)


@guarded(may_appoint_for, find=mandate_numbered)
@require_http_methods(["GET", "HEAD", "POST"])
def end_mandate_page(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    form = EndForm(request.POST or None, mandate=mandate)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            end_mandate(mandate, on=form.day, by=cast(Person, request.user))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, gettext("Đã ghi ngày thôi nhiệm vụ."))
            return redirect("person", mandate.person_id)
    return _form_page(request, "people/end_mandate.html", form, reasons, mandate=mandate)


@guarded(may_appoint)
@require_http_methods(["GET", "HEAD", "POST"])
def office_page(request: HttpRequest) -> HttpResponse:
    form = OfficeForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            found_office(by=cast(Person, request.user), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, gettext("Đã thêm cơ quan."))
            return redirect("people")
    return _form_page(request, "people/office.html", form, reasons)


@guarded(may_appoint_for, find=person_numbered)
@require_POST
@never_cache
def set_account_page(request: HttpRequest, person: Person) -> HttpResponse:
    """One of three buttons: a first password (shown once), close, reopen."""
    administrator, wanted, context = cast(Person, request.user), request.POST.get("viec", ""), {}
    if wanted == "mat-khau":
        context = {"password": give_password(person, by=administrator)}
    elif wanted == "khoa":
        person = close_account(person, by=administrator)
    elif wanted == "mo":
        person = reopen_account(person, by=administrator)
    else:
        raise Refused(Reason("Hãy chọn một việc trên trang của người này.", "viec"))
    return render(request, "people/person.html", _about(person) | context)


def _form_page(
    request: HttpRequest, template: str, form: forms.Form, reasons: tuple[Reason, ...], **context: object
) -> HttpResponse:
    """The form again with what was typed, every reason on top and beside its field."""
    for reason in reasons:
        if reason.field in form.fields:
            form.add_error(reason.field, reason.message)
    rest = [reason for reason in reasons if reason.field not in form.fields]
    wrong = bool(reasons or form.errors)
    return render(request, template, {"form": form, "reasons": rest, **context}, status=422 if wrong else 200)
