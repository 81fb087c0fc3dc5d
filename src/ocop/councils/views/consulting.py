"""Asking the council in writing: called, answered, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.rules import Role

from .. import acts, lifecycle
from ..access import may_answer, may_declare, may_preside, may_read_results, may_run, may_see_sitting
from ..forms import AnswerForm, CloseForm, ConsultationForm
from ..models import Council, Item, Sitting, WrittenOpinion
from ..queries import (
    answers_of,
    conflicted_items,
    council_seen_by,
    holds,
    item_seen_by,
    layout_of,
    opinion_of,
    proposal_of,
    seat_of,
    sitting_seen_by,
    statement_of,
)
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_OR_POST)
@guarded(may_run, find=council_seen_by)
def call(request: HttpRequest, found: Council) -> HttpResponse:
    form = ConsultationForm(request.POST or None, council=found)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            sitting = acts.call_consultation(found, by=reader_of(request), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã lập lần lấy ý kiến. Bước tiếp theo: đưa hồ sơ đánh giá lại vào.")
            return redirect(sitting)
    context = {
        "form": form, "reasons": reasons, "title": "Lấy ý kiến Hội đồng bằng văn bản", "verb": "Lập lần lấy ý kiến",
        "back": found.get_absolute_url(),
        "lede": "Chỉ dùng cho hồ sơ đánh giá lại sau 36 tháng. Một ý kiến không đồng ý đưa sản phẩm ra phiên họp.",
    }  # fmt: skip
    return render(request, "councils/form.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_see_sitting, find=sitting_seen_by)
def consultation(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Who has answered and who is waited for; ended here by the chair or the secretary, with the password."""
    person = reader_of(request)
    presides = may_preside(person, sitting.council)
    form = CloseForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.close_consultation(sitting, by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã kết thúc lấy ý kiến. Biên bản đã lập và lưu.")
            return redirect(sitting)
    seat = seat_of(person, sitting.council_id)
    items = list(sitting.items.select_related("dossier__product__producer", "dossier__commune", "advisor_report"))
    closed = conflicted_items(sitting, person)
    answers = answers_of(sitting, items)
    context = {
        "sitting": sitting, "seat": seat, "presides": presides, "form": form, "reasons": reasons,
        "rows": [(answers[item.pk], item.pk in closed) for item in items],
        "planned": sitting.state == lifecycle.PLANNED, "asking": sitting.state == lifecycle.SCORING,
        "stated": statement_of(sitting, seat) if seat else None, "declares": may_declare(person, sitting),
        "puts": holds(person, Role.PROVINCE_OFFICER), "reads": may_read_results(person, sitting),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "councils/consultation.html", context, status=status)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_answer, find=item_seen_by)
def answer(request: HttpRequest, item: Item) -> HttpResponse:
    person = reader_of(request)
    mine = opinion_of(item, person)
    form = AnswerForm(request.POST or None, request=request, initial=_said(mine))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.answer(item, agrees=data["agrees"] == "yes", reason=data["reason"], by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã ghi ý kiến của bạn. Sửa được đến hết hạn trả lời.")
            return redirect(item.sitting)
    context = {
        "item": item, "sitting": item.sitting, "form": form, "reasons": reasons, "mine": mine,
        "layout": layout_of(item, {}, {}, []), "proposal": proposal_of(item),
    }  # fmt: skip
    return render(request, "councils/answer.html", context, status=422 if request.method == "POST" else 200)


def _said(mine: WrittenOpinion | None) -> dict[str, str]:
    return {"agrees": "yes" if mine.agrees else "no", "reason": mine.reason} if mine else {}
