"""What is done to a council's seats and by-laws after its founding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded

from .. import acts
from ..access import may_amend, may_change_seat, may_delegate
from ..forms import ByLawsForm, DelegationForm, EndSeatForm, SubstituteForm
from ..models import Council, Seat
from ..queries import council_seen_by, seat_seen_by
from ..rules import DEFAULT_BY_LAWS
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_OR_POST)
@guarded(may_amend, find=council_seen_by)
def by_laws(request: HttpRequest, found: Council) -> HttpResponse:
    form = ByLawsForm(request.POST or None, initial={**DEFAULT_BY_LAWS, **found.by_laws})
    lede = "Áp dụng cho các phiên mở từ nay. Phiên đã mở giữ Quy chế có lúc mở."
    return _page(
        request, form, lambda: acts.amend_by_laws(found, by_laws=form.by_laws(), by=reader_of(request)),
        title=f"Quy chế của {found.name}", verb="Lưu Quy chế", done="Đã lưu Quy chế.", back=found, lede=lede,
    )  # fmt: skip


@require_http_methods(_GET_OR_POST)
@guarded(may_change_seat, find=seat_seen_by)
def substitute(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = SubstituteForm(request.POST or None, request=request)

    def do() -> object:
        data = form.cleaned_data
        return acts.seat_substitute(
            seat, person=form.person, starts_on=data["starts_on"], ends_on=data["ends_on"], document=data["document"],
            organisation=data["organisation"], by=reader_of(request),
        )  # fmt: skip

    lede = "Trong thời gian ấy người dự thay chấm, ghế được thay nghỉ. Số phiếu tối thiểu không đổi."
    return _page(
        request, form, do, title=f"Cử người dự thay {seat.person.name}", verb="Cử người dự thay",
        done="Đã cử người dự thay.", back=seat.council, lede=lede,
    )  # fmt: skip


@require_http_methods(_GET_OR_POST)
@guarded(may_change_seat, find=seat_seen_by)
def end(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = EndSeatForm(request.POST or None, request=request)

    def do() -> object:
        data = form.cleaned_data
        return acts.end_seat(seat, reason=data["reason"], on=data["on"], by=reader_of(request))

    return _page(
        request, form, do, title=f"Cho thôi: {seat.person.name}", verb="Ghi thôi giữ ghế", done="Đã ghi.",
        back=seat.council, lede="Ghế không bị xóa: những phiếu đã nộp và lý do thôi đều được giữ.",
    )  # fmt: skip


@require_POST
@guarded(may_change_seat, find=seat_seen_by)
def lead(request: HttpRequest, seat: Seat) -> HttpResponse:
    acts.name_leader(seat, by=reader_of(request))
    messages.success(request, f"{seat.person.name} là Tổ trưởng Tổ tư vấn.")
    return redirect(seat.council)


@require_http_methods(_GET_OR_POST)
@guarded(may_delegate, find=council_seen_by)
def delegate(request: HttpRequest, found: Council) -> HttpResponse:
    form = DelegationForm(request.POST or None, request=request, council=found)

    def do() -> object:
        data = form.cleaned_data
        return acts.delegate_chair(
            data["seat"], document=data["document"], starts_on=data["starts_on"], ends_on=data["ends_on"],
            by=reader_of(request),
        )  # fmt: skip

    lede = "Người được ủy quyền điều hành phiên họp trong thời gian ấy; Chủ tịch vẫn chịu trách nhiệm."
    return _page(
        request, form, do, title="Ủy quyền của Chủ tịch Hội đồng", verb="Ghi ủy quyền", done="Đã ghi ủy quyền.",
        back=found, lede=lede,
    )  # fmt: skip


def _page(
    request: HttpRequest, form: Form, do: Callable[[], object], *, title: str, verb: str, done: str, back: Any,
    lede: str = "",
) -> HttpResponse:  # fmt: skip
    """One form, one act: back to the council when it is done, every reason beside the form when it is refused."""
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "form": form, "reasons": reasons, "title": title, "verb": verb, "back": back.get_absolute_url(), "lede": lede
    }  # fmt: skip
    return render(request, "councils/form.html", context, status=422 if request.method == "POST" else 200)
