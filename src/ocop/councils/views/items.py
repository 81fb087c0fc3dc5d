"""An item of a sitting: the dossier as the council reads it, the advisors' report, the sheets side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocop.criteria.queries import choices_in
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded

from .. import acts
from ..access import may_open_item, may_report
from ..forms import ReportForm
from ..models import AdvisorReport, Item
from ..queries import comparison, criteria_of, item_seen_by, layout_of, report_of
from .councils import reader_of


@never_cache
@require_safe
@guarded(may_open_item, find=item_seen_by)
def item(request: HttpRequest, found: Item) -> HttpResponse:
    """What the producer claims, with papers; no score of any member."""
    layout = layout_of(found, {}, {}, [])
    context = {"item": found, "sitting": found.sitting, "layout": layout}
    return render(request, "councils/item.html", context)


@never_cache
@require_safe
@guarded(may_open_item, find=item_seen_by)
def sheets(request: HttpRequest, found: Item) -> HttpResponse:
    side_by_side = comparison(reader_of(request), found)
    context = {"item": found, "sitting": found.sitting, "comparison": side_by_side}
    return render(request, "councils/sheets.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_report, find=item_seen_by)
def report(request: HttpRequest, found: Item) -> HttpResponse:
    kept = report_of(found)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            done = _save(request, found)
        except Refused as refused:
            reasons = refused.reasons
            kept = report_of(found)
        else:
            messages.success(request, "Báo cáo đã nộp." if done else "Đã lưu bản nháp.")
            return redirect(found.sitting if done else request.path)
    return render(
        request, "councils/report.html", _context(request, found, kept, reasons), status=422 if reasons else 200
    )


def _save(request: HttpRequest, found: Item) -> bool:
    """Saved first, then handed in if that was asked: what was typed is never lost. True when handed in."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise Refused(*(Reason(str(e), name) for name, errors in form.errors.items() for e in errors))
    choices = choices_in(criteria_of(found), request.POST.dict())
    words, edition = form.cleaned_data["remark"], form.cleaned_data["version"]
    acts.save_report(found, by=reader_of(request), choices=choices, remark=words, edition=edition)
    if request.POST.get("do") != "hand_in":
        return False
    acts.hand_in_report(found, by=reader_of(request))
    return True


def _context(
    request: HttpRequest, found: Item, kept: AdvisorReport | None, reasons: tuple[Reason, ...]
) -> dict[str, Any]:
    layout = layout_of(found, kept.choices if kept else {}, {}, [])
    typed = request.POST.get("remark", "")[:6000] if reasons else ""
    return {
        "item": found, "sitting": found.sitting, "report": kept, "layout": layout, "board": layout.board,
        "reasons": reasons, "remark": typed or (kept.remark if kept else ""), "edition": kept.edition if kept else "",
        "locked": bool(kept and kept.is_in),
    }  # fmt: skip
