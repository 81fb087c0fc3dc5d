"""Looking a code up by hand, telling us about a stamp, and reading what was told."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Refused, clean_text
from ocop.papers.exports import photo_response
from ocop.people.access import guarded, public
from ocop.people.models import Person
from ocop.stamps.access import may_keep_stamps
from ocop.stamps.rules import codes

from ..access import may_read_reports
from ..acts import tell_report
from ..exports.linkset import linkset_context, resolver_description
from ..exports.words import unreadable
from ..forms import ReportForm
from ..queries import address_of, network_secret, newest_reports, own_batches, photo_of_report, scan_rows, suspects_of
from ..rules.networks import network_mark
from ..rules.verdicts import COPY_RULE

_ASKED_BY_MACHINES = ("GET", "HEAD", "OPTIONS")


@public
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Type a stamp code, a certificate number or a GTIN in any usual writing."""
    typed = (request.GET.get("ma") or request.GET.get("q") or "")[:200].strip()
    if typed and (address := address_of(typed)):
        return redirect(address)
    obstacle = _obstacle(typed) if typed else ""
    return render(
        request, "scans/look_up.html", {"typed": typed, "obstacle": obstacle}, status=404 if obstacle else 200
    )


def _obstacle(typed: str) -> str:
    if len(codes.forgive(typed)) >= codes.LENGTH - 3 and (said := unreadable(typed, get_language() or "vi")):
        return said
    return _("Không tìm thấy mã “%(typed)s”: không phải mã tem, số giấy chứng nhận hay GTIN nào của cổng.") % {
        "typed": typed[:60]
    }


@public
def report(request: HttpRequest) -> HttpResponse:
    """Tell about a stamp or the goods under it, without an account."""
    if request.method != "POST":
        form = ReportForm(initial={"code": request.GET.get("ma", "")[:40]})
        return render(request, "scans/report.html", {"form": form})
    form = ReportForm(request.POST, request.FILES)
    reasons = []
    if form.is_valid():
        kind, code, seller, note = (clean_text(form.cleaned_data[n]) for n in ("kind", "code", "seller", "note"))
        try:
            photo = form.cleaned_data["photo"]
            tell_report(kind=kind, code=code, seller=seller, note=note, network=_network(request), photo=photo)
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            return redirect("/tra-cuu/bao/?da-gui=1")
    return render(request, "scans/report.html", {"form": form, "reasons": reasons}, status=422)


def _network(request: HttpRequest) -> int:
    return network_mark(request.META.get("REMOTE_ADDR", ""), network_secret(), timezone.localdate())


@guarded(may_read_reports)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    page = Paginator(newest_reports(), 50).get_page(request.GET.get("trang"))
    return render(request, "scans/reports.html", {"page": page})


@guarded(may_read_reports)
@require_safe
def report_photo(request: HttpRequest, number: int) -> FileResponse:
    """The photo that came with a report; it never held place or camera here."""
    sha256 = photo_of_report(number)
    if not sha256:
        raise Http404
    return photo_response(sha256, f"phan-anh-{number}")


@require_safe
@guarded(may_keep_stamps)
def how_read(request: HttpRequest) -> HttpResponse:
    """How buyers read a producer's stamps, and which of them may have been copied."""
    assert isinstance(request.user, Person)
    page = Paginator(own_batches(request.user), 30).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": scan_rows(page.object_list),
        "suspects": suspects_of(request.user),
        "rule": COPY_RULE,
    }
    return render(request, "scans/how_read.html", context)


@public
@require_http_methods([*_ASKED_BY_MACHINES])
def resolver(request: HttpRequest) -> HttpResponse:
    """What this resolver can do, for machines; a script of another origin may ask first whether it may ask."""
    anyone = {"Access-Control-Allow-Origin": "*"}
    if request.method == "OPTIONS":
        methods = ", ".join(_ASKED_BY_MACHINES)
        own = {"Access-Control-Allow-Headers": "Accept, Accept-Language", "Access-Control-Max-Age": "86400"}
        return HttpResponse(
            status=204, headers={**anyone, "Allow": methods, "Access-Control-Allow-Methods": methods, **own}
        )
    return JsonResponse(resolver_description(), headers=anyone)


@public
@require_safe
def linkset_meaning(request: HttpRequest) -> JsonResponse:
    """How to read our linksets as JSON-LD."""
    given = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=86400"}
    return JsonResponse(linkset_context(), headers=given, content_type="application/ld+json")
