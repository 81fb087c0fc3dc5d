"""Orders to print, rolls in store, notes of delivery, and one roll's own page."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.access import guarded

from .. import acts
from ..access import may_change_batch, may_print_for_others, may_read_ledger, may_see_delivery, may_see_roll
from ..forms import DeliveryForm, GoneForm, PrintForm, RollSizeForm
from ..models import Batch, Delivery, Roll
from ..queries import (
    batch_to_print,
    batches_to_print,
    deliveries_seen_by,
    delivery_seen_by,
    is_withdrawn,
    receives_for,
    roll_history,
    roll_seen_by,
    roll_shares,
    rolls_in_store,
    rolls_of,
    rolls_on,
    spans_of,
)
from ..rules.obstacles import dotted
from ..rules.printing import waiting_for_print
from .asking import number_in, person_of


@require_safe
@guarded(may_print_for_others)
def orders(request: HttpRequest) -> HttpResponse:
    """What producers asked the office to print, and what lies in store."""
    page = Paginator(batches_to_print(), 50).get_page(request.GET.get("trang"))
    store = rolls_in_store()
    context = {"page": page, "store": store[:200], "stored": store.count()}
    return render(request, "stamps/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_print_for_others, find=batch_to_print)
def order(request: HttpRequest, batch: Batch) -> HttpResponse:
    """One order: into how many rolls it is cut."""
    form = RollSizeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rolls = acts.print_rolls(batch, form.cleaned_data["roll_size"], by=person_of(request))
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã ghi {len(rolls)} cuộn: {rolls[0].mark} đến {rolls[-1].mark}.")
            return redirect(f"/tem/phieu-giao/moi/?luot={batch.pk}")
    context = order_context(batch, form)
    return render(request, "stamps/order.html", context, status=422 if request.method == "POST" else 200)


def order_context(batch: Batch, form: RollSizeForm | None = None, labels: PrintForm | None = None) -> dict[str, object]:
    spans = spans_of(batch)
    return {
        "batch": batch, "form": form or RollSizeForm(), "labels": labels or PrintForm(batch=batch, spans=spans),
        "waiting": sum(span.size for span in waiting_for_print(spans)),
        "withdrawn": is_withdrawn(batch), "rolls": rolls_of(batch),
    }  # fmt: skip


@require_safe
@guarded(may_read_ledger)
def deliveries(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page = Paginator(deliveries_seen_by(person), 50).get_page(request.GET.get("trang"))
    return render(request, "stamps/deliveries.html", {"page": page, "office": may_print_for_others(person)})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_print_for_others)
def deliver(request: HttpRequest) -> HttpResponse:
    """A new note of delivery out of what lies in store."""
    wanted = number_in(request.GET.get("luot"))
    store = [roll for roll in rolls_in_store()[:500] if wanted in (None, roll.batch_id)]
    initial = {"rolls": [roll.pk for roll in store] if wanted else []}
    form = DeliveryForm(request.POST or None, rolls=store, initial=initial)
    if request.method == "POST" and form.is_valid():
        receiver, note = (clean_text(form.cleaned_data[name]) for name in ("receiver", "note"))
        try:
            delivery = acts.deliver_rolls(form.chosen, by=person_of(request), receiver=receiver, note=note)
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã lập {delivery.number} và báo cho chủ thể. Hãy in hai bản để ký.")
            return redirect(f"/tem/phieu-giao/{delivery.pk}/")
    chosen = {int(v) for v in request.POST.getlist("rolls") if number_in(v)} or set(initial["rolls"])
    context = {"form": form, "store": store, "chosen": chosen}
    return render(request, "stamps/deliver.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_see_delivery, find=delivery_seen_by)
def delivery(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """A note of delivery, for the screen and for paper; the receiver confirms here."""
    person = person_of(request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            acts.receive_delivery(delivery, by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã xác nhận nhận đủ {delivery.number}.")
            return redirect(f"/tem/phieu-giao/{delivery.pk}/")
    awaited = delivery.received_at is None and receives_for(person, delivery)
    context = {"delivery": delivery, "rolls": rolls_on(delivery), "awaited": awaited, "reasons": reasons}
    return render(request, "stamps/delivery.html", context, status=422 if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_see_roll, find=roll_seen_by)
def roll(request: HttpRequest, roll: Roll) -> HttpResponse:
    """One roll: where it is, what became of its stamps, and telling that it is lost or comes back."""
    form = GoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lost = request.POST.get("viec") == "mat"
        act = acts.report_roll_lost if lost else acts.return_roll
        try:
            roll = act(roll, by=person_of(request), note=clean_text(form.cleaned_data["note"]))
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã ghi cuộn {roll.mark} {'báo mất' if lost else 'trả lại'}.")
            return redirect(f"/tem/cuon/{roll.pk}/")
    context = {
        "roll": roll, "shares": roll_shares(roll), "history": roll_history(roll)[:50], "form": form,
        "gone": roll.lost_at or roll.returned_at, "size_words": dotted(roll.size),
        "own": may_change_batch(person_of(request), roll.batch),
    }  # fmt: skip
    return render(request, "stamps/roll.html", context, status=422 if request.method == "POST" else 200)
