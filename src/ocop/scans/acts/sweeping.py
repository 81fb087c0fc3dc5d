"""The radar's sweep: scores what was scanned since the last one, and opens cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection

from ocop.journal.acts import act

from ..models import Suspicion, Sweep
from ..queries.radar import (
    batches_of_the_day,
    end_of_slice,
    facts_of_batches,
    fresh_scans,
    known_cases,
    last_sweep,
    markets_of,
    sightings_of,
)
from ..rules.radar.limits import Limits, limits
from ..rules.radar.signs import Finding, Sighting, batch_finding, stamp_finding
from .cases import open_case

_SWEEP_LOCK = 0x0C0B_000A
_SETTLED = timedelta(seconds=10)  # scans are written behind; older ones have arrived
_KEPT_FROM = 0.5  # a finding is kept from this share of the score on that opens a case
_STAMPS_APIECE = 3  # more suspicious stamps of one batch are one case about the batch
_WORSE = 1.5  # a case that was decided is opened again only when it got that much worse

Subject = tuple[int, int | None]


def sweep(at: datetime | None = None, *, thorough: bool = False) -> Sweep | None:
    """Quét ra-đa: reads on from the last sweep; None while another process sweeps.

    Once a day a thorough one also asks of each batch which of its stamps were read in two places far apart.
    """
    began = monotonic()
    rule = limits()
    with act(at) as moment:
        if not _alone():
            return None
        last = last_sweep()
        since = last.until if last else moment - timedelta(days=rule.days)
        until = end_of_slice(since, max(since, moment - _SETTLED))
        fresh = fresh_scans(since, until)
        month = until - timedelta(days=rule.days)
        seen = sightings_of(fresh.candidates, month, until) if fresh.candidates else {}
        batches = sorted({*fresh.batches, *batches_of_the_day(until)}) if thorough else fresh.batches
        found = _findings(seen, batches, month, until, rule, thorough)
        _keep(found, moment, rule)
        opened = _open_cases(found, seen, moment, rule)
        return Sweep.objects.create(
            swept_at=moment, until=until, scans=fresh.scans, stamps=len(seen), opened=opened,
            took_ms=round(1000 * (monotonic() - began)),
        )  # fmt: skip


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SWEEP_LOCK])
        return bool(cursor.fetchone()[0])


def _findings(
    seen: Mapping[tuple[int, int], list[Sighting]],
    batches: list[int],
    month: datetime,
    until: datetime,
    rule: Limits,
    thorough: bool,
) -> dict[Subject, Finding]:
    markets = markets_of(batches) if batches else {}
    found: dict[Subject, Finding] = {
        stamp: stamp_finding(sightings, rule, markets.get(stamp[0], ())) for stamp, sightings in seen.items()
    }
    if batches:
        facts = facts_of_batches(batches, month, until, rule, thorough=thorough)
        judged = {batch: batch_finding(told, rule) for batch, told in facts.items()}
        # What the thorough sweep found of a batch stays until the next one, unless there is something newer to say.
        found.update({(batch, None): f for batch, f in judged.items() if thorough or f.signs})
    return found


def _keep(found: Mapping[Subject, Finding], moment: datetime, rule: Limits) -> None:
    """The newest finding of each; one that has calmed down is taken away."""
    rows = [
        Suspicion(batch_id=batch, sequence=sequence, score=f.score, signs=_told(f), found_at=moment)
        for (batch, sequence), f in found.items()
        if f.score >= _KEPT_FROM * rule.score
    ]
    kept = {(row.batch_id, row.sequence) for row in rows}
    old = Suspicion.objects.filter(batch_id__in={batch for batch, _ in found})
    calmed = [s.pk for s in old if (s.batch_id, s.sequence) in found and (s.batch_id, s.sequence) not in kept]
    Suspicion.objects.filter(pk__in=calmed).delete()
    Suspicion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["batch", "sequence"], update_fields=["score", "signs", "found_at"]
    )


def _told(finding: Finding) -> list[dict[str, object]]:
    return [{"name": s.name, "seen": s.seen, "weight": s.weight} for s in finding.signs]


def _open_cases(
    found: Mapping[Subject, Finding], seen: Mapping[tuple[int, int], list[Sighting]], moment: datetime, rule: Limits
) -> int:
    bad = _gathered({subject: f for subject, f in found.items() if f.score >= rule.score})
    known = {(case.batch_id, case.sequence): case for case in known_cases(bad)}
    opened = 0
    for (batch, sequence), finding in sorted(bad.items(), key=lambda item: -item[1].score):
        before = known.get((batch, sequence))
        if before and (before.is_open or finding.score < _WORSE * before.score):
            continue
        sightings = seen.get((batch, sequence), []) if sequence is not None else _of_batch(batch, seen)
        open_case(batch, sequence, finding=finding, sightings=sightings, by=None, at=moment)
        opened += 1
    return opened


def _of_batch(batch: int, seen: Mapping[tuple[int, int], list[Sighting]]) -> list[Sighting]:
    return sorted(s for (b, _), sightings in seen.items() if b == batch for s in sightings)


def _gathered(bad: dict[Subject, Finding]) -> dict[Subject, Finding]:
    """Many suspicious stamps of one batch are one story: one case about the batch, with the signs of the worst."""
    many = Counter(batch for batch, sequence in bad if sequence is not None)
    of_batch: defaultdict[int, list[Finding]] = defaultdict(list)
    for (batch, sequence), finding in bad.items():
        if sequence is not None and many[batch] > _STAMPS_APIECE:
            of_batch[batch].append(finding)
    gathered = {(b, s): f for (b, s), f in bad.items() if s is None or many[b] <= _STAMPS_APIECE}
    for batch, findings in of_batch.items():
        gathered.setdefault((batch, None), max(findings, key=lambda f: f.score))
    return gathered
