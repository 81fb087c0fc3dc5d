"""A producer's lots with how far their stamps have come."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.lots.queries import lots_of
from ocop.people.access import guarded

from ..access import may_keep_stamps
from ..queries.ways import ways_of
from .asking import person_of


@require_safe
@guarded(may_keep_stamps)
def lots(request: HttpRequest) -> HttpResponse:
    """Lô và tem của tôi: newest first, each with its next step."""
    page = Paginator(lots_of(person_of(request)), 30).get_page(request.GET.get("trang"))
    return render(request, "stamps/lots.html", {"page": page, "ways": ways_of(list(page.object_list))})
