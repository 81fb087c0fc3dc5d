"""Liên kết của mã: where a machine is sent that asks a product's code for a kind of link."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ocop.journal.rules import Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.products.models import Product

from ..access import may_propose_link, may_propose_words
from ..acts import add_link, remove_link
from ..forms.links import LinkForm
from ..models import ResolverLink
from ..queries import kept_link, links_kept, passport_kept


@guarded(may_propose_words, find=passport_kept)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, product: Product) -> HttpResponse:
    """The registered links of a product, and a form for one more."""
    assert isinstance(request.user, Person)
    form = LinkForm(request.POST or None, product=product)
    reasons = []
    if request.method == "POST" and form.is_valid():
        try:
            add_link(product, by=request.user, **form.cleaned_data)
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            return redirect(f"/ho-chieu/{product.pk}/lien-ket/")
    crumbs = [("/ho-chieu/", "Hộ chiếu sản phẩm"), (f"/ho-chieu/{product.pk}/", product.name)]
    context = {
        "crumbs": crumbs, "product": product, "targets": links_kept(product), "form": form, "reasons": reasons,
        "address": f"{settings.ORIGIN}/01/{product.gtin}" if product.gtin else "",
    }  # fmt: skip
    return render(request, "scans/links.html", context, status=422 if request.method == "POST" else 200)


@guarded(may_propose_link, find=kept_link)
@require_POST
def link_removed(request: HttpRequest, link: ResolverLink) -> HttpResponse:
    assert isinstance(request.user, Person)
    remove_link(link, by=request.user)
    return redirect(f"/ho-chieu/{link.product_id}/lien-ket/")
