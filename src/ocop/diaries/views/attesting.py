"""Certificates attached to lots, sites and growing areas: one page for a producer, and taking one away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ocop.journal.rules import Refused
from ocop.people.access import guarded
from ocop.producers.models import Producer

from ..access import may_detach, may_lead_households
from ..acts.attesting import Thing, attach_certificate, detach_certificate
from ..forms import AttestForm
from ..models import Attestation
from ..queries.attesting import (
    attestation_kept,
    attested_of,
    attests_for,
    paper_words,
    papers_to_attach,
    things_to_attest,
)
from .syncing import person_of

PAGE = "/nhat-ky-san-xuat/giay/"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_lead_households)
def attested(request: HttpRequest) -> HttpResponse:
    """Everything attached for one producer, what has lapsed first; and attaching one more."""
    producers = attests_for(person_of(request))
    wanted = request.GET.get("chu-the", "")
    chosen = next((p for p in producers if p.slug == wanted), None if wanted else producers[0])
    if chosen is None:
        raise Http404
    papers, things = {str(p.pk): p for p in papers_to_attach([chosen])}, _things(chosen)
    form = AttestForm(
        request.POST or None, initial={"to": request.GET.get("cho", "")}, things=_choices(things),
        papers=[(key, paper_words(paper)) for key, paper in papers.items()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = attach_certificate(
                papers[form.cleaned_data["paper"]], things[form.cleaned_data["to"]], by=person_of(request)
            )
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã gắn giấy vào {made.about}.")
            return redirect(f"{PAGE}?chu-the={chosen.slug}")
    context = {
        "producers": producers, "chosen": chosen, "rows": attested_of(chosen), "form": form, "papers": papers,
        "things": things,
    }  # fmt: skip
    return render(request, "diaries/attested.html", context, status=422 if request.method == "POST" else 200)


def _things(producer: Producer) -> dict[str, Thing]:
    lots, sites, areas = things_to_attest(producer)
    found: dict[str, Thing] = {f"lot-{lot.pk}": lot for lot in lots}
    return found | {f"area-{area.pk}": area for area in areas} | {f"site-{site.pk}": site for site in sites}


def _choices(things: dict[str, Thing]) -> list[tuple[str, list[tuple[str, str]]]]:
    names = {"lot": "Lô", "area": "Vùng nguyên liệu", "site": "Địa điểm"}
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in names}
    for key, thing in things.items():
        group = key.partition("-")[0]
        product = getattr(thing, "product", None)
        groups[group].append((key, f"{thing}: {product.name}" if product else str(thing)))
    return [(names[group], rows) for group, rows in groups.items() if rows]


@require_POST
@guarded(may_detach, find=attestation_kept)
def detach(request: HttpRequest, attestation: Attestation) -> HttpResponse:
    try:
        row = detach_certificate(attestation, by=person_of(request))
    except Refused as refused:
        messages.error(request, refused.reasons[0].message)
        return redirect(PAGE)
    messages.success(request, "Đã gỡ; giấy vẫn ở kho giấy tờ.")
    return redirect(f"{PAGE}?chu-the={row.producer.slug}")
