"""Which kind of stamp each product takes: proposed by the data, chosen by the producer, required by the office."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Refused
from ocop.people.access import guarded
from ocop.products.models import Product

from ..access import may_require_kinds
from ..acts.kinds import lift_kind_demand, require_kind
from ..forms.kinds import KindDemandForm
from ..queries.ordering import demands_of, kind_rows, product_to_rule, products_with_stamps
from ..rules.kinds import kind_files
from .asking import person_of


@require_safe
@guarded(may_require_kinds)
def kinds(request: HttpRequest) -> HttpResponse:
    page = Paginator(products_with_stamps(), 25).get_page(request.GET.get("trang"))
    context = {"page": page, "rows": kind_rows(list(page.object_list)), "data": kind_files()[0]}
    return render(request, "stamps/kinds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_require_kinds, find=product_to_rule)
def kind(request: HttpRequest, product: Product) -> HttpResponse:
    (row,) = kind_rows([product])
    form = KindDemandForm(request.POST or None, initial={"kind": row.demand.kind if row.demand else row.proposal.kind})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            demand = require_kind(product, given["kind"], reason=given["reason"], by=person_of(request))
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Từ nay chỉ cấp {demand.get_kind_display().lower()}; chủ thể đã nhận thư.")
            return redirect(request.path)
    context = {"product": product, "row": row, "form": form, "demands": demands_of(product)}
    return render(request, "stamps/kind.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@guarded(may_require_kinds, find=product_to_rule)
def free(request: HttpRequest, product: Product) -> HttpResponse:
    """The producer chooses again."""
    try:
        lift_kind_demand(product, by=person_of(request))
    except Refused as refused:
        messages.error(request, refused.reasons[0].message)
    else:
        messages.success(request, "Đã thôi yêu cầu; chủ thể đã nhận thư.")
    return redirect(f"/tem/loai/{product.pk}/")
