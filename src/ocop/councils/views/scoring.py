"""A member's own sheet: opened, filled criterion by criterion, looked at once more, handed in, revised."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.criteria.rules import read_spelled
from ocop.dossiers.models import Evidence
from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded

from .. import acts, lifecycle
from ..access import may_open_evidence, may_score, may_use_page, may_use_sheet
from ..forms import HandInForm, ReviseForm, ScoreForm
from ..models import Item, Sheet
from ..queries import (
    Layout,
    SheetPage,
    evidence_of,
    has_stated,
    item_seen_by,
    own_sheet,
    seat_of,
    sheet_layout,
    sheet_of,
    sheet_page,
)
from ..queries.own import next_up
from ..queries.scoring import Line
from ..rules import sheet_incomplete
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_score, find=item_seen_by)
def begin(request: HttpRequest, item: Item) -> HttpResponse:
    person = reader_of(request)
    mine = own_sheet(person, item)
    if request.method == "POST":
        mine = acts.open_sheet(item, by=person)
    if mine is not None:
        return redirect(f"/hoi-dong/phieu/{mine.pk}/")
    seat = seat_of(person, item.sitting.council_id)
    if item.takes_sheets and seat is not None and not has_stated(item, seat):
        messages.info(request, "Trước khi chấm, hãy khai có hay không có xung đột lợi ích.")
        return redirect(f"/hoi-dong/phien/{item.sitting_id}/xung-dot/")
    open_now = item.sitting.state == lifecycle.SCORING
    return render(request, "councils/begin.html", {"item": item, "sitting": item.sitting, "open_now": open_now})


@never_cache
@require_safe
@guarded(may_use_sheet, find=sheet_of)
def overview(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    context = overview_context(sheet)
    if sheet.is_sealed:
        context["next_up"] = next_up(reader_of(request), sheet.item)
    return render(request, "councils/sheet.html", context)


def overview_context(sheet: Sheet) -> dict[str, Any]:
    layout = sheet_layout(sheet)
    return {
        "layout": layout, "gates": _gates(sheet, layout), "changes": list(sheet.changes.all()),
        "missing": len(sheet_incomplete(layout.criteria_set, sheet.choices)), **_around(sheet, layout),
    }  # fmt: skip


def _around(sheet: Sheet, layout: Layout) -> dict[str, Any]:
    """What every page of a sheet says: whose and of what it is, how far, and where it stands."""
    base = f"/hoi-dong/phieu/{sheet.pk}/"
    return {
        "sheet": sheet, "item": sheet.item, "sitting": sheet.item.sitting, "board": layout.board, "base": base, "pages": base,
        "open_now": _open_now(sheet), "may_revise": _may_revise(sheet), "person": sheet.seat.person_id,
        "saved_at": _saved_at(sheet), "saved": _saved_words(sheet),
    }  # fmt: skip


def _gates(sheet: Sheet, layout: Any) -> list[dict[str, Any]]:
    criteria = layout.criteria_set
    named = set(sheet.disqualified)
    whole = [(f"dossier:{d.key}", d.reason) for d in criteria.disqualifiers]
    single = [(code, f"{code}: {gate.reason}") for code, gate in criteria.gates.items() if code not in gate.zero_at]
    return [{"value": value, "label": label, "checked": value in named} for value, label in (*whole, *single)]


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_use_page, find=sheet_page)
def criterion(request: HttpRequest, page: SheetPage) -> HttpResponse:
    if page.sheet.is_sealed and request.method != "POST":
        return redirect(f"/hoi-dong/phieu/{page.sheet.pk}/")
    if request.method != "POST":
        return render(request, "councils/criterion.html", _context(page))
    try:
        _save(request, page)
    except Refused as refused:
        return _refused(request, page, refused)
    return redirect(_next_address(request, page))


def _save(request: HttpRequest, page: SheetPage) -> Sheet:
    form, code = ScoreForm(request.POST), page.line.code
    if not form.is_valid():
        raise Refused(*(Reason(str(e), name) for name, errors in form.errors.items() for e in errors))
    text = request.POST.get(code, "")
    if not text:
        raise Refused(Reason(f"Hãy chọn một mức cho tiêu chí {code}, kể cả 0.", f"choices.{code}", "missing"))
    return acts.save_score(
        page.sheet, criterion=code, choice=read_spelled(text), edition=form.cleaned_data["version"] or 0,
        by=reader_of(request), remark=form.cleaned_data["remark"],
    )  # fmt: skip


def _context(page: SheetPage, **more: Any) -> dict[str, Any]:
    return criterion_context(page.sheet, page.layout, page.line, **more)


def criterion_context(sheet: Sheet, layout: Layout, line: Line, **more: Any) -> dict[str, Any]:
    before, after = layout.neighbours(line.code)
    locked = sheet.is_in or not _open_now(sheet)
    return {
        **_around(sheet, layout), "layout": layout, "line": line, "locked": locked, "before": before, "after": after,
        "remark": line.remark, **more,
    }  # fmt: skip


def _open_now(sheet: Sheet) -> bool:
    return sheet.item.sitting.state == lifecycle.SCORING and sheet.item.takes_sheets


def _may_revise(sheet: Sheet) -> bool:
    sitting = sheet.item.sitting
    return sitting.state == lifecycle.SCORING and sitting.rules.revisions != "none"


def hand_in_closed(sheet: Sheet) -> dict[str, Any]:
    return {"sheet": sheet, "item": sheet.item, "base": f"/hoi-dong/phieu/{sheet.pk}/"}


def _saved_at(sheet: Sheet) -> str:
    return f"{timezone.localtime(sheet.saved_at):%H:%M}" if sheet.edition > 1 else ""


def _saved_words(sheet: Sheet) -> str:
    return f"đã lưu {_saved_at(sheet)}" if sheet.edition > 1 else ""


def _refused(request: HttpRequest, page: SheetPage, refused: Refused) -> HttpResponse:
    stale = any(reason.code == "stale" for reason in refused.reasons)
    context = _context(page, reasons=refused.reasons, remark=request.POST.get("remark", "")[:2000])
    return render(request, "councils/criterion.html", context, status=409 if stale else 422)


def _next_address(request: HttpRequest, page: SheetPage) -> str:
    before, after = page.layout.neighbours(page.line.code)
    wanted = {"previous": before, "next": after}.get(request.POST.get("do", ""), page.line.code)
    base = f"/hoi-dong/phieu/{page.sheet.pk}/"
    return f"{base}{wanted}/" if wanted else base


@require_POST
@guarded(may_use_sheet, find=sheet_of)
def gates(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form = ScoreForm(request.POST)
    edition = form.cleaned_data["version"] if form.is_valid() else None
    acts.save_gates(sheet, disqualified=request.POST.getlist("gate")[:40], edition=edition or 0, by=reader_of(request))
    messages.success(request, "Đã lưu các chốt loại bạn nêu.")
    return redirect(f"/hoi-dong/phieu/{sheet.pk}/")


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_use_sheet, find=sheet_of)
def revise_gates(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form = ReviseForm(request.POST or None, request=request, initial={"version": sheet.edition})
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        named = request.POST.getlist("gate")[:40]
        try:
            acts.revise_gates(
                sheet, disqualified=named, reason=data["reason"], edition=data["version"], by=reader_of(request)
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã sửa chốt loại; điều nêu trước và lý do được giữ lại.")
            return redirect(f"/hoi-dong/phieu/{sheet.pk}/")
    context = {
        "sheet": sheet, "item": sheet.item, "gates": _gates(sheet, sheet_layout(sheet)), "form": form,
        "reasons": reasons, "base": f"/hoi-dong/phieu/{sheet.pk}/",
    }  # fmt: skip
    return render(request, "councils/revise_gates.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_use_sheet, find=sheet_of)
def hand_in(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The last look: what will be sealed, and the password."""
    if sheet.is_in:
        return redirect(f"/hoi-dong/phieu/{sheet.pk}/")
    layout = sheet_layout(sheet)
    form = HandInForm(request.POST or None, request=request, initial={"version": sheet.edition})
    reasons = tuple(sheet_incomplete(layout.criteria_set, sheet.choices))
    if request.method == "POST" and form.is_valid():
        try:
            acts.hand_in(sheet, edition=form.cleaned_data["version"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Phiếu đã nộp và niêm phong: {sheet.item.dossier.product.name}.")
            return redirect(_after_hand_in(request, sheet))
    context = {
        "sheet": sheet, "layout": layout, "item": sheet.item, "form": form, "reasons": reasons, "board": layout.board,
        "base": f"/hoi-dong/phieu/{sheet.pk}/",
    }  # fmt: skip
    return render(request, "councils/hand_in.html", context, status=422 if request.method == "POST" else 200)


def _after_hand_in(request: HttpRequest, sheet: Sheet) -> str:
    """The next item at once; the board when nothing is left."""
    following = next_up(reader_of(request), sheet.item)
    return following.url if following else sheet.item.sitting.get_absolute_url()


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_use_page, find=sheet_page)
def revise(request: HttpRequest, page: SheetPage) -> HttpResponse:
    form = ReviseForm(request.POST or None, request=request, initial={"version": page.sheet.edition})
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.revise(
                page.sheet, criterion=page.line.code, choice=read_spelled(request.POST.get(page.line.code, "")),
                reason=form.cleaned_data["reason"], edition=form.cleaned_data["version"], by=reader_of(request),
            )  # fmt: skip
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã sửa điểm tiêu chí {page.line.code}; điểm cũ và lý do được giữ lại.")
            return redirect(f"/hoi-dong/phieu/{page.sheet.pk}/")
    context = _context(page, form=form, reasons=reasons)
    return render(request, "councils/revise.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@guarded(may_open_evidence, find=evidence_of)
def evidence(request: HttpRequest, found: tuple[Item, Evidence]) -> FileResponse:
    return file_response(found[1].paper)
