"""Keys by epoch: opening, closing, withdrawing; and what has to be labelled anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Refused, clean_text
from ocop.people.access import guarded

from .. import acts
from ..access import may_keep_epochs, may_read_ledger
from ..exports.tables import Table, table_csv
from ..forms import OpenEpochForm, WithdrawEpochForm
from ..models import Epoch
from ..queries import epoch_numbered, epoch_rows, own_ranges_to_relabel, ranges_to_relabel, relabel_rows
from ..rules.forgery import chance_of_forgery
from ..rules.obstacles import dotted
from .asking import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_epochs)
def epochs(request: HttpRequest) -> HttpResponse:
    """All epochs, and opening the next."""
    rows = epoch_rows()
    posted = request.POST if request.method == "POST" else None
    form = OpenEpochForm(posted, request=request, initial={"seen": len(rows)})
    if request.method == "POST" and form.is_valid():
        try:
            epoch = acts.open_epoch(
                by=person_of(request), new_root=form.cleaned_data["new_root"], seen=form.cleaned_data["seen"]
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason.message)
        else:
            messages.success(request, f"Đã mở kỳ khóa {epoch.letter}. Tem cấp từ giờ bắt đầu bằng chữ này.")
            return redirect("/tem/ky-khoa/")
    context = {"rows": rows, "form": form, "one_in": dotted(int(1 / chance_of_forgery()))}
    return render(request, "stamps/epochs.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_epochs, find=epoch_numbered)
def epoch(request: HttpRequest, epoch: Epoch) -> HttpResponse:
    """One epoch: what a withdrawal would mean, and doing it."""
    form = WithdrawEpochForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw_epoch(epoch, by=person_of(request), reason=clean_text(form.cleaned_data["reason"]))
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, reason.message)
        else:
            messages.success(request, f"Đã thu hồi kỳ khóa {epoch.letter}. Các chủ thể đã được báo.")
            return redirect(f"/tem/ky-khoa/{epoch.symbol}/")
    rows = relabel_rows(ranges_to_relabel(epoch))
    context = {"epoch": epoch, "form": form, "ranges": rows[:200], "total": dotted(sum(row.size for row in rows))}
    return render(request, "stamps/epoch.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@guarded(may_keep_epochs, find=epoch_numbered)
def close(request: HttpRequest, epoch: Epoch) -> HttpResponse:
    try:
        acts.close_epoch(epoch, by=person_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Kỳ khóa {epoch.letter} thôi cấp tem mới; tem đã in vẫn dùng.")
    return redirect(f"/tem/ky-khoa/{epoch.symbol}/")


@require_safe
@guarded(may_keep_epochs, find=epoch_numbered)
def relabel_file(request: HttpRequest, epoch: Epoch) -> HttpResponse:
    """The same list as CSV, for whoever drives from shop to shop."""
    columns = ("Chủ thể", "Sản phẩm", "Lô", "Lượt cấp", "Từ tem", "Đến tem", "Số tem")
    rows = [row.cells for row in relabel_rows(ranges_to_relabel(epoch))]
    body = table_csv(
        Table("Dán lại", f"Kỳ khóa {epoch.letter}: tem đã kích hoạt đúng, nay phải dán lại.", columns, rows)
    )
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="dan-lai-ky-{epoch.letter}.csv"'
    return response


@require_safe
@guarded(may_read_ledger)
def relabel(request: HttpRequest) -> HttpResponse:
    """A producer's own goods that need new labels."""
    rows = relabel_rows(own_ranges_to_relabel(person_of(request)))
    return render(request, "stamps/relabel.html", {"ranges": rows, "total": dotted(sum(row.size for row in rows))})
