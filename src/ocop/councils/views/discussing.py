"""An item between its rounds: what parts the sheets, what was said, and the way on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded

from .. import acts, lifecycle
from ..access import may_preside, may_read_sheets
from ..models import Item
from ..queries import comparison, criteria_of, discussions_of, item_seen_by, seat_of
from .councils import reader_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_sheets, find=item_seen_by)
def discussion(request: HttpRequest, item: Item) -> HttpResponse:
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        text, criterion = request.POST.get("text", ""), request.POST.get("criterion", "")[:12]
        try:
            acts.say(item, text=text, criterion=criterion, by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect(f"{request.path}#y-kien")
    return _page(request, item, reasons)


@require_POST
@guarded(may_read_sheets, find=item_seen_by)
def steer(request: HttpRequest, item: Item) -> HttpResponse:
    """The chair's ways: call a discussion, end it, open the second round; the acts ask who may."""
    person, words = reader_of(request), request.POST.get("words", "")
    try:
        match request.POST.get("do", ""):
            case "call":
                acts.call_discussion(item, cause=words, by=person)
            case "second":
                acts.call_second_round(item, summary=words, by=person)
                messages.success(request, "Đã mở vòng hai. Thành viên chấm trên phiếu mới; phiếu vòng một giữ nguyên.")
                return redirect(item.sitting)
            case "end":
                acts.end_discussion(item, summary=words, by=person)
                messages.success(request, "Đã kết thúc thảo luận.")
            case _:
                raise Refused(Reason("Chưa rõ việc cần làm.", "do"))
    except Refused as refused:
        return _page(request, item, refused.reasons)
    return redirect(f"/hoi-dong/muc/{item.pk}/thao-luan/")


def _page(request: HttpRequest, item: Item, reasons: tuple[Reason, ...]) -> HttpResponse:
    person = reader_of(request)
    item.refresh_from_db(fields=["state", "round", "spread"])
    context: dict[str, Any] = {
        "item": item, "sitting": item.sitting, "reasons": reasons, "discussions": discussions_of(item),
        "comparison": comparison(person, item), "criteria": criteria_of(item).criteria,
        "presides": may_preside(person, item.sitting.council), "seat": seat_of(person, item.sitting.council_id),
        "running": item.state == lifecycle.DISCUSSION, "callable": item.state == lifecycle.OPENED,
        "words": request.POST.get("words", "")[:3000], "text": request.POST.get("text", "")[:1000] if reasons else "",
    }  # fmt: skip
    return render(request, "councils/discussion.html", context, status=422 if reasons else 200)
