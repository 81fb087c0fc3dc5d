"""A producer's own pages, and its registration by an officer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import person_with_login

from .access import may_edit_producer, may_name_members, may_register_producer
from .acts import add_member, end_membership, register_producer, update_producer
from .forms import EditProducerForm, NameMemberForm, RegisterProducerForm
from .models import Producer
from .queries import members_of, place_in_charge, producer_for, variants_of


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


@guarded(may_name_members, find=producer_for)
def members(request: HttpRequest, producer: Producer) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    naming = request.method == "POST" and "thoi" not in request.POST
    form = NameMemberForm(request.POST if naming else None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            said = _change_members(request, producer, person, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            if said:
                messages.success(request, said)
                return redirect(request.path)
    crumbs = [("/chu-the/", _("Chủ thể")), (producer.get_absolute_url(), producer.name)]
    context = {
        "form": form, "reasons": reasons, "producer": producer, "members": members_of(producer), "crumbs": crumbs,
    }  # fmt: skip
    return render(request, "producers/members.html", context, status=422 if request.method == "POST" else 200)


def _change_members(request: HttpRequest, producer: Producer, person: Person, form: NameMemberForm) -> str:
    """Name or release somebody; the sentence that says so, empty when the form was not sound."""
    leaving = request.POST.get("thoi", "")
    if leaving:
        member = next((m for m in members_of(producer) if str(m.pk) == leaving), None)
        if member is None:
            raise Refused(Reason(_("Người này không còn đứng tên."), "thoi", "gone"))
        end_membership(member, by=person)
        return _("%(name)s đã thôi đứng tên.") % {"name": member.person.name}
    if not form.is_valid():
        return ""
    found = person_with_login(form.cleaned_data["login"])
    if found is None:
        raise Refused(Reason(_("Chưa có tài khoản dùng số hay thư này. Hãy xem lại, hoặc nhờ quản trị lập."), "login"))
    add_member(producer=producer, person=found, by=person, role=form.cleaned_data["role"])
    return _("%(name)s nay đứng tên cho chủ thể.") % {"name": found.name}
