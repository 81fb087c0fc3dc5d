"""Where a stamp was read, told by the buyer's own button."""

from __future__ import annotations

from math import isfinite

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ocop.people.access import public

from ..acts.placing import tell_where
from ..queries import network_secret
from ..rules.networks import network_mark


@public
@csrf_exempt  # the page is cached for everybody, and nothing of the person is used or changed
@require_POST
def placed(request: HttpRequest) -> HttpResponse:
    """Keeps the province; 204 when kept, 422 when the code or the place is not ours."""
    longitude, latitude = _number(request, "lon"), _number(request, "lat")
    if longitude is None or latitude is None:
        return HttpResponse(status=422)
    mark = network_mark(request.META.get("REMOTE_ADDR", ""), network_secret(), timezone.localdate())
    kept = tell_where(request.POST.get("ma", "")[:60], longitude, latitude, network=mark)
    return HttpResponse(status=204 if kept else 422)


def _number(request: HttpRequest, name: str) -> float | None:
    try:
        value = float(request.POST.get(name, "")[:20])
    except ValueError:
        return None
    return value if isfinite(value) and abs(value) <= 180 else None
