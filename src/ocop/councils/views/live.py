"""The item on every screen, and the sitting's board: asked again every few seconds, answered with 304 while nothing moves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_POST, require_safe

from ocop.people.access import guarded

from .. import acts
from ..access import may_preside_sitting, may_see_sitting
from ..models import Sitting
from ..queries import item_seen_by, sitting_seen_by
from ..queries.live import live_of
from .councils import reader_of


@require_safe
@guarded(may_see_sitting, find=sitting_seen_by)
def live(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    found = live_of(sitting, reader_of(request))
    if unchanged(request, found.tag):
        return not_modified(found.tag)
    return tagged(render(request, "councils/_now.html", {"live": found, "sitting": sitting}), found.tag)


def unchanged(request: HttpRequest, tag: str) -> bool:
    return quote_etag(tag) in parse_etags(request.headers.get("If-None-Match", ""))


def not_modified(tag: str) -> HttpResponse:
    return tagged(HttpResponseNotModified(), tag)


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = quote_etag(tag)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_POST
@guarded(may_preside_sitting, find=sitting_seen_by)
def show_item(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """`item` empty clears the screens."""
    number, minutes = request.POST.get("item", ""), request.POST.get("minutes", "")
    item = None
    if number:
        item = item_seen_by(reader_of(request), int(number)) if number.isdecimal() and len(number) < 12 else None
        if item is None or item.sitting_id != sitting.pk:
            raise Http404
    given = int(minutes) if minutes.isdecimal() and len(minutes) < 4 else 0
    acts.show_item(sitting, item=item, minutes=given, by=reader_of(request))
    return redirect(f"{sitting.get_absolute_url()}#muc-{item.pk}" if item else sitting.get_absolute_url())
