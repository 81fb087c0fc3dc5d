"""`/tim/`: one field that understands products, producers, places, certificate numbers and stamp codes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ocop.certificates.queries import search_everything
from ocop.people.access import public
from ocop.people.queries import today
from ocop.stamps.rules import codes


@public
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    if codes.read(typed) is not None:
        return redirect(f"/t/{codes.forgive(typed)}")
    hits = search_everything(typed)
    if len(hits.certificates) == 1 and not hits.products:
        return redirect(hits.certificates[0].get_absolute_url())
    return render(request, "portal/search.html", {"q": typed, "hits": hits, "day": today()})
