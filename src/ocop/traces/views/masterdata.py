"""«Dữ liệu gốc»: what a party has said of places, parties and goods, for its own people to read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.people.access import guarded

from ..access import may_connect_seat
from ..queries.said import Said, said_by
from ..queries.seats import Seat, seat_for
from ..rules.masterdata import KINDS

_LONGEST = 100


@require_safe
@guarded(may_connect_seat, find=seat_for)
def said(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One page of them: all, of one kind, or those that hold a text."""
    kind, text = (request.GET.get(name, "").strip()[:_LONGEST] for name in ("loai", "q"))
    found = said_by(seat.party, kind=kind, text=text, before=_number(request.GET.get("truoc", "")))
    here = f"/ket-noi-epcis/{seat.key}/"
    return render(request, "traces/master_data.html", {
        "seat": seat, "found": found, "kind": kind, "text": text, "here": here, "tabs": _tabs(here, found, kind, text),
        "next": _address(here, loai=kind, q=text, truoc=found.further) if found.further else "",
        "crumbs": [("/ban-lam-viec/", "Bàn làm việc"), (here, "Kết nối EPCIS")],
    })  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _tabs(here: str, found: Said, kind: str, text: str) -> list[tuple[str, str, bool]]:
    every = (_address(here, q=text), f"Tất cả ({found.total})", not kind)
    named = [
        (_address(here, loai=name, q=text), f"{KINDS.get(name, name)} ({count})", name == kind)
        for name, count in found.kinds
    ]
    return [every, *named]


def _address(here: str, **given: Any) -> str:
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"{here}du-lieu-goc/" + (f"?{asked}" if asked else "")
