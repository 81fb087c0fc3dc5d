"""The digital-transformation plan: the self-test, the next steps, the proofs."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Reason, Refused
from ocop.papers.exports import file_response
from ocop.people.access import guarded
from ocop.people.queries import today
from ocop.products.models import Product

from .. import acts, rules
from ..access import may_prove, may_read_digital_plan, may_read_proof, may_see_digital_plans, may_test
from ..forms import ProofForm, TestForm
from ..models import DigitalPlan, DigitalStep
from ..queries import (
    digital_plan_seen_by,
    digital_step_seen_by,
    holds_office,
    last_answers,
    plan_now,
    plans_in_reach,
    product_of,
    products_to_test,
    stands_for,
)
from .pages import attempt, files, posted, reader_of, status_of

_HERE = "/chuyen-doi-so/"


@require_safe
@guarded(may_see_digital_plans)
def digital_list_page(request: HttpRequest) -> HttpResponse:
    """A producer's products, and for officers the plans of their communes."""
    person, late = reader_of(request), request.GET.get("xem") == "tre"
    office = holds_office(person)
    context = {
        "rows": products_to_test(person), "office": office, "late": late, "day": today(),
        "plans": plans_in_reach(person, late=late) if office else [],
        "tabs": [(_HERE, "Tất cả", not late), (f"{_HERE}?xem=tre", "Có bước trễ", late)],
    }  # fmt: skip
    return render(request, "cycles/digital_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_test, find=product_of)
def test_page(request: HttpRequest, product: Product) -> HttpResponse:
    test = rules.digital.self_test(today())
    form = TestForm(posted(request), test=test, initial=last_answers(product))
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            plan = acts.take_test(product, form.levels(), by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Đã lưu lần tự đánh giá. Đây là năm bước tiếp theo của bạn.")
            return redirect(plan)
    context = {"product": product, "form": form, "reasons": reasons, "source": test.source, "areas": form.by_area()}
    return render(request, "cycles/digital_test.html", context, status=status_of(request))


@require_safe
@guarded(may_read_digital_plan, find=digital_plan_seen_by)
def digital_page(request: HttpRequest, plan: DigitalPlan) -> HttpResponse:
    context = {
        "plan": plan, "now": plan_now(plan), "owner": stands_for(reader_of(request), plan.product.producer),
        "source": rules.digital.self_test(today()).source, "day": today(),
    }  # fmt: skip
    return render(request, "cycles/digital.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_prove, find=digital_step_seen_by)
def proof_page(request: HttpRequest, step: DigitalStep) -> HttpResponse:
    initial = {"done_on": step.done_on or today(), "link": step.link, "note": step.note}
    form = ProofForm(posted(request), files(request), initial=initial)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data, person = form.cleaned_data, reader_of(request)
        reasons = attempt(
            lambda: acts.prove_step(
                step, done_on=data["done_on"], link=data["link"], note=data["note"], upload=data["file"], by=person
            )
        )
        if not reasons:
            messages.success(request, "Đã ghi minh chứng.")
            return redirect(step.plan)
    context = {"step": step, "plan": step.plan, "form": form, "reasons": reasons}
    return render(request, "cycles/digital_proof.html", context, status=status_of(request))


@require_safe
@guarded(may_read_proof, find=digital_step_seen_by)
def proof_paper_page(request: HttpRequest, step: DigitalStep) -> FileResponse:
    if step.paper is None:
        raise Http404
    return file_response(step.paper)
