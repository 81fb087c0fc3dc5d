"""Recording a lot; the list stands in `stamps`, which knows how far each has come."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.products.models import Product

from .access import may_keep_lots
from .acts import record_lot
from .forms import LotForm
from .queries import own_product, products_worked_on


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_lots)
def new_lot(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    form = LotForm(request.POST or None, person=person, product=_wanted_product(request, person))
    if request.method == "POST" and form.is_valid():
        try:
            lot = record_lot(form.cleaned_data["product"], form.facts, by=person, place=form.cleaned_data["place"])
        except Refused as refused:
            form.take(refused.reasons)
        else:
            return redirect(f"/san-xuat/lo/{lot.pk}/")
    return render(request, "lots/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _wanted_product(request: HttpRequest, person: Person) -> Product | None:
    wanted = request.GET.get("san-pham", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
        return own_product(person, int(wanted))
    mine = list(products_worked_on(person).select_related("place", "producer__place")[:2])
    return mine[0] if len(mine) == 1 else None
