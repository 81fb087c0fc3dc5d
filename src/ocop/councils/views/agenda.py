"""The agenda before the sitting opens, and what leaves it later."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ocop.dossiers.queries.samples import samples_missing
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.rules import Role

from .. import acts
from ..access import may_preside_item, may_run_sitting
from ..forms import PostponeForm
from ..models import Item, Sitting
from ..queries import dossiers_to_put, holds, item_seen_by, items_to_put_again, sitting_seen_by
from .councils import reader_of
from .opening import item_of

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_OR_POST)
@guarded(may_run_sitting, find=sitting_seen_by)
def agenda(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Each form on the page says what it does: put, put again, or arrange one item."""
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        do = {"arrange": _arrange, "again": _put_again}.get(request.POST.get("do", ""), _put)
        try:
            do(request, sitting)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return redirect(request.path if request.POST.get("do") == "arrange" else sitting)
    person = reader_of(request)
    puts = holds(person, Role.PROVINCE_OFFICER)
    items = list(sitting.items.select_related("dossier__product__producer"))
    context = {
        "sitting": sitting, "dossiers": dossiers_to_put(sitting) if puts else [], "reasons": reasons, "puts": puts,
        "items": items, "lacking": samples_missing(item.dossier for item in items),
        "postponed": items_to_put_again(sitting),
    }  # fmt: skip
    return render(request, "councils/agenda.html", context, status=422 if reasons else 200)


def _put(request: HttpRequest, sitting: Sitting) -> None:
    chosen = set(request.POST.getlist("dossier"))
    if not chosen:
        raise Refused(Reason("Hãy chọn ít nhất một hồ sơ.", "dossier"))
    reasons: list[Reason] = []
    for dossier in [d for d in dossiers_to_put(sitting) if str(d.pk) in chosen]:
        try:
            acts.put_item(sitting, dossier=dossier, by=reader_of(request))
        except Refused as refused:
            reasons += refused.reasons
    Refused.unless_clear(reasons)
    messages.success(request, "Đã đưa hồ sơ vào chương trình.")


def _put_again(request: HttpRequest, sitting: Sitting) -> None:
    chosen = set(request.POST.getlist("item"))
    for item in [i for i in items_to_put_again(sitting) if str(i.pk) in chosen]:
        acts.put_again(item, sitting, by=reader_of(request))
    messages.success(request, "Đã đưa mục hoãn vào chương trình.")


def _arrange(request: HttpRequest, sitting: Sitting) -> None:
    item, order = item_of(request, sitting), request.POST.get("order", "")
    acts.arrange_item(
        item, by=reader_of(request), order=int(order) if order.isdecimal() and len(order) < 5 else None,
        starts_at=_hour(request.POST.get("starts_at", "")), presenter=request.POST.get("presenter", ""),
    )  # fmt: skip


def _hour(text: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text[:8])
    except ValueError:
        raise Refused(Reason("Giờ ghi dạng 08:30.", "starts_at", "form")) from None


@require_http_methods(_GET_OR_POST)
@guarded(may_preside_item, find=item_seen_by)
def postpone(request: HttpRequest, item: Item) -> HttpResponse:
    form = PostponeForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.postpone_item(item, reason=form.cleaned_data["reason"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.info(request, "Đã hoãn. Mục này đưa lại được vào chương trình một phiên khác.")
            return redirect(item.sitting)
    context = {
        "form": form, "reasons": reasons, "title": f"Hoãn: {item.dossier.product.name}", "verb": "Hoãn mục này",
        "back": item.sitting.get_absolute_url(),
        "lede": "Phiếu đã chấm của mục này được giữ nhưng không còn tính; ở phiên sau chấm lại từ đầu.",
    }  # fmt: skip
    return render(request, "councils/form.html", context, status=422 if request.method == "POST" else 200)
