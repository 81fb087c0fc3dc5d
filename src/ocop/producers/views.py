"""A producer's own pages, and its registration by an officer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person

from .access import may_edit_producer, may_register_producer
from .acts import register_producer, update_producer
from .forms import EditProducerForm, RegisterProducerForm
from .models import Producer
from .queries import place_in_charge, producer_for, variants_of


@guarded(may_register_producer)
def register(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    own = place_in_charge(person)
    form = RegisterProducerForm(request.POST if request.method == "POST" else None, place=own)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            producer = register_producer(by=person, source=_("đăng ký trên hệ thống"), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Đã đăng ký chủ thể “%(name)s”.") % {"name": producer.name})
            return redirect(producer)
    alike = variants_of(form.cleaned_data.get("name", "")) if form.is_bound and form.is_valid() else []
    context = {"form": form, "reasons": reasons, "own": own, "alike": alike}
    return render(request, "producers/register.html", context, status=422 if form.is_bound else 200)


@guarded(may_edit_producer, find=producer_for)
def edit(request: HttpRequest, producer: Producer) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    initial = {
        "about": producer.about, "address": producer.address, "public_phone": producer.public_phone,
        "consent": producer.phone_consent_at is not None,
    }  # fmt: skip
    form = EditProducerForm(request.POST if request.method == "POST" else None, initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            update_producer(producer, by=person, **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Đã lưu thông tin của “%(name)s”.") % {"name": producer.name})
            return redirect(producer)
    crumbs = [("/chu-the/", _("Chủ thể")), (producer.get_absolute_url(), producer.name)]
    context = {"form": form, "reasons": reasons, "producer": producer, "crumbs": crumbs}
    return render(request, "producers/edit.html", context, status=422 if form.is_bound else 200)
