"""A sitting: its board, agenda, conflicts, closing, results and minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.queries import path_of
from ocop.people.access import guarded
from ocop.people.rules import Role

from .. import acts, lifecycle
from ..access import (
    may_declare,
    may_preside,
    may_preside_sitting,
    may_put_items,
    may_read_results,
    may_see_sitting,
)
from ..forms import CloseForm, ConflictForm
from ..models import Sitting
from ..queries import (
    board_of,
    conflicted_items,
    dossiers_to_put,
    holds,
    item_seen_by,
    results_of,
    seat_of,
    sitting_seen_by,
)
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
@guarded(may_see_sitting, find=sitting_seen_by)
def board(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    person = reader_of(request)
    rows = board_of(sitting, person)
    seat = seat_of(person, sitting.council_id)
    context = {
        "sitting": sitting,
        "rows": rows,
        "ready": sum(row.has_quorum for row in rows),
        "all_ready": bool(rows) and all(row.has_quorum for row in rows),
        "seat": seat,
        "presides": may_preside(person, sitting.council),
        "puts": holds(person, Role.PROVINCE_OFFICER) and sitting.state == lifecycle.PLANNED,
        "declares": may_declare(person, sitting) and sitting.state != lifecycle.CLOSED,
        "reads": may_read_results(person, sitting),
    }
    template = "councils/_board.html" if request.headers.get("HX-Request") else "councils/board.html"
    return render(request, template, context)


@require_http_methods(_GET_OR_POST)
@guarded(may_put_items, find=sitting_seen_by)
def agenda(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    dossiers = dossiers_to_put(sitting)
    reasons: list[Reason] = []
    if request.method == "POST":
        chosen = set(request.POST.getlist("dossier"))
        for dossier in [d for d in dossiers if str(d.pk) in chosen]:
            try:
                acts.put_item(sitting, dossier=dossier, by=reader_of(request))
            except Refused as refused:
                reasons += refused.reasons
        if not chosen:
            reasons.append(Reason("Hãy chọn ít nhất một hồ sơ.", "dossier"))
        if not reasons:
            messages.success(request, "Đã đưa hồ sơ vào chương trình.")
            return redirect(sitting)
    items = list(sitting.items.select_related("dossier__product__producer"))
    context = {"sitting": sitting, "dossiers": dossiers, "items": items, "reasons": reasons}
    return render(request, "councils/agenda.html", context, status=422 if reasons else 200)


@require_POST
@guarded(may_preside_sitting, find=sitting_seen_by)
def open_sitting(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    acts.open_sitting(sitting, by=reader_of(request))
    messages.success(request, "Đã mở phiên chấm. Thành viên mở phiếu từ bàn làm việc.")
    return redirect(sitting)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_preside_sitting, find=sitting_seen_by)
def close(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    form = CloseForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.close_sitting(sitting, by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Phiên họp đã kết thúc. Biên bản đã lập và lưu.")
            return redirect(f"{sitting.get_absolute_url()}ket-qua/")
    context = {
        "sitting": sitting, "rows": board_of(sitting, reader_of(request)), "form": form, "reasons": reasons,
        "by_laws": sitting.rules.in_words(),
    }  # fmt: skip
    return render(request, "councils/close.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_declare, find=sitting_seen_by)
def conflicts(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Each form on the page is about one item: `item` and `do` say which and what."""
    person, form = reader_of(request), ConflictForm(request.POST or None)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            _declare_or_withdraw(request, sitting, form)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect(f"{sitting.get_absolute_url()}xung-dot/")
    context = {
        "sitting": sitting, "items": list(sitting.items.select_related("dossier__product__producer")),
        "mine": conflicted_items(sitting, person), "reasons": reasons, "may_withdraw": sitting.state == lifecycle.PLANNED,
        "tried": request.POST.get("item", ""), "cause": request.POST.get("cause", ""),
    }  # fmt: skip
    return render(request, "councils/conflicts.html", context, status=422 if reasons else 200)


def _declare_or_withdraw(request: HttpRequest, sitting: Sitting, form: ConflictForm) -> None:
    number = request.POST.get("item", "")
    item = item_seen_by(reader_of(request), int(number)) if number.isdecimal() and len(number) < 12 else None
    if item is None or item.sitting_id != sitting.pk:
        raise Http404
    if request.POST.get("do") == "withdraw":
        acts.withdraw_conflict(item, by=reader_of(request))
        messages.info(request, "Đã rút khai báo.")
        return
    if not form.is_valid():
        raise Refused(*(Reason(str(e), f"cause_{item.pk}") for e in form.errors["cause"]))
    acts.declare_conflict(item, cause=form.cleaned_data["cause"], by=reader_of(request))
    messages.success(request, "Đã khai. Sản phẩm này đóng với bạn trong cả phiên họp.")


@never_cache
@require_safe
@guarded(may_read_results, find=sitting_seen_by)
def results(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    closed_to_me = conflicted_items(sitting, reader_of(request))
    context = {"sitting": sitting, "results": results_of(sitting), "closed_to_me": closed_to_me}
    return render(request, "councils/results.html", context)


@require_safe
@guarded(may_read_results, find=sitting_seen_by)
def minutes(request: HttpRequest, sitting: Sitting) -> FileResponse:
    """The kept file itself; a member with a conflict gets no scores of that item, so none of the whole."""
    if conflicted_items(sitting, reader_of(request)):
        raise Http404
    if not sitting.minutes_sha256:
        raise Http404
    name = f"bien-ban-phien-{sitting.pk}.pdf"
    response = FileResponse(path_of(sitting.minutes_sha256).open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
