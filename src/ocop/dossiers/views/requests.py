"""The province asks for change on single criteria; more time for what was asked; replies to criticism."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.queries import today
from ocop.places.queries import working_day_after

from .. import acts
from ..access import (
    may_answer,
    may_examine_for_province,
    may_extend,
    may_read_dossier,
    may_read_reply,
    may_write_dossier,
)
from ..forms import CompletionForm, ExtendForm, ReplyForm
from ..models import Dossier, Reply
from ..queries import dossier_seen_by, form_as_submitted
from ..queries.replies import replies_of, reply_seen_by
from ..queries.requests import extensions_of, request_due
from ..rules.procedure import FORMS, FORMS_LABEL
from .mine import posted, reader_of

_USUAL_CHANGE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_examine_for_province, find=dossier_seen_by)
def change_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Which fields, what is missing in each, and until when."""
    form = CompletionForm(posted(request), initial={"due_on": working_day_after(today(), _USUAL_CHANGE)})
    form.fields["due_on"].help_text = "Chủ thể được nhắc trước hạn; bạn gia hạn được khi có lý do."
    asks = {code[:12]: request.POST.get(f"message.{code}", "") for code in request.POST.getlist("asks")[:60]}
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.request_change(dossier, asks=asks, due_on=form.cleaned_data["due_on"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã gửi yêu cầu bổ sung cho chủ thể.")
            return redirect("dossiers:dossier", dossier.pk)
    errors = {reason.field: reason.message for reason in reasons}
    rows = [(row.code, row.title) for row in form_as_submitted(dossier).rows]
    fields = [
        (code, title, code in asks, asks.get(code, ""), errors.get(f"message.{code}", ""))
        for code, title in (*rows, (FORMS, FORMS_LABEL))
    ]
    context = {"dossier": dossier, "form": form, "reasons": reasons, "fields": fields, "province": True}
    return render(request, "dossiers/completion.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_extend, find=dossier_seen_by)
def extend_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = ExtendForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.extend_requests(dossier, **form.cleaned_data, by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã gia hạn và báo cho chủ thể.")
            return redirect("dossiers:dossier", dossier.pk)
    context = {
        "dossier": dossier, "form": form, "reasons": reasons, "due_on": request_due(dossier),
        "extensions": extensions_of(dossier),
    }  # fmt: skip
    return render(request, "dossiers/extend.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_examine_for_province, find=dossier_seen_by)
def ask_reply_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Which criteria were criticised and in what words; the producer may answer each."""
    asks = {code[:12]: request.POST.get(f"message.{code}", "") for code in request.POST.getlist("asks")[:60]}
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            made = acts.ask_reply(dossier, criteria=asks, by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã mời chủ thể trả lời {len(made)} tiêu chí.")
            return redirect("dossiers:replies", dossier.pk)
    rows = [(row.code, row.title, row.code in asks, asks.get(row.code, "")) for row in form_as_submitted(dossier).rows]
    context = {"dossier": dossier, "reasons": reasons, "fields": rows}
    return render(request, "dossiers/ask_reply.html", context, status=422 if reasons else 200)


@require_safe
@guarded(may_read_dossier, find=dossier_seen_by)
def replies_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return _replies(request, dossier)


def _replies(
    request: HttpRequest,
    dossier: Dossier,
    bound: ReplyForm | None = None,
    number: int = 0,
    reasons: tuple[Reason, ...] = (),
) -> HttpResponse:
    asked = form_as_submitted(dossier).criteria_set
    reader = reader_of(request)
    own, asks = may_write_dossier(reader, dossier), may_examine_for_province(reader, dossier)
    rows = [
        (
            code,
            asked.by_code[code].title,
            reply,
            bound if reply.pk == number else ReplyForm(auto_id=f"id_{reply.pk}_%s"),
        )
        for code, replies in replies_of(dossier).items()
        for reply in replies
    ]
    context = {"dossier": dossier, "rows": rows, "own": own, "asks": asks, "reasons": reasons, "day": today()}
    return render(request, "dossiers/replies.html", context, status=422 if bound else 200)


@require_http_methods(["POST"])
@guarded(may_answer, find=reply_seen_by)
def reply_page(request: HttpRequest, reply: Reply) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES, auto_id=f"id_{reply.pk}_%s")
    reasons: tuple[Reason, ...] = ()
    if form.is_valid():
        try:
            acts.give_reply(
                reply, words=form.cleaned_data["words"], upload=form.cleaned_data["file"], by=reader_of(request)
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã gửi trả lời ở tiêu chí {reply.criterion}.")
            return redirect("dossiers:replies", reply.dossier_id)
    return _replies(request, reply.dossier, form, reply.pk, reasons)


@require_safe
@guarded(may_read_reply, find=reply_seen_by)
def reply_paper(request: HttpRequest, reply: Reply) -> FileResponse:
    if reply.paper is None:
        raise Http404
    return file_response(reply.paper)
