"""«Cảm ơn nhà làm»: one tap on a passport, and a page that says it arrived."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ocop.people.access import public

from ..acts.thanks import thank
from ..queries import network_secret
from ..queries.thanks import thanked
from ..rules.networks import network_mark


@public
@csrf_exempt  # the passport is cached for everybody, and nothing of the person is used or changed
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Counted when there is room, and thanked for in any case: whoever taps twice must not be scolded."""
    given = request.POST if request.method == "POST" else request.GET
    found = thanked(_number(given.get("sp", "")), _number(given.get("lo", "")) or None)
    if found is None:
        raise Http404
    product, lot = found
    if request.method == "POST":
        mark = network_mark(request.META.get("REMOTE_ADDR", ""), network_secret(), timezone.localdate())
        thank(product.pk, lot.pk if lot else None, network=mark)
        return redirect(f"/tra-cuu/cam-on/?sp={product.pk}" + (f"&lo={lot.pk}" if lot else ""))
    return render(request, "scans/thanked.html", {"product": product, "lot": lot})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
