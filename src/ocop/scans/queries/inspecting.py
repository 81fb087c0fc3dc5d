"""What an inspector sees of a stamp, a lot or a producer: where it came from, where it went, how it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.stamps.models import Batch, RangeChange
from ocop.stamps.queries import batch_of
from ocop.stamps.rules import codes
from ocop.stamps.rules.signing import bare

from ..models import Recall, Report, ScannedStamp, ScanTally
from ..rules.recalls import Found
from ..rules.regions import region_name
from .recalling import found_about

MOST_LOTS = 30


@dataclass(frozen=True, slots=True)
class Inspected:
    """The full picture of one lot, seen from a stamp or from the lot itself."""

    lot: Lot
    found: Found
    stamp: str = ""
    scanned: ScannedStamp | None = None
    changes: list[RangeChange] = field(default_factory=list)
    days: list[tuple[date, str, int]] = field(default_factory=list)
    regions: list[tuple[str, int]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    recalls: list[Recall] = field(default_factory=list)


def lots_found(person: Person, typed: str) -> list[Lot]:
    """Lots that a typed stamp code, lot code, GTIN, product or producer name leads to, newest first."""
    words = typed.strip()[:120]
    if not words:
        return []
    if code := codes.read(bare(words)):
        batch = batch_of(code)
        return [Lot.objects.select_related("product__producer").get(pk=batch.lot_id)] if batch else []
    named = Q(code__iexact=words) | Q(product__gtin=words.zfill(14)) | Q(product__name__icontains=words)
    named |= Q(product__producer__in=Producer.objects.filter(name__icontains=words).values("pk"))
    found = Lot.objects.filter(named).select_related("product__producer")
    return list(found.order_by("-made_on", "-id")[:MOST_LOTS])


def inspected(person: Person, lot: Lot, typed: str = "") -> Inspected:
    """Everything about a lot; with a stamp's code also what is known of that one stamp."""
    code = codes.read(bare(typed)) if typed else None
    batch = batch_of(code) if code else None
    batches = list(Batch.objects.filter(lot=lot).values_list("pk", flat=True))
    tallies = ScanTally.objects.filter(batch_number__in=batches).order_by()
    days = tallies.values("day", "region").annotate(n=Sum("scans")).order_by("-day", "region")[:60]
    changes = RangeChange.objects.filter(batch__in=batches).select_related("batch", "changed_by").order_by("-id")
    if code and batch:
        changes = changes.filter(batch=batch, lo__lte=code.seq, hi__gt=code.seq)
    return Inspected(
        lot, found_about(lot, viewer=person), codes.grouped(code.text) if code and batch else "", _scanned(batch, code),
        list(changes[:40]), [(row["day"], region_name(row["region"]), row["n"]) for row in days],
        _by_region(batches), _reports(code, batches), _recalls(lot),
    )  # fmt: skip


def _by_region(batches: list[int]) -> list[tuple[str, int]]:
    rows = ScanTally.objects.filter(batch_number__in=batches).order_by().values("region")
    return [(region_name(row["region"]), row["n"]) for row in rows.annotate(n=Sum("scans")).order_by("-n")]


def _scanned(batch: Batch | None, code: codes.Code | None) -> ScannedStamp | None:
    if batch is None or code is None:
        return None
    return ScannedStamp.objects.filter(batch=batch, sequence=code.seq).first()


def _reports(code: codes.Code | None, batches: list[int]) -> list[Report]:
    """What buyers told about this stamp, or about any stamp of the lot's batches (their codes begin with the batch's mark)."""
    if code is not None:
        return list(Report.objects.filter(code__in=[code.text, codes.grouped(code.text)])[:20])
    marks = [batch.mark for batch in Batch.objects.filter(pk__in=batches)]
    named = Q(pk__in=[])
    for mark in marks:
        named |= Q(code__istartswith=mark)
    return list(Report.objects.filter(named)[:20])


def _recalls(lot: Lot) -> list[Recall]:
    return list(Recall.objects.filter(lots__lot=lot).select_related("lot").distinct())
