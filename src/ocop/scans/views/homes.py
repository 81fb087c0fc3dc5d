"""«Lô của nhà»: a household's lots on its phone, and what whoever scans them will read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ocop.lots.models import Lot
from ocop.people.access import guarded
from ocop.people.models import Person

from ..access import may_see_home_lot, may_see_home_lots
from ..exports.passport import LANGUAGE_NAMES, fragment
from ..queries import passport_of
from ..queries.homes import home_lot, home_lot_told, home_lots
from ..queries.passports import star_told


def _reader(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@guarded(may_see_home_lots)
@require_safe
def home_lots_page(request: HttpRequest) -> HttpResponse:
    page = Paginator(home_lots(_reader(request)), 30).get_page(request.GET.get("trang"))
    return render(request, "scans/home_lots.html", {"page": page})


@guarded(may_see_home_lot, find=home_lot)
@require_safe
def home_lot_page(request: HttpRequest, lot: Lot) -> HttpResponse:
    """What of ours is in it, what is told and what is not yet, and how its stamps stand."""
    return render(request, "scans/home_lot.html", {"lot": lot, "home": home_lot_told(_reader(request), lot)})


@guarded(may_see_home_lot, find=home_lot)
@require_safe
def preview(request: HttpRequest, lot: Lot) -> HttpResponse:
    """The passport as a buyer reads it, before any stamp is out."""
    wanted = request.GET.get("ngon-ngu", "vi")
    language = wanted if wanted in dict(LANGUAGE_NAMES) else "vi"
    _title, body = fragment(passport_of(lot), star_told(lot), language)
    context = {
        "lot": lot, "language": language, "languages": LANGUAGE_NAMES,
        "body": mark_safe(body.plain.decode()),  # made by the passport's own template
    }  # fmt: skip
    return render(request, "scans/preview.html", context)
