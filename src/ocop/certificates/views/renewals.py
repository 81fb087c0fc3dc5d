"""Opening the next dossier, the stars that run out soon, and prolonging one under the transition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.criteria.rules import regime_on
from ocop.dossiers.access import may_file
from ocop.dossiers.rules import reminder_words, requirements, warnings_before
from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.products.models import Product

from .. import acts
from ..access import may_extend, may_prolong, may_see_renewals
from ..forms.opening import ExtendForm, OpenForm
from ..queries.renewals import (
    AHEAD,
    Next,
    next_for,
    own_expiry,
    product_for,
    products_and_next,
    renewal_pending,
    stars_ending,
)
from ..rules.renewals import longest_extension


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_file)
def open_page(request: HttpRequest) -> HttpResponse:
    """First the product, then only the kinds of dossier that fit its star."""
    person = _reader(request)
    rows = products_and_next(person)
    wanted = request.POST.get("product") or request.GET.get("san-pham", "")
    found = next((row for row in rows if str(row.product.pk) == wanted), None)
    if found is None and len(rows) == 1 and request.method != "POST":
        found = rows[0]
    if found is None and request.method != "POST":
        return render(request, "certificates/choose_product.html", {"rows": rows})
    return _open_form(request, person, found)


def _open_form(request: HttpRequest, person: Person, found: Next | None) -> HttpResponse:
    regime = regime_on(today())
    questions = requirements(regime.key if regime else "").questions
    posted = request.POST if request.method == "POST" else None
    initial = {"product": found.product.pk if found else None, "kind": _kind_wanted(request, found)}
    form = OpenForm(posted, person=person, questions=questions, found=found, initial=initial)
    reasons: tuple[Reason, ...] = ()
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        try:
            opened = acts.open_next_dossier(
                data["product"], kind=data["kind"], by=person, eligibility=form.eligibility()
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            for warning in warnings_before(requirements(opened.regime), opened.eligibility):
                messages.warning(request, warning)
            return redirect("dossiers:dossier", opened.pk)
    context = {"form": form, "reasons": reasons, "found": found, "questions": [form[q.key] for q in questions]}
    return render(request, "certificates/open_dossier.html", context, status=422 if posted is not None else 200)


def _kind_wanted(request: HttpRequest, found: Next | None) -> str:
    """The kind named in the address if it fits, else the only one that does."""
    fitting = [choice.kind for choice in found.fitting] if found else []
    wanted = request.GET.get("loai", "")
    if wanted in fitting:
        return wanted
    return fitting[0] if len(fitting) == 1 else ""


@require_safe
@guarded(may_see_renewals)
def index(request: HttpRequest) -> HttpResponse:
    """Which stars run out in the next 180 days: the reader's own, or those of the reader's place."""
    person = _reader(request)
    rows = stars_ending(person)
    regime = regime_on(today())
    context = {
        "rows": rows, "as_of": today(), "owner": may_file(person), "prolongs": may_prolong(person), "ahead": AHEAD,
        "steps": reminder_words(), "law": regime.renewal if regime else None,
    }  # fmt: skip
    return render(request, "certificates/renewals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_extend, find=product_for)
def extend(request: HttpRequest, product: Product) -> HttpResponse:
    """Kéo dài: only while a late re-rating is pending, and no longer than the transition allows."""
    form = ExtendForm(request.POST if request.method == "POST" else None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            event = acts.extend_certificate(product, basis=data["basis"], until=data["until"], by=_reader(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã kéo dài đến hết {event.valid_until:%d/%m/%Y}; chủ thể và xã đã được báo.")
            return redirect(product)
    (found,) = next_for([product])
    expires = own_expiry(found.standing.recognition)
    context = {
        "product": product, "form": form, "reasons": reasons, "standing": found.standing, "expires_on": expires,
        "longest": longest_extension(expires), "pending": renewal_pending(product), "window": found.window_words,
    }  # fmt: skip
    return render(request, "certificates/extend.html", context, status=422 if request.method == "POST" else 200)
