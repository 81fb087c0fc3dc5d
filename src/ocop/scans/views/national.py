"""What is prepared for the national portal, said honestly; a lot or many as files; the outbox."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ocop.lots.models import Lot
from ocop.people.access import guarded, public
from ocop.people.models import Person

from ..access import may_inspect, may_recall, may_see_recalls
from ..acts import hand_to_national
from ..exports.national import NAMES, lot_document, many_lots, written
from ..exports.portals import OutboxPortal
from ..exports.words.labels import label
from ..queries import lot_to_recall, passport_of, tellable_lots

MOST = 50


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@public
@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """What the portal knows of the national portal, and what it has ready."""
    person = request.user if isinstance(request.user, Person) else None
    page = None
    if person and may_see_recalls(person):
        page = Paginator(tellable_lots(person), 30).get_page(request.GET.get("trang"))
    context = {
        "page": page, "office": person is not None and may_inspect(person), "most": MOST,
        "names": [(label(f"i_{key}", "vi"), name) for key, name in NAMES.items()], "handed": request.GET.get("da-ghi", ""),
    }  # fmt: skip
    return render(request, "scans/national.html", context)


@guarded(may_recall, find=lot_to_recall)
@require_safe
def national_lot(request: HttpRequest, lot: Lot) -> HttpResponse:
    body = written(lot_document(lot, passport_of(lot)))
    return _file(body, "application/json", f"truy-xuat-{lot.pk}.json")


@guarded(may_see_recalls)
@require_safe
def national_lots(request: HttpRequest) -> HttpResponse:
    """Several lots as one file; those that the person may not read are left out."""
    body = many_lots((f"{lot.pk}-{lot.code}", lot_document(lot, passport_of(lot))) for lot in _chosen(request))
    return _file(body, "application/zip", "truy-xuat.zip")


@guarded(may_inspect)
@require_POST
def national_handed(request: HttpRequest) -> HttpResponse:
    """Into the outbox: nothing leaves the machine."""
    done = hand_to_national(
        _chosen(request), OutboxPortal(Path(settings.HOME) / "national-outbox"), by=_person(request)
    )
    fresh = sum(not receipt.known for _, receipt in done)
    return redirect(f"/truy-xuat/cong-quoc-gia/?da-ghi={fresh}")


def _chosen(request: HttpRequest) -> list[Lot]:
    given = request.POST if request.method == "POST" else request.GET
    numbers = [int(n) for n in given.getlist("lo")[:MOST] if n.isascii() and n.isdigit() and len(n) < 18]
    found = (lot_to_recall(_person(request), number) for number in dict.fromkeys(numbers))
    return [lot for lot in found if lot is not None]


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
