"""Paper sheets: printed as a fallback, entered from their scans, confirmed by the member or from the signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocop.criteria.queries import choices_in
from ocop.criteria.rules import spelled
from ocop.journal.rules import Reason, Refused
from ocop.papers.acts import bring
from ocop.papers.exports import file_response
from ocop.papers.models import Paper
from ocop.people.access import PasswordAgain, guarded

from .. import acts
from ..access import may_enter_printed, may_preside_sitting, may_read_printed
from ..exports import printed_sheets_pdf
from ..models import Item, PrintedSheet, Seat, Sitting
from ..queries import criteria_of, sitting_seen_by
from ..queries.printed import entry_rows, paper_rows, printed_facts, printed_seen_by, seat_on_item
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]
_MOST_LEAVES = 400


@never_cache
@require_safe
@guarded(may_preside_sitting, find=sitting_seen_by)
def paper(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Who still owes which sheet, to be printed; what was entered, and what waits to be confirmed."""
    rows = paper_rows(sitting, reader_of(request))
    owing = sum(len(row.owing) for row in rows)
    context = {
        "sitting": sitting,
        "rows": rows,
        "owing": owing,
        "too_many": owing > _MOST_LEAVES,
        "person": request.user,
    }
    return render(request, "councils/paper.html", context)


@never_cache
@require_safe
@guarded(may_preside_sitting, find=sitting_seen_by)
def paper_pdf(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """`muc` and `ghe` narrow it to one item or one seat; without them every sheet that is owed."""
    wanted_item, wanted_seat = request.GET.get("muc", ""), request.GET.get("ghe", "")
    pairs = [
        (row.item, seat)
        for row in paper_rows(sitting, reader_of(request))
        for seat in row.owing
        if wanted_item in ("", str(row.item.pk)) and wanted_seat in ("", str(seat.pk))
    ]
    if not pairs:
        raise Http404
    if len(pairs) > _MOST_LEAVES:
        raise Refused(f"{len(pairs)} phiếu là quá nhiều cho một tệp. Hãy in từng mục hoặc từng thành viên.")
    response = HttpResponse(printed_sheets_pdf(printed_facts(sitting, pairs)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="phieu-giay-phien-{sitting.pk}.pdf"'
    return response


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_enter_printed, find=seat_on_item)
def enter(request: HttpRequest, found: tuple[Item, Seat]) -> HttpResponse:
    item, seat = found
    reasons: tuple[Reason, ...] = ()
    typed = {name: request.POST.get(name, "")[:2000] for name in request.POST}
    if request.method == "POST":
        try:
            printed = _enter(request, item, seat, typed)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(
                request, f"Đã nhập. Phiếu được tính khi {seat.person.name} xác nhận, hoặc chữ ký được đối chiếu."
            )
            return redirect(f"/hoi-dong/phien/{printed.item.sitting_id}/phieu-giay/")
    context = {
        "item": item, "seat": seat, "sitting": item.sitting, "reasons": reasons, "rows": entry_rows(item, typed),
        "gates": _gates(item, request.POST.getlist("gate")),
    }  # fmt: skip
    return render(request, "councils/enter_printed.html", context, status=422 if reasons else 200)


def _enter(request: HttpRequest, item: Item, seat: Seat, typed: dict[str, str]) -> PrintedSheet:
    upload = request.FILES.get("scan")
    if upload is None:
        raise Refused(Reason("Hãy đính kèm bản quét hoặc ảnh chụp tờ phiếu đã ký.", "scan", "missing"))
    person = reader_of(request)
    scan = bring(upload, by=person, field="scan")
    remarks = {name.removeprefix("remark_"): text for name, text in typed.items() if name.startswith("remark_")}
    return acts.enter_printed_sheet(
        item, seat=seat, choices=choices_in(criteria_of(item), typed), remarks=remarks,
        disqualified=request.POST.getlist("gate")[:40], scan=scan, by=person,
    )  # fmt: skip


def _gates(item: Item, ticked: list[str]) -> list[dict[str, Any]]:
    criteria = criteria_of(item)
    whole = [(f"dossier:{d.key}", d.reason) for d in criteria.disqualifiers]
    single = [(code, f"{code}: {gate.reason}") for code, gate in criteria.gates.items() if code not in gate.zero_at]
    return [{"value": value, "label": label, "checked": value in ticked} for value, label in (*whole, *single)]


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_read_printed, find=printed_seen_by)
def confirm(request: HttpRequest, printed: PrintedSheet) -> HttpResponse:
    """The last look: what was entered beside the scan; confirmed with the password, or sent back with a reason."""
    person = reader_of(request)
    wants_back = request.POST.get("do") == "reject"
    form = PasswordAgain(request.POST if request.method == "POST" and not wants_back else None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and (wants_back or form.is_valid()):
        try:
            said = _reject(request, printed) if wants_back else _confirm(request, printed)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, said)
            return redirect(printed.item.sitting)
    typed = {code: spelled(choice) for code, choice in printed.choices.items()}
    typed |= {f"remark_{code}": text for code, text in printed.remarks.items()}
    context = {
        "printed": printed, "item": printed.item, "sitting": printed.item.sitting, "form": form, "reasons": reasons,
        "rows": entry_rows(printed.item, typed), "own": printed.seat.person_id == person.pk,
        "gates": [g for g in _gates(printed.item, printed.disqualified) if g["checked"]],
        "because": request.POST.get("because", "")[:400],
    }  # fmt: skip
    return render(request, "councils/confirm_printed.html", context, status=422 if request.method == "POST" else 200)


def _confirm(request: HttpRequest, printed: PrintedSheet) -> str:
    acts.confirm_printed_sheet(printed, by=reader_of(request))
    return "Phiếu giấy đã được xác nhận và niêm phong như mọi phiếu khác."


def _reject(request: HttpRequest, printed: PrintedSheet) -> str:
    acts.reject_printed_sheet(printed, because=request.POST.get("because", ""), by=reader_of(request))
    return "Đã trả lại cho Thư ký nhập lại."


@require_safe
@guarded(may_read_printed, find=printed_seen_by)
def scan(request: HttpRequest, printed: PrintedSheet) -> FileResponse:
    found: Paper = printed.scan
    return file_response(found)
