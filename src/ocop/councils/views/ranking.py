"""Every product before a council with its points, sorted by words in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocop.people.access import guarded

from ..access import may_see_council
from ..models import Council
from ..queries import council_seen_by
from ..queries.ranking import SORTS, scored_items
from .councils import reader_of

_NAMES = {"phien": "phiên họp", "diem": "điểm", "ten": "tên sản phẩm"}


@never_cache
@require_safe
@guarded(may_see_council, find=council_seen_by)
def scored(request: HttpRequest, council: Council) -> HttpResponse:
    wanted = request.GET.get("sap", "phien")
    sort = wanted if wanted in SORTS else "phien"
    rows = scored_items(council, reader_of(request), sort)
    context = {"council": council, "rows": rows, "count": len(rows), "sort": sort, "sorts": _NAMES.items()}
    return render(request, "councils/scored.html", context)
