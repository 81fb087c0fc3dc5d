"""How far stamps come: ordered, printed, delivered, activated, sold, scanned."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop.people.access import guarded
from ocop.people.models import Person
from ocop.stamps.exports.tables import XLSX, Table, table_csv, table_xlsx
from ocop.stamps.rules.periods import PERIODS, Period, asked_period

from ..access import may_read_funnel
from ..exports.funnel import funnel_drawing, funnel_table, shares
from ..queries.funnel import BY_PLACE, BY_PRODUCT, funnel_of, funnel_scope

_WAYS = {BY_PRODUCT: "Theo sản phẩm", BY_PLACE: "Theo xã, phường, đặc khu"}


@require_safe
@guarded(may_read_funnel)
def funnel(request: HttpRequest) -> HttpResponse:
    """The funnel of whatever the person may see, by product or place, for a period, as page or file."""
    assert isinstance(request.user, Person)
    scope = funnel_scope(request.user)
    assert scope is not None
    asked = request.GET
    period = asked_period(asked.get("ky", ""), asked.get("tu", ""), asked.get("den", ""), timezone.localdate())
    way = asked.get("theo", "") if asked.get("theo", "") in _WAYS else BY_PRODUCT
    # A producer's own rows are theirs, simulated or not; figures for others count the real register unless asked.
    simulated = scope.producers is not None or asked.get("mo-phong", "1" if settings.OCOP_DEMO else "") == "1"
    found = funnel_of(scope, period.first, period.last, way, simulated=simulated)
    table = funnel_table(found, period, scope.words, way, simulated=simulated)
    if asked.get("tep") in ("csv", "xlsx"):
        return _file(table, period, asked["tep"])
    context = {
        "scope": scope, "period": period, "periods": PERIODS.items(), "way": way, "ways": _WAYS.items(), "found": found,
        "table": table, "shares": shares(found.total), "drawing": funnel_drawing(found.total), "simulated": simulated,
    }  # fmt: skip
    return render(request, "scans/funnel.html", context)


def _file(table: Table, period: Period, shape: str) -> HttpResponse:
    body, kind = (table_csv(table), "text/csv; charset=utf-8") if shape == "csv" else (table_xlsx(table), XLSX)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="pheu-tem-{period.last:%Y%m%d}.{shape}"'
    return response
