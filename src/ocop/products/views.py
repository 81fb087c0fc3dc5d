"""Registering a product and telling about it; its public page stands with its stars."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ocop.journal.acts import act
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import all_producers, producers_of

from .access import may_edit_product, may_register_product
from .acts import declare_output, register_product, update_product
from .forms import EditProductForm, RegisterProductForm
from .models import Product
from .queries import names_alike, product_for


@guarded(may_register_product)
def register(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    producers = all_producers() if mandate_of(person, Role.PROVINCE_OFFICER) else producers_of(person)
    only = producers[:2]
    initial = {"producer": only[0].pk} if len(only) == 1 else {}
    form = RegisterProductForm(request.POST if request.method == "POST" else None, producers=producers, initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            product = register_product(by=person, source=_("đăng ký trên hệ thống"), **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Đã đăng ký sản phẩm “%(name)s”.") % {"name": product.name})
            return redirect(product)
    context = {"form": form, "reasons": reasons, "alike": _alike(form)}
    return render(request, "products/register.html", context, status=422 if form.is_bound else 200)


def _alike(form: RegisterProductForm) -> list[str]:
    if not (form.is_bound and form.is_valid()):
        return []
    producer: Producer = form.cleaned_data["producer"]
    return names_alike(producer, form.cleaned_data["name"])


@guarded(may_edit_product, find=product_for)
def edit(request: HttpRequest, product: Product) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    names = ("summary", "story", "ingredients", "output_quantity", "output_unit")
    initial = {name: getattr(product, name) for name in names}
    form = EditProductForm(request.POST if request.method == "POST" else None, initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _told(product, dict(form.cleaned_data), by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Đã lưu “%(name)s”.") % {"name": product.name})
            return redirect(product)
    crumbs = [("/san-pham/", _("Sản phẩm")), (product.get_absolute_url(), product.name)]
    context = {"form": form, "reasons": reasons, "product": product, "crumbs": crumbs}
    return render(request, "products/edit.html", context, status=422 if form.is_bound else 200)


def _told(product: Product, given: dict[str, Any], *, by: Person) -> None:
    """Words and yearly output are two acts, saved together or not at all."""
    quantity, unit = given.pop("output_quantity"), given.pop("output_unit")
    with act():
        update_product(product, by=by, **given)
        declare_output(product, quantity, unit, by=by)
