"""The commune's and the province's pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.queries import today
from ocop.places.queries import working_day_after

from .. import acts, lifecycle
from ..access import may_examine, may_return, may_see_commune_list, may_see_province_list, may_take_in
from ..forms import CompletionForm, OpinionForm, ReturnForm
from ..models import Dossier
from ..queries import (
    commune_dossiers,
    counts_by_commune,
    dossier_seen_by,
    form_as_submitted,
    province_dossiers,
)
from .mine import posted, reader_of, round_words

# A week is what a producer with bees needs to find a paper; the officer may write another day.
_USUAL_COMPLETION = 5


@require_safe
@guarded(may_see_commune_list)
def commune_page(request: HttpRequest) -> HttpResponse:
    person, done = reader_of(request), request.GET.get("xem") == "xong"
    context = {"rows": commune_dossiers(person, done=done), "done": done, "tabs": _tabs("/ho-so/xa/", done)}
    return render(request, "dossiers/commune.html", context)


@require_safe
@guarded(may_see_province_list)
def province_page(request: HttpRequest) -> HttpResponse:
    person, done = reader_of(request), request.GET.get("xem") == "xong"
    context = {
        "dossiers": province_dossiers(person, done=done), "done": done, "counts": counts_by_commune(person),
        "tabs": _tabs("/ho-so/tinh/", done), "day": today(),
    }  # fmt: skip
    return render(request, "dossiers/province.html", context)


def _tabs(base: str, done: bool) -> list[tuple[str, str, bool]]:
    return [(base, "Đang chờ", not done), (f"{base}?xem=xong", "Đã xử lý", done)]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_examine, find=dossier_seen_by)
def completion_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Which fields, what is missing in each, and until when."""
    usual = working_day_after(today(), _USUAL_COMPLETION)
    form = CompletionForm(posted(request), initial={"due_on": usual})
    asks = _asks(request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.request_completion(dossier, asks=asks, due_on=form.cleaned_data["due_on"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã gửi yêu cầu bổ sung cho chủ thể. Đồng hồ của xã tạm dừng.")
            return redirect("dossiers:dossier", dossier.pk)
    laid_out = form_as_submitted(dossier)
    errors = {reason.field: reason.message for reason in reasons}
    fields = [
        (row.code, row.title, row.code in asks, asks.get(row.code, ""), errors.get(f"message.{row.code}", ""))
        for row in laid_out.rows
    ]
    context = {"dossier": dossier, "form": form, "reasons": reasons, "fields": fields}
    return render(request, "dossiers/completion.html", context, status=422 if request.method == "POST" else 200)


def _asks(request: HttpRequest) -> dict[str, str]:
    return {code[:12]: request.POST.get(f"message.{code}", "") for code in request.POST.getlist("asks")[:60]}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_examine, find=dossier_seen_by)
def opinion_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Mẫu 03, and the dossier goes to the province."""
    form = OpinionForm(posted(request), request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _forward(request, dossier, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã ghi ý kiến của xã và chuyển hồ sơ lên tỉnh.")
            return redirect("dossiers:dossier", dossier.pk)
    context = {
        "dossier": dossier, "form": form, "reasons": reasons, "laid_out": form_as_submitted(dossier),
        "round_open": round_words(dossier),
    }  # fmt: skip
    return render(request, "dossiers/opinion.html", context, status=422 if request.method == "POST" else 200)


def _forward(request: HttpRequest, dossier: Dossier, form: OpinionForm) -> None:
    words = form.opinions()
    acts.forward(
        dossier, local_material=words["local_material"], local_labour=words["local_labour"],
        idea_origin=words["idea_origin"], local_identity=words["local_identity"],
        proposes=form.cleaned_data["proposes"] == "yes", by=reader_of(request),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_return, find=dossier_seen_by)
def return_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = ReturnForm(posted(request))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.return_dossier(dossier, reasons=form.cleaned_data["reasons"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã trả lại hồ sơ kèm lý do.")
            return redirect("dossiers:dossier", dossier.pk)
    context = {"dossier": dossier, "form": form, "reasons": reasons}
    return render(request, "dossiers/return.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["POST"])
@guarded(may_take_in, find=dossier_seen_by)
def accept_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A second press finds the dossier accepted already and says so."""
    try:
        acts.accept(dossier, by=reader_of(request))
    except Refused:
        dossier.refresh_from_db()
        if dossier.state != lifecycle.ACCEPTED:
            raise
        messages.info(request, "Hồ sơ này đã được tiếp nhận.")
    else:
        messages.success(request, "Đã tiếp nhận hồ sơ. Thư ký Hội đồng có thể đưa vào phiên họp.")
    return redirect("dossiers:dossier", dossier.pk)
