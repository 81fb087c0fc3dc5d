"""A sitting: its opening, closing, results and minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.queries import path_of
from ocop.people.access import guarded

from .. import acts
from ..access import may_preside_sitting, may_read_results
from ..forms import CloseForm
from ..models import Sitting
from ..queries import board_of, conflicted_items, postponed_in, results_of, sitting_seen_by
from .councils import reader_of
from .opening import forget_key

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_POST
@guarded(may_preside_sitting, find=sitting_seen_by)
def open_sitting(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    acts.open_sitting(sitting, by=reader_of(request))
    word = "lấy ý kiến" if sitting.is_written else "phiên chấm. Thành viên mở phiếu từ bàn làm việc"
    messages.success(request, f"Đã mở {word}.")
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
            return forget_key(redirect(f"/hoi-dong/phien/{sitting.pk}/ket-qua/"), sitting)
    context = {
        "sitting": sitting, "rows": board_of(sitting, reader_of(request)), "form": form, "reasons": reasons,
        "by_laws": sitting.rules.in_words(),
    }  # fmt: skip
    return render(request, "councils/close.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
@guarded(may_read_results, find=sitting_seen_by)
def results(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    closed_to_me = conflicted_items(sitting, reader_of(request))
    context = {
        "sitting": sitting,
        "results": results_of(sitting),
        "closed_to_me": closed_to_me,
        "postponed": postponed_in(sitting),
    }
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
