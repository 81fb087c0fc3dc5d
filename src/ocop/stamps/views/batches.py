"""A lot with its stamps, and a batch with its ranges."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.certificates.queries import standing_of
from ocop.diaries.queries.attesting import attested_for
from ocop.journal.rules import Refused
from ocop.lots.access import may_read_lot
from ocop.lots.models import Lot
from ocop.lots.queries import own_lot
from ocop.people.access import guarded

from .. import acts
from ..access import may_change_batch
from ..forms import DrawForm, PrintedForm, PrintForm
from ..models import Batch
from ..queries import (
    batches_of_lot,
    history_of,
    in_use,
    is_withdrawn,
    kind_for,
    lot_shares,
    own_batch,
    quota_of,
    rolls_of,
    shares_of,
    spans_of,
)
from ..queries.ordering import kind_demanded, last_price
from ..queries.ways import grouped_shares, state_bar, way_of
from ..queries.yearly import year_for
from ..rules.obstacles import dotted
from ..rules.printing import as_counted, waiting_for_print
from .asking import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_lot, find=own_lot)
def lot(request: HttpRequest, lot: Lot) -> HttpResponse:
    """One lot: what it says, how many stamps it has, and drawing more."""
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = {name: given[name] for name in ("kind", "printing", "seen_in_use", "price")}
        try:
            batch = acts.draw_stamps(lot, given["amount"], by=person_of(request), **chosen)
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, _drawn_words(batch))
            return redirect(f"/tem/{batch.pk}/")
    return render(request, "stamps/lot.html", _lot_context(lot, form), status=422 if request.method == "POST" else 200)


def _drawn_words(batch: Batch) -> str:
    if batch.printing == Batch.Printing.OFFICE:
        return f"Đã cấp {dotted(batch.size)} tem. Đơn in đã gửi cơ quan OCOP tỉnh; có phiếu giao bạn sẽ được báo."
    return f"Đã cấp {dotted(batch.size)} tem. Hãy in nhãn."


def _lot_context(lot: Lot, form: DrawForm) -> dict[str, object]:
    used, quota = in_use(lot), quota_of(lot)
    year = year_for(lot, timezone.localdate())
    left = max(0, quota.allowed - used)
    if year is not None and year.left is not None:
        left = min(left, year.left)
    proposal, demand = kind_for(lot.product, timezone.localdate()), kind_demanded(lot.product)
    if not form.is_bound:
        initial = {
            "amount": left or None, "seen_in_use": used, "kind": demand.kind if demand else proposal.kind,
            "printing": Batch.Printing.OWN, "price": last_price(lot.product),
        }  # fmt: skip
        form = DrawForm(initial=initial)
    return {
        "lot": lot, "form": form, "used": used, "left": left, "quota": quota, "year": year, "proposal": proposal,
        "demand": demand,
        "batches": batches_of_lot(lot), "standing": standing_of(lot.product),
        "steps": lot.steps.all(), **_way_context(lot), "attested": attested_for(lot),
        "attest_link": f"/nhat-ky-san-xuat/giay/?cho=lot-{lot.pk}",
    }  # fmt: skip


def _way_context(lot: Lot) -> dict[str, object]:
    shares = lot_shares(lot)
    way = way_of(lot, shares)
    return {"shares": shares, "way": way, "bar": state_bar(way.groups)}


@require_safe
@guarded(may_read_lot, find=own_lot)
def recall(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Calling a lot back has its own place, where receivers are listed and notices written."""
    return redirect(f"/hang-thu-hoi/lo/{lot.pk}/")


@require_safe
@guarded(may_change_batch, find=own_batch)
def batch(request: HttpRequest, batch: Batch) -> HttpResponse:
    """One batch: its ranges, printing its labels, its rolls, its history."""
    return render(request, "stamps/batch.html", batch_context(batch))


def batch_context(batch: Batch, form: PrintForm | None = None, printed: PrintedForm | None = None) -> dict[str, object]:
    spans = spans_of(batch)
    waiting, shares = waiting_for_print(spans), shares_of(batch)
    crumbs = [("/san-xuat/", "Lô và tem của tôi"), (f"/san-xuat/lo/{batch.lot_id}/", f"Lô {batch.lot.code}")]
    return {
        "batch": batch, "shares": shares, "crumbs": crumbs, "bar": state_bar(grouped_shares(shares)),
        "history": history_of(batch)[:100], "rolls": rolls_of(batch),
        "form": form or PrintForm(batch=batch, spans=spans), "waiting": sum(s.size for s in waiting),
        "withdrawn": is_withdrawn(batch),
        "printed_form": printed or PrintedForm(initial=as_counted(next(iter(waiting), None)), auto_id="id_printed_%s"),
        "own": batch.printing == Batch.Printing.OWN,
    }  # fmt: skip


@require_POST
@guarded(may_change_batch, find=own_batch)
def printed(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Noting which labels came out of the producer's own printer."""
    form = PrintedForm(request.POST, auto_id="id_printed_%s")
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        try:
            acts.print_range(batch, first - 1, last, by=person_of(request))
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã ghi {dotted(last - first + 1)} tem đã in.")
            return redirect(f"/tem/{batch.pk}/")
    return render(request, "stamps/batch.html", batch_context(batch, printed=form), status=422)
