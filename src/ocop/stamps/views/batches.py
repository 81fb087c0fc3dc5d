"""A lot with its stamps, a batch with its ranges, the labels, and the three steps of a range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.certificates.queries import standing_of
from ocop.journal.rules import Refused, clean_text
from ocop.lots.access import may_read_lot
from ocop.lots.acts import recall_lot
from ocop.lots.models import Lot
from ocop.lots.queries import own_lot
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import acts, lifecycle
from ..access import may_change_batch, may_keep_stamps
from ..exports.labels import batch_sheet
from ..forms import DrawForm, PrintForm, RangeForm, ReasonedRangeForm
from ..models import Batch
from ..queries import batches_of_lot, history_of, in_use, lot_shares, own_batch, quota_of, shares_of
from ..rules.obstacles import dotted, sequence_shown
from ..rules.ranges import Span


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_lot, find=own_lot)
def lot(request: HttpRequest, lot: Lot) -> HttpResponse:
    """One lot: what it says, how many stamps it has, and drawing more."""
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = acts.draw_stamps(lot, given["amount"], by=_person(request), seen_in_use=given["seen_in_use"])
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã cấp {dotted(batch.size)} tem. Hãy in nhãn.")
            return redirect(f"/tem/{batch.pk}/")
    return render(request, "stamps/lot.html", _lot_context(lot, form), status=422 if request.method == "POST" else 200)


def _lot_context(lot: Lot, form: DrawForm) -> dict[str, object]:
    used = in_use(lot)
    quota = quota_of(lot)
    left = max(0, quota.allowed - used)
    if not form.is_bound:
        form = DrawForm(initial={"amount": left or None, "seen_in_use": used})
    return {
        "lot": lot, "form": form, "used": used, "left": left, "shares": lot_shares(lot), "batches": batches_of_lot(lot),
        "standing": standing_of(lot.product), "steps": lot.steps.all(),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_lot, find=own_lot)
def recall(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Calling a lot back: shows what everybody will read, then does it."""
    reasons: tuple[object, ...] = ()
    note = clean_text(request.POST.get("reason", ""))
    if request.method == "POST":
        try:
            recall_lot(lot, by=_person(request), reason=note)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã thu hồi lô {lot.code}. Ai quét tem của lô này đều được cảnh báo.")
            return redirect(f"/san-xuat/lo/{lot.pk}/")
    context = {"lot": lot, "reasons": reasons, "note": note}
    return render(request, "stamps/recall.html", context, status=422 if reasons else 200)


@require_safe
@guarded(may_change_batch, find=own_batch)
def batch(request: HttpRequest, batch: Batch) -> HttpResponse:
    """One batch: its ranges, printing its labels, its history."""
    context = {
        "batch": batch, "shares": shares_of(batch), "history": history_of(batch)[:100], "form": PrintForm(batch=batch),
    }  # fmt: skip
    return render(request, "stamps/batch.html", context)


@require_safe
@guarded(may_change_batch, find=own_batch)
def labels(request: HttpRequest, batch: Batch) -> HttpResponse:
    """The label sheet as PDF; a wrong wish leads back to the form with its reasons."""
    form = PrintForm(request.GET, batch=batch)
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        try:
            pdf = batch_sheet(batch, first - 1, last, form.cleaned_data["sheet"])
        except Refused as refused:
            form.take(refused.reasons)
        else:
            name = f"tem-{batch.mark}-{first}-{last}.pdf"
            headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
            return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    context = {"batch": batch, "shares": shares_of(batch), "history": history_of(batch)[:100], "form": form}
    return render(request, "stamps/batch.html", context, status=422)


@dataclass(frozen=True, slots=True)
class _Page:
    """One of the three steps of a range, in words."""

    title: str
    lede: str
    verb: str
    done: str
    act: Callable[..., tuple[Batch, Span]]
    reasoned: bool = True


_PAGES = {
    lifecycle.ACTIVATE_RANGE.name: _Page(
        "Kích hoạt tem", "Quét hoặc gõ tem đầu và tem cuối vừa dán; các tem ở giữa theo cùng.", "Kích hoạt",
        "Đã kích hoạt", acts.activate_range, reasoned=False,
    ),
    lifecycle.VOID_RANGE.name: _Page(
        "Hủy tem", "Tem in hỏng, rách hay thừa. Tem đã hủy không dùng lại được; lô được cấp tem khác thay.", "Hủy tem",
        "Đã hủy", acts.void_range,
    ),
    lifecycle.REPORT_LOST.name: _Page(
        "Báo mất tem", "Ai quét phải tem đã báo mất sẽ được cảnh báo. Tem mất vẫn tính vào số tem của lô.", "Báo mất",
        "Đã báo mất", acts.report_lost,
    ),
}  # fmt: skip


def _range_page(request: HttpRequest, step: str) -> HttpResponse:
    page = _PAGES[step]
    kind = ReasonedRangeForm if page.reasoned else RangeForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        more = {"note": clean_text(given["note"])} if page.reasoned else {}
        try:
            batch, span = page.act(given["first"], given["last"], by=_person(request), **more)
        except Refused as refused:
            form.take(refused.reasons)
        else:
            ends = f"{sequence_shown(span.lo)}–{sequence_shown(span.hi - 1)}"
            messages.success(request, f"{page.done} {dotted(span.size)} tem ({batch.mark}, {ends}).")
            return redirect(f"/tem/{batch.pk}/")
    context = {"page": page, "form": form}
    return render(request, "stamps/range.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def activate(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.ACTIVATE_RANGE.name)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def void(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.VOID_RANGE.name)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_stamps)
def lost(request: HttpRequest) -> HttpResponse:
    return _range_page(request, lifecycle.REPORT_LOST.name)
