"""Help with filling in: asking, offering, consenting, ending, reading back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.queries import today

from .. import acts, rules
from ..access import may_fill_dossier, may_help, may_offer_help, may_see_commune_list, may_touch_help, may_write_dossier
from ..forms import HelpForm, OfferForm, PresentForm, ReadBackForm
from ..models import Assistance, Dossier
from ..queries import content_now, dossier_seen_by, form_facts, form_of
from ..queries.assisting import (
    assistance_seen_by,
    dossier_to_offer,
    dossiers_to_offer,
    helped_by,
    helpers_of,
    read_backs_of,
    was_read_back,
)
from .mine import posted, reader_of

_USUAL = timedelta(days=14)


def _tried(form: Form, do: Callable[[], object]) -> tuple[Reason, ...] | None:
    """None when it was done; the reasons when it was refused; nothing yet when the form itself has faults."""
    if not form.is_valid():
        return ()
    try:
        do()
    except Refused as refused:
        return refused.reasons
    return None


def _span() -> dict[str, object]:
    return {"starts_on": today(), "ends_on": today() + _USUAL}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_write_dossier, find=dossier_seen_by)
def helpers_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Who helps; the producer asks somebody, agrees to an offer, or ends it."""
    form, reasons = HelpForm(posted(request), initial=_span()), None
    if request.method == "POST":
        reasons = _tried(form, lambda: acts.ask_help(dossier, **form.cleaned_data, by=reader_of(request)))
        if reasons is None:
            messages.success(request, "Đã nhờ. Người giúp nhận được tin và điền được ngay; bạn thôi lúc nào cũng được.")
            return redirect("dossiers:helpers", dossier.pk)
    context = {
        "dossier": dossier,
        "helpers": helpers_of(dossier),
        "form": form,
        "reasons": reasons or (),
        "day": today(),
    }
    return render(request, "dossiers/helpers.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["POST"])
@guarded(may_touch_help, find=assistance_seen_by)
def end_help_page(request: HttpRequest, assistance: Assistance) -> HttpResponse:
    person = reader_of(request)
    acts.end_help(assistance, by=person)
    messages.success(request, "Đã thôi. Những gì đã điền vẫn còn và vẫn ghi tên người giúp.")
    if assistance.helper_id == person.pk:
        return redirect("dossiers:helping")
    return redirect("dossiers:helpers", assistance.dossier_id)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_touch_help, find=assistance_seen_by)
def consent_page(request: HttpRequest, assistance: Assistance) -> HttpResponse:
    """The producer agrees with one press; on the officer's device the representative is named and the officer signs."""
    person, dossier = reader_of(request), assistance.dossier
    if may_write_dossier(person, dossier):
        if request.method == "POST":
            acts.consent_help(assistance, by=person)
            messages.success(request, "Đã đồng ý.")
        return redirect("dossiers:helpers", dossier.pk)
    form, reasons = PresentForm(posted(request), request=request), None
    if request.method == "POST":
        words = request.POST.get("present", "")
        reasons = _tried(form, lambda: acts.consent_help(assistance, by=person, present=words))
        if reasons is None:
            messages.success(request, "Đã ghi lời đồng ý. Chủ thể nhận được tin báo.")
            return redirect("dossiers:dossier", dossier.pk)
    context = {"dossier": dossier, "assistance": assistance, "form": form, "reasons": reasons or ()}
    return render(request, "dossiers/consent.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD"])
@guarded(may_help)
def helping_page(request: HttpRequest) -> HttpResponse:
    """What I help with; an officer also finds drafts to offer help with, by the producer's phone number."""
    person = reader_of(request)
    login, officer = request.GET.get("sdt", "")[:254], may_see_commune_list(person)
    found = dossiers_to_offer(person, login) if officer and login else []
    context = {"rows": helped_by(person), "officer": officer, "login": login, "found": found, "day": today()}
    return render(request, "dossiers/helping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_offer_help, find=dossier_to_offer)
def offer_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form, reasons = OfferForm(posted(request), initial=_span()), None
    if request.method == "POST":
        reasons = _tried(form, lambda: acts.offer_help(dossier, **form.cleaned_data, by=reader_of(request)))
        if reasons is None:
            messages.success(request, "Đã gửi đề nghị. Chủ thể đồng ý thì bạn điền được.")
            return redirect("dossiers:helping")
    context = {"dossier": dossier, "form": form, "reasons": reasons or ()}
    return render(request, "dossiers/offer.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_fill_dossier, find=dossier_seen_by)
def read_back_page(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Every answer in a plain sentence, to be read aloud; then who was there, and that they agree."""
    person, form, reasons = reader_of(request), ReadBackForm(posted(request), request=request), None
    if request.method == "POST":
        data = request.POST
        reasons = _tried(
            form,
            lambda: acts.confirm_read_back(
                dossier, present=data.get("present", ""), seen=data.get("seen", ""), by=person
            ),
        )
        if reasons is None:
            messages.success(request, "Đã ghi lời xác nhận. Bây giờ có thể nộp đúng nội dung này.")
            return redirect("dossiers:review", dossier.pk)
    seen = rules.content_hash(content_now(dossier))
    context = {
        "dossier": dossier, "form": form, "laid_out": form_of(dossier), "reasons": reasons or (), "seen": seen,
        "read": was_read_back(dossier, seen), "before": read_backs_of(dossier), "facts": form_facts(dossier),
    }  # fmt: skip
    return render(request, "dossiers/read_back.html", context, status=422 if request.method == "POST" else 200)
