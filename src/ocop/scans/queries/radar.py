"""What the clone radar asks: new scans, the sightings of some stamps, the facts of some batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from ocop.lots.models import Lot

from ..models import Case, DeclaredMarket, Suspicion, Sweep
from ..rules.radar.limits import Limits
from ..rules.radar.signs import BatchFacts, Sighting, is_apart

Stamp = tuple[int, int]

LARGEST_SLICE = 200_000  # scans read by one sweep; the rest waits for the next
MOST_SIGHTINGS = 400  # of one stamp; a label copied a thousand times shows long before
# Verdicts that tell something about a stamp that exists; «placed» is a buyer who said where.
_TELLING = "('unknown', 'unreadable', 'throttled')"

_END = f"""
SELECT coalesce(
  (SELECT at FROM scans_scan WHERE at > %(since)s AND at <= %(until)s ORDER BY at OFFSET {LARGEST_SLICE} LIMIT 1),
  %(until)s)
"""
# One scan of a stamp tells nothing unless the page warned; from the third on its whole month is looked at.
_NEW = f"""
WITH fresh AS (
  SELECT batch_number, sequence, count(*) AS scans, bool_or(verdict IN ('inactive', 'expired', 'revoked', 'no_star')) AS odd
  FROM scans_scan
  WHERE at > %(since)s AND at <= %(until)s AND batch_number IS NOT NULL AND verdict NOT IN {_TELLING}
  GROUP BY batch_number, sequence)
SELECT f.batch_number, f.sequence, f.scans, f.odd OR f.scans >= 3 OR coalesce(s.count, 0) >= 3
FROM fresh f LEFT JOIN scans_scannedstamp s ON s.batch_id = f.batch_number AND s.sequence = f.sequence
"""
_TODAY = """
SELECT DISTINCT batch_number FROM scans_scan WHERE at > %(since)s AND at <= %(until)s AND batch_number IS NOT NULL
"""
_SIGHTINGS = f"""
SELECT s.batch_number, s.sequence, extract(epoch FROM s.at)::float8, s.region, s.network, s.verdict
FROM unnest(%(batches)s::bigint[], %(sequences)s::int[]) AS wanted (batch, sequence)
JOIN LATERAL (
  SELECT * FROM scans_scan x WHERE x.batch_number = wanted.batch AND x.sequence = wanted.sequence
    AND x.at > %(since)s AND x.at <= %(until)s AND x.verdict NOT IN {_TELLING} ORDER BY x.at DESC LIMIT {MOST_SIGHTINGS}
) s ON true
"""
# From the tallies: a batch's whole month costs some thirty rows, however often it was read.
_BATCHES = """
SELECT t.batch_number,
  coalesce(sum(t.scans) FILTER (WHERE t.verdict = 'inactive'), 0)::int,
  coalesce(sum(t.scans) FILTER (WHERE t.region <> ''), 0)::int,
  coalesce(sum(t.scans) FILTER (WHERE t.region <> '' AND m.regions IS NOT NULL AND NOT t.region = ANY (m.regions)), 0)::int
FROM scans_scantally t JOIN stamps_batch b ON b.id = t.batch_number
LEFT JOIN scans_declaredmarket m ON m.lot_id = b.lot_id
WHERE t.batch_number = ANY (%(batches)s) AND t.day > %(since)s AND t.day <= %(until)s
GROUP BY t.batch_number
"""
# Stamp by stamp, from the scans themselves: only the thorough sweep asks this.
_PLACED = """
SELECT batch_number, regions, count(*) FROM (
  SELECT batch_number, sequence, array_agg(DISTINCT region) AS regions FROM scans_scan
  WHERE batch_number = ANY (%(batches)s) AND at > %(since)s AND at <= %(until)s AND region <> ''
  GROUP BY batch_number, sequence) t
GROUP BY batch_number, regions
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """The stamps that were scanned since the last sweep."""

    scans: int
    batches: list[int]
    candidates: list[Stamp]


def last_sweep() -> Sweep | None:
    return Sweep.objects.order_by("-until").first()


def end_of_slice(since: datetime, until: datetime) -> datetime:
    """Until when one sweep may read: `until`, or earlier when too much came in."""
    with connection.cursor() as cursor:
        cursor.execute(_END, {"since": since, "until": until})
        found: datetime = cursor.fetchone()[0]
    return found


def fresh_scans(since: datetime, until: datetime) -> Fresh:
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"since": since, "until": until})
        rows = cursor.fetchall()
    return Fresh(
        sum(row[2] for row in rows), sorted({row[0] for row in rows}), [(row[0], row[1]) for row in rows if row[3]]
    )


def batches_of_the_day(until: datetime) -> list[int]:
    """The batches that were scanned in the last 24 hours."""
    with connection.cursor() as cursor:
        cursor.execute(_TODAY, {"since": until - timedelta(days=1), "until": until})
        return [row[0] for row in cursor]


def sightings_of(stamps: Collection[Stamp], since: datetime, until: datetime) -> dict[Stamp, list[Sighting]]:
    """The newest sightings of each stamp, oldest first."""
    found: defaultdict[Stamp, list[Sighting]] = defaultdict(list)
    wanted: dict[str, Any] = {
        "batches": [b for b, _ in stamps],
        "sequences": [s for _, s in stamps],
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIGHTINGS, wanted)
        for batch, sequence, at, region, network, verdict in cursor:
            found[batch, sequence].append(Sighting(at, region, network, verdict))
    return {stamp: sorted(seen) for stamp, seen in found.items()}


def facts_of_batches(
    batches: Collection[int], since: datetime, until: datetime, limits: Limits, *, thorough: bool
) -> dict[int, BatchFacts]:
    """What was read of whole batches; stamps read in two places are counted by the thorough sweep alone."""
    days: dict[str, Any] = {
        "batches": list(batches),
        "since": timezone.localdate(since),
        "until": timezone.localdate(until),
    }
    with connection.cursor() as cursor:
        cursor.execute(_BATCHES, days)
        counted = {row[0]: row[1:] for row in cursor}
        placed, apart = defaultdict[int, int](int), defaultdict[int, int](int)
        if thorough:
            cursor.execute(_PLACED, {**days, "since": since, "until": until})
            placed, apart = _apart(cursor, limits)
    known = {*counted, *placed}
    return {b: BatchFacts(*_three(counted.get(b)), placed[b], apart[b]) for b in known}


def _three(row: tuple[int, int, int] | None) -> tuple[int, int, int]:
    """Dormant, outside, placed, in the order of the facts."""
    dormant, placed, outside = row or (0, 0, 0)
    return dormant, outside, placed


def _apart(
    rows: Iterable[tuple[int, list[str], int]], limits: Limits
) -> tuple[defaultdict[int, int], defaultdict[int, int]]:
    placed, apart = defaultdict[int, int](int), defaultdict[int, int](int)
    for batch, regions, stamps in rows:
        placed[batch] += stamps
        if is_apart((Sighting(0, region, 0, "") for region in regions), limits):
            apart[batch] += stamps
    return placed, apart


def markets_of(batches: Collection[int]) -> dict[int, list[str]]:
    """Where the lots of these batches are sold, for those whose producer said it."""
    rows = DeclaredMarket.objects.filter(lot__batches__in=batches).values_list("lot__batches", "regions")
    return dict(rows)


def suspicions() -> QuerySet[Suspicion]:
    """What the radar finds suspicious, the worst first, with what a row shows."""
    return Suspicion.objects.select_related("batch__product__producer", "batch__lot")


def known_cases(stamps: Iterable[tuple[int, int | None]]) -> Iterator[Case]:
    """The newest case about each of these stamps (or whole batches), whatever its state."""
    wanted = set(stamps)
    seen: set[tuple[int, int | None]] = set()
    for case in Case.objects.filter(batch_id__in={b for b, _ in wanted}).order_by("-id"):
        key = (case.batch_id, case.sequence)
        if key in wanted and key not in seen:
            seen.add(key)
            yield case


def market_of(lot: Lot) -> list[str]:
    found = DeclaredMarket.objects.filter(lot=lot).first()
    return list(found.regions) if found else []
