"""Ten million stored scans: the clone radar's sweep of the newest hour, what its page asks, and the activation funnel."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from bench.house import connect_django
from bench.line import Line, median_ms

SCANS = int(os.environ.get("OCOP_BENCH_SCANS", "10000000"))
MONTHS = 20
REGIONS = ("22", "22", "22", "01", "01", "31", "79", "", "", "")

_MONTHS = "SELECT scans_open_month((now() - make_interval(months => m))::date) FROM generate_series(0, %s) m"
# In order of time, as scans arrive; batches and stamps at random, one in a hundred read before it was activated.
_FILL = """
INSERT INTO scans_scan (at, batch_number, sequence, verdict, network, language, region)
SELECT now() - interval '11 seconds' - (%(scans)s - g) * (interval '1 month' * %(months)s / %(scans)s),
  (%(batches)s::bigint[])[1 + floor(random() * %(known)s)::int], floor(sqrt(random()) * 200)::int,
  CASE WHEN random() < 0.01 THEN 'inactive' ELSE 'genuine' END, floor(random() * 1e12)::bigint, 'vi',
  (%(regions)s::text[])[1 + floor(random() * %(places)s)::int]
FROM generate_series(1, %(scans)s) g
"""
_TALLIES = """
INSERT INTO scans_scantally (batch_number, day, verdict, region, scans, firsts)
SELECT batch_number, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, verdict, region, count(*), 0
FROM scans_scan WHERE batch_number IS NOT NULL GROUP BY 1, 2, 3, 4 ON CONFLICT DO NOTHING
"""
_ROWS = """
INSERT INTO scans_scannedstamp
  (batch_id, sequence, first_at, last_at, last_network, count, window_at, window_count, networks)
SELECT batch_number, sequence, min(at), max(at), 1, count(*), max(at), 1, '{}' FROM scans_scan
WHERE batch_number IS NOT NULL GROUP BY 1, 2 ON CONFLICT DO NOTHING
"""


def fill() -> None:
    """Ten million simulated scans, once per house."""
    from django.db import connection

    from ocop.stamps.models import Batch

    batches = list(Batch.objects.order_by("id").values_list("pk", flat=True)[:5000])
    given: dict[str, Any] = {
        "scans": SCANS,
        "months": MONTHS,
        "batches": batches,
        "known": len(batches),
        "regions": list(REGIONS),
        "places": len(REGIONS),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM scans_scan LIMIT %s) s", [SCANS])
        if cursor.fetchone()[0] >= SCANS:
            return
        print(f"Storing {SCANS} simulated scans ...", file=sys.stderr)
        cursor.execute(_MONTHS, [MONTHS + 1])
        cursor.execute(_FILL, given)
        cursor.execute(_ROWS)
        cursor.execute(_TALLIES)
        cursor.execute("ANALYZE scans_scan, scans_scannedstamp, scans_scantally")


def lines() -> Iterator[Line]:
    connect_django()
    from django.db import connection, transaction
    from django.utils import timezone

    from ocop.scans.acts.sweeping import sweep
    from ocop.scans.models import Case, Sweep
    from ocop.scans.queries.funnel import BY_PLACE, BY_PRODUCT, Scope, funnel_of
    from ocop.scans.queries.radar import last_sweep, suspicions

    fill()
    hour = timezone.now() - timedelta(hours=1)

    def sweep_an_hour() -> None:
        with transaction.atomic():
            Sweep.objects.all().delete()
            Sweep.objects.create(swept_at=hour, until=hour, scans=0, stamps=0, opened=0, took_ms=0)
            sweep()
            transaction.set_rollback(True)

    def count_the_hour() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(verdict) FROM scans_scan WHERE at > %s", [hour])
            cursor.fetchone()

    def page() -> None:
        list(suspicions()[:20])
        list(Case.objects.select_related("batch__product__producer__place", "batch__lot", "taken_by")[:30])
        Case.objects.count()
        last_sweep()

    today = timezone.localdate()

    def funnel(way: str, days: int) -> Callable[[], object]:
        return lambda: funnel_of(Scope("cả tỉnh"), today - timedelta(days=days), today, way, simulated=True)

    sweep()
    yield Line("radar_sweep_of_an_hour_ms", median_ms(sweep_an_hour), "ms", "lower", median_ms(count_the_hour))
    yield Line("radar_page_ms", median_ms(page), "ms", "lower")
    yield Line("funnel_of_a_month_ms", median_ms(funnel(BY_PRODUCT, 30)), "ms", "lower")
    yield Line("funnel_of_a_year_by_place_ms", median_ms(funnel(BY_PLACE, 365)), "ms", "lower")
