"""The ledger of a producer's stamps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop.design.rules import charts
from ocop.people.access import guarded
from ocop.producers.models import Producer

from ..access import may_read_ledger
from ..exports.ledger import ledger_table
from ..exports.tables import XLSX, table_csv, table_xlsx
from ..queries import ledger_of, producers_accounted
from ..queries.yearly import years_of
from ..rules.periods import PERIODS, Period, asked_period
from .asking import person_of


def period_asked(request: HttpRequest) -> Period:
    asked = request.GET
    return asked_period(asked.get("ky", ""), asked.get("tu", ""), asked.get("den", ""), timezone.localdate())


@require_safe
@guarded(may_read_ledger)
def ledger(request: HttpRequest) -> HttpResponse:
    """Opening + in − out = closing, for every state of one producer's stamps."""
    producers = list(producers_accounted(person_of(request))[:500])
    period = period_asked(request)
    wanted = request.GET.get("chu-the", "")
    chosen = next((p for p in producers if p.slug == wanted), producers[0] if producers and not wanted else None)
    if wanted and chosen is None:
        raise Http404
    context: dict[str, object] = {
        "years": years_of(chosen, timezone.localdate()) if chosen else [],
        "producers": producers,
        "chosen": chosen,
        "period": period,
        "periods": PERIODS.items(),
    }
    if chosen is None:
        return render(request, "stamps/ledger.html", context)
    return _told(request, chosen, period, context)


def _told(request: HttpRequest, producer: Producer, period: Period, context: dict[str, object]) -> HttpResponse:
    found = ledger_of(producer, period.first, period.last)
    table = ledger_table(producer.name, found, period)
    shape = request.GET.get("tep", "")
    if shape in ("csv", "xlsx"):
        body, kind = (table_csv(table), "text/csv; charset=utf-8") if shape == "csv" else (table_xlsx(table), XLSX)
        response = HttpResponse(body, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="so-tem-{producer.slug}-{period.last:%Y%m%d}.{shape}"'
        return response
    rows = [(account.name, float(account.closing)) for account in found.accounts if account.closing]
    bars = charts.bars(rows, title="Tem theo trạng thái")
    return render(request, "stamps/ledger.html", {**context, "ledger": found, "table": table, "bars": bars})
