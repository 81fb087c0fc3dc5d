"""Where a member does not judge: conflicts of a whole sitting, an abstention, and standing ties."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded

from .. import acts, lifecycle
from ..access import may_declare, may_hold_ties, may_score
from ..forms import AbstainForm, TieForm
from ..models import Item, Seat, Sitting
from ..queries import (
    conflicted_items,
    has_abstained,
    hints_for,
    item_seen_by,
    seat_of,
    sitting_seen_by,
    statement_of,
    ties_of,
)
from .councils import reader_of
from .opening import item_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_declare, find=sitting_seen_by)
def conflicts(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The whole agenda on one page: a cause where there is a conflict, and one statement for all the rest."""
    person, reasons = reader_of(request), tuple[Reason, ...]()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "withdraw":
                acts.withdraw_conflict(item_of(request, sitting), by=person)
                messages.info(request, "Đã rút khai báo.")
                return redirect(request.path)
            _declare(request, sitting)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã ghi lời khai của bạn cho cả phiên.")
            return redirect(sitting)
    seat = seat_of(person, sitting.council_id)
    assert seat is not None
    return render(
        request, "councils/conflicts.html", _context(request, sitting, seat, reasons), status=422 if reasons else 200
    )


def _declare(request: HttpRequest, sitting: Sitting) -> None:
    """Only the named item by its own button, or the statement with every cause that was written."""
    person = reader_of(request)
    if request.POST.get("do") == "declare":
        item = item_of(request, sitting)
        cause = request.POST.get("cause", "") or request.POST.get(f"cause_{item.pk}", "")
        acts.declare_conflict(item, cause=cause, by=person)
        return
    named = {
        int(number): request.POST.get(f"cause_{number}", "")
        for number in request.POST.getlist("conflict")
        if number.isdecimal() and len(number) < 12
    }
    if not named and request.POST.get("none") != "yes":
        message = "Hãy chọn sản phẩm có xung đột, hoặc đánh dấu «tôi không có xung đột lợi ích với các sản phẩm khác»."
        raise Refused(Reason(message, "none", "not_said"))
    acts.declare_interests(sitting, conflicts=named, by=person)


def _context(request: HttpRequest, sitting: Sitting, seat: Seat, reasons: tuple[Reason, ...]) -> dict[str, object]:
    items = list(sitting.items.select_related("dossier__product__producer", "dossier__commune"))
    hints = hints_for(seat, items)
    mine = conflicted_items(sitting, seat.person)
    chosen = set(request.POST.getlist("conflict"))
    rows = [
        {
            "item": item, "hints": hints.get(item.pk, ()), "declared": item.pk in mine,
            "chosen": str(item.pk) in chosen, "cause": request.POST.get(f"cause_{item.pk}", "")[:300],
        }
        for item in items
    ]  # fmt: skip
    return {
        "sitting": sitting, "rows": rows, "reasons": reasons, "may_withdraw": sitting.state == lifecycle.PLANNED,
        "stated": statement_of(sitting, seat), "seat": seat,
    }  # fmt: skip


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_score, find=item_seen_by)
def abstain(request: HttpRequest, item: Item) -> HttpResponse:
    person = reader_of(request)
    seat = seat_of(person, item.sitting.council_id)
    assert seat is not None
    silent = has_abstained(item, seat)
    form = AbstainForm(None if silent else request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and (silent or form.is_valid()):
        try:
            if silent:
                acts.withdraw_abstention(item, by=person)
            else:
                acts.abstain(item, cause=form.cleaned_data["cause"], by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.info(request, "Đã rút báo không chấm." if silent else "Đã ghi: bạn không chấm sản phẩm này.")
            return redirect(item.sitting)
    context = {"item": item, "sitting": item.sitting, "form": form, "reasons": reasons, "silent": silent}
    status = 422 if request.method == "POST" else 200
    return render(request, "councils/abstain.html", context, status=status)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_hold_ties)
def ties(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    form, mine = TieForm(request.POST or None), ties_of(person)
    reasons: tuple[Reason, ...] = ()
    ended = next((tie for tie in mine if str(tie.pk) == request.POST.get("end", "")), None)
    if ended is not None:
        acts.end_tie(ended, by=person)
        return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.declare_tie(data["producer"], kind=data["kind"], note=data["note"], by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã ghi. Khi chủ thể này ra trước Hội đồng, phần mềm sẽ nhắc.")
            return redirect(request.path)
    context = {"form": form, "ties": mine, "reasons": reasons}
    return render(request, "councils/ties.html", context, status=422 if request.method == "POST" else 200)
