"""The life of stamps at size: a hundred thousand ranges, and the ledger over them. The funnel is measured in `radar`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.house import connect_django
from bench.line import Line, median_ms

RANGES = 100_000


def _batches() -> int:
    """2 000 batches share the ranges; fewer where a small size is asked for."""
    return min(2_000, max(20, int(os.environ.get("OCOP_BENCH_SIZE", "20000")) // 10))


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


def _told(lot: Any, who: Any) -> Iterator[Line]:
    from django.db import connection
    from django.utils import timezone

    from ocop.stamps.queries import ledger_of, spans_of
    from ocop.stamps.rules.ranges import painted

    batches = _many_batches(lot, who)
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE stamps_batch, stamps_stamprange, stamps_rangechange")
    first = today - timedelta(days=3_000)
    took = median_ms(lambda: ledger_of(lot.product.producer, first, today))
    yield Line("stamps.ledger_100k_ranges", took, "ms", "lower")
    yield Line("stamps.state_of_one_batch", median_ms(lambda: spans_of(batches[0])), "ms", "lower")
    spans = tuple(spans_of(batches[0])) * 1
    yield Line("stamps.paint_one_range", median_ms(lambda: painted(spans, 100, 140, "void")), "ms", "lower")


def lines() -> Iterator[Line]:
    connect_django()
    from django.db import transaction

    from ocop.people.models import Person
    from ocop.stamps.models import Batch

    lot = Batch.objects.select_related("lot__product__producer").latest("id").lot
    with transaction.atomic():
        yield from list(_told(lot, Person.objects.latest("id")))
        transaction.set_rollback(True)
