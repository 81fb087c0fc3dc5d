"""Calling a lot back or practising it: what is found, the list of receivers, the clock, the report; and what everyone reads."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.journal.rules import Reason, Refused, clean_text
from ocop.lots.models import Lot
from ocop.people.access import guarded, public
from ocop.people.models import Person

from ..access import may_recall, may_run_recall, may_see_recalls, orders_recalls
from ..acts import call_drill, call_recall, close_recall, confirm_contact, lift_recall
from ..exports.recalls import account_of, recall_status, report_pdf
from ..forms import DrillForm, LiftForm, RecallForm
from ..models import Recall
from ..queries import (
    contact_of,
    found_about,
    lot_known,
    lot_to_recall,
    open_recall_of,
    public_recall,
    public_recalls,
    recall_run_by,
    recalls_run_by,
    recalls_so_far,
)
from ..queries.passports import name_said
from ..rules.recalls import DRILL_HOURS, gaps_in


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@guarded(may_recall, find=lot_to_recall)
@require_http_methods(["GET", "HEAD", "POST"])
def recalling(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Everything forward and back of a lot, and the two things one can do with it."""
    person, drilling = _person(request), request.POST.get("part") == "drill"
    posted = request.POST if request.method == "POST" else None
    form = RecallForm(posted if not drilling else None, request=request, by_office=orders_recalls(person, lot))
    drill = DrillForm(posted if drilling else None, prefix="drill", initial={"seen": recalls_so_far(lot)})
    reasons: tuple[Reason, ...] = ()
    chosen: RecallForm | DrillForm = drill if drilling else form
    if posted is not None and chosen.is_valid():
        try:
            recall = _called(lot, chosen, person)
        except Refused as refused:
            reasons = tuple(refused.reasons)
        else:
            return redirect(f"/hang-thu-hoi/dot/{recall.pk}/")
    found = found_about(lot, viewer=person)
    context = {
        "lot": lot, "found": found, "gaps": gaps_in(found), "form": form, "drill": drill, "reasons": reasons,
        "current": open_recall_of(lot), "drilling": drilling,
    }  # fmt: skip
    return render(request, "scans/recalling.html", context, status=422 if posted is not None else 200)


def _called(lot: Lot, form: RecallForm | DrillForm, person: Person) -> Recall:
    told = form.cleaned_data
    reason = clean_text(told["reason"])
    if isinstance(form, DrillForm):
        return call_drill(lot, by=person, reason=reason, scope=told["scope"], seen=told["seen"])
    return call_recall(lot, by=person, reason=reason, scope=told["scope"], ground=clean_text(told.get("ground", "")))


@guarded(may_run_recall, find=recall_run_by)
@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, recall: Recall) -> HttpResponse:
    """One recall or drill: its clock, its receivers, its gaps; closing and lifting."""
    lifting = request.POST.get("part") == "lift"
    form = LiftForm(request.POST if lifting else None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and (not lifting or form.is_valid()):
        try:
            if lifting:
                lift_recall(recall, by=_person(request), reason=clean_text(form.cleaned_data["reason"]))
            else:
                close_recall(recall, by=_person(request))
        except Refused as refused:
            reasons = tuple(refused.reasons)
        else:
            return redirect(f"/hang-thu-hoi/dot/{recall.pk}/")
    context = {
        "recall": recall, "told": account_of(recall), "form": form, "reasons": reasons, "hours": DRILL_HOURS,
        "may_lift": not recall.by_office or orders_recalls(_person(request), recall.lot),
    }  # fmt: skip
    return render(request, "scans/recall_run.html", context, status=422 if request.method == "POST" else 200)


@guarded(may_see_recalls)
@require_POST
def contact_confirmed(request: HttpRequest, number: int) -> HttpResponse:
    contact = contact_of(_person(request), number)
    if contact is None:
        raise Http404
    confirm_contact(contact, by=_person(request), kept=clean_text(request.POST.get("kept", ""))[:300])
    return redirect(f"/hang-thu-hoi/dot/{contact.recall_id}/#noi-nhan")


@guarded(may_run_recall, find=recall_run_by)
@require_safe
def recall_pdf(request: HttpRequest, recall: Recall) -> HttpResponse:
    response = HttpResponse(report_pdf(recall, timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = (
        f'attachment; filename="{"dien-tap" if recall.is_drill else "thu-hoi"}-{recall.pk}.pdf"'
    )
    return response


@guarded(may_see_recalls)
@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """The history of recalls and drills that concern the person."""
    page = Paginator(recalls_run_by(_person(request)), 30).get_page(request.GET.get("trang"))
    rows = [(one, account_of(one)) for one in page.object_list]
    return render(request, "scans/recalls.html", {"page": page, "rows": rows})


@public
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What is being called back, and what was called back by mistake."""
    known = public_recalls().order_by(F("lifted_at").asc(nulls_first=True), "-called_at", "-id")
    page = Paginator(known, 30).get_page(request.GET.get("trang"))
    count = page.paginator.count
    context = {
        "page": page, "in_force": public_recalls().filter(lifted_at=None).exists(),
        "counted": _("%(count)s đợt") % {"count": count},
    }  # fmt: skip
    return render(request, "scans/notices.html", context)


@public
@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One recall as everyone may read it: which lots, why, what to do. No receiver is named."""
    found = public_recall(number)
    if found is None:
        raise Http404
    lots = [row.lot for row in found.lots.select_related("lot__product__producer")]
    name = name_said(found.lot.product, get_language() or "vi")
    return render(request, "scans/notice.html", {"recall": found, "lots": lots, "name": name})


@public
@require_safe
def status(request: HttpRequest, lot_id: int) -> JsonResponse:
    """gs1:recallStatus of a lot, for machines."""
    lot = lot_known(lot_id)
    if lot is None:
        raise Http404
    told = recall_status(open_recall_of(lot), lot)
    return JsonResponse(told, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"})
