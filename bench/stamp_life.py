"""The life of stamps at size: a hundred thousand ranges, and the funnel over ten million scans."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

from bench.house import connect_django
from bench.line import Line

RANGES = 100_000
DAYS = 250
ROUNDS = 7


def _batches() -> int:
    """2 000 batches with 250 days of 20 scans each are ten million scans; fewer where a small size is asked for."""
    return min(2_000, max(20, int(os.environ.get("OCOP_BENCH_SIZE", "20000")) // 10))


def _median_ms(work: Callable[[], object]) -> float:
    def once() -> float:
        began = perf_counter()
        work()
        return (perf_counter() - began) * 1000

    work()
    return median(once() for _ in range(ROUNDS))


def _many_batches(lot: Any, who: Any) -> list[Any]:
    """Each a thousand stamps of which half are activated in 25 pieces."""
    from ocop.stamps.models import Batch, RangeChange, StampRange

    drawn = lot.recorded_at
    common = {
        "product_id": lot.product_id,
        "lot": lot,
        "subject": "t:1",
        "drawn_by": who,
        "drawn_at": drawn,
        "size": 1_000,
    }
    batches = Batch.objects.bulk_create(Batch(epoch=30, number=n, **common) for n in range(_batches()))
    pieces = RANGES // len(batches) // 2 or 1
    wide = 1_000 // (2 * pieces)
    changes, ranges = [], []
    for batch in batches:
        for n in range(pieces):
            lo = 2 * n * wide
            ranges += [(batch, lo, lo + wide, "active"), (batch, lo + wide, lo + 2 * wide, "ordered")]
            changes.append((batch, lo, lo + wide))
    StampRange.objects.bulk_create(
        (StampRange(batch=b, lo=lo, hi=hi, state=s) for b, lo, hi, s in ranges), batch_size=5_000
    )
    RangeChange.objects.bulk_create(
        (RangeChange(batch=b, lo=lo, hi=hi, state="active", changed_by=who, changed_at=drawn) for b, lo, hi in changes),
        batch_size=5_000,
    )
    return batches


_TALLY = """
INSERT INTO scans_scantally (batch_number, day, verdict, region, scans, firsts)
SELECT b, %(day)s::date - d, 'genuine', '22', 20, 1 FROM unnest(%(batches)s::bigint[]) b, generate_series(1, %(days)s) d
"""


def _told(lot: Any, who: Any) -> Iterator[Line]:
    from django.db import connection
    from django.utils import timezone

    from ocop.scans.queries.funnel import BY_PLACE, Scope, funnel_of
    from ocop.stamps.queries import ledger_of, spans_of
    from ocop.stamps.rules.ranges import painted

    batches = _many_batches(lot, who)
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, {"day": today, "batches": [b.pk for b in batches], "days": DAYS})
        cursor.execute("ANALYZE stamps_batch, stamps_stamprange, stamps_rangechange, scans_scantally")
    scope, first = Scope("Toàn tỉnh"), today - timedelta(days=3_000)
    for way in ("san-pham", BY_PLACE):
        name = {"san-pham": "product", BY_PLACE: "place"}[way]
        took = _median_ms(lambda way=way: funnel_of(scope, first, today, way, simulated=True))  # type: ignore[misc]
        scans = len(batches) * DAYS * 20 / 1e6
        yield Line(f"stamps.funnel_by_{name}_{scans:g}_million_scans", took, "ms", "lower", 300)
    took = _median_ms(lambda: ledger_of(lot.product.producer, first, today))
    yield Line("stamps.ledger_100k_ranges", took, "ms", "lower")
    yield Line("stamps.state_of_one_batch", _median_ms(lambda: spans_of(batches[0])), "ms", "lower")
    spans = tuple(spans_of(batches[0])) * 1
    yield Line("stamps.paint_one_range", _median_ms(lambda: painted(spans, 100, 140, "void")), "ms", "lower")


def lines() -> Iterator[Line]:
    connect_django()
    from django.db import transaction

    from ocop.people.models import Person
    from ocop.stamps.models import Batch

    lot = Batch.objects.select_related("lot__product__producer").latest("id").lot
    with transaction.atomic():
        yield from list(_told(lot, Person.objects.latest("id")))
        transaction.set_rollback(True)
