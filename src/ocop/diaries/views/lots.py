"""A lot's diary: in time order, with its balance, its completeness, and its documents for others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.lots.models import Lot
from ocop.people.access import guarded

from ..access import may_keep_diary, may_lead_households, may_see_lot_diaries, may_see_lot_diary
from ..exports import balance_bars, balance_rows, epcis_json, epcis_xml, place_map
from ..queries import balance_of, completeness, lot_seen, lots_lacking, story_of, timeline_of
from ..queries.attesting import attested_for
from ..queries.timeline import way_of
from ..rules.completeness import score
from .syncing import person_of

_COLUMNS = ["Địa điểm", "Xã, phường", "Số ghi chép"]


@require_safe
@guarded(may_see_lot_diaries)
def lots(request: HttpRequest) -> HttpResponse:
    """Các lô còn thiếu gì: the newest lots, the least told first."""
    return render(request, "diaries/lots.html", {"scores": lots_lacking(person_of(request))})


@require_safe
@guarded(may_see_lot_diary, find=lot_seen)
def lot(request: HttpRequest, lot: Lot) -> HttpResponse:
    return render(request, "diaries/lot.html", _told(request, lot))


@require_safe
@guarded(may_see_lot_diary, find=lot_seen)
def printed(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Bản in: the same diary for paper."""
    return render(request, "diaries/print.html", _told(request, lot))


def _told(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    story = story_of(lot)
    items = completeness(lot, story)
    there, asked = score(items)
    told, found = story.told, balance_of(lot, story)
    rows = balance_rows(found)
    return {
        "lot": lot, "story": story, "moments": timeline_of(told, story.entries.values()), "balance": found,
        "bars": balance_bars(rows, lot.unit), "way": way_of(story),
        "items": items, "lacking": [item for item in items if not item.done], "there": there, "asked": asked,
        "map": place_map(story.holding(), f"Nơi làm ra lô {lot.code}"),
        "places": _places(story.holding()), "columns": _COLUMNS,
        "writes": may_keep_diary(person_of(request)), "attested": attested_for(lot, story),
        "attest_link": f"/nhat-ky-san-xuat/giay/?cho=lot-{lot.pk}" if may_lead_households(person_of(request)) else "",
    }  # fmt: skip


def _places(entries: list[Any]) -> list[tuple[str, str, int]]:
    """Sites with their communes and how many entries happened there: the map's twin in words."""
    counts: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.site:
            key = (entry.site.name, entry.site.place.name if entry.site.place else "")
            counts[key] = counts.get(key, 0) + 1
    return [(name, place, count) for (name, place), count in counts.items()]


@require_safe
@guarded(may_see_lot_diary, find=lot_seen)
def document(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Sự kiện EPCIS 2.0 của lô, JSON-LD."""
    return _file(epcis_json(story_of(lot)), "application/ld+json", f"{lot.code}.jsonld")


@require_safe
@guarded(may_see_lot_diary, find=lot_seen)
def document_xml(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Sự kiện EPCIS 2.0 của lô, XML."""
    return _file(epcis_xml(story_of(lot)), "application/xml", f"{lot.code}.xml")


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="nhat-ky-{name}"'
    return response
