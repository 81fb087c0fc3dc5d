"""Buyers of the demonstration, and three stamps of the honey that make the radar look twice. All simulated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from ocop.scans.acts.cases import decide_case, take_case
from ocop.scans.acts.counting import Delta, Line, day_of, merge_counts, open_months, write_log, write_tallies
from ocop.scans.acts.sweeping import sweep
from ocop.scans.models import Case, Sweep
from ocop.stamps.models import Batch

from .cast import Cast

_BUYERS, _DAYS = 60, 28
_SOLD_TWICE, _PASSED_ROUND, _ASLEEP = 40, 41, 200
_SALES = ("22", "22", "22", "22", "01", "31", "", "")


def tell_radar(cast: Cast, batch: Batch) -> None:
    """A month of scans of one batch, then one sweep; once."""
    if Sweep.objects.exists():
        return
    now = timezone.now() - timedelta(minutes=1)
    lines = list(_with_firsts(sorted(_scans(batch, now))))
    connection.ensure_connection()
    line = connection.connection
    open_months(line, {day_of(scan.at) for scan in lines})
    write_log(line, lines)
    write_tallies(line, lines)
    merge_counts(line, _counts(lines))
    sweep()
    _concluded(cast, batch)


def _scans(batch: Batch, now: datetime) -> Iterator[Line]:
    random = Random(22)
    first = (now - timedelta(days=_DAYS)).timestamp()
    span = _DAYS * 86_400

    def seen(at: float, sequence: int, region: str, verdict: str = "genuine") -> Line:
        return Line(first + at, batch.pk, sequence, verdict, random.getrandbits(40), "vi", region)

    for sequence in random.sample(range(5, 120), _BUYERS):
        if sequence not in (_SOLD_TWICE, _PASSED_ROUND):
            yield seen(random.random() * span, sequence, random.choice(_SALES))
    for turn in range(11):
        yield seen((turn + 0.9) * span / 12, _SOLD_TWICE, "79" if turn % 2 else "01")
    for turn in range(15):
        yield seen(span * 0.7 + turn * 3000, _PASSED_ROUND, ("22", "01", "79")[turn % 3])
    for sequence in range(_ASLEEP, _ASLEEP + 14):
        yield seen(span * random.uniform(0.8, 0.99), sequence, "22", "inactive")


def _with_firsts(lines: list[Line]) -> Iterator[Line]:
    """Which scan of a stamp was its first."""
    seen: set[int | None] = set()
    for line in lines:
        yield line._replace(first=line.sequence not in seen)
        seen.add(line.sequence)


def _counts(lines: list[Line]) -> list[Delta]:
    counted: dict[int, Delta] = {}
    for line in lines:
        assert line.batch is not None and line.sequence is not None
        delta = counted.setdefault(line.sequence, Delta(line.batch, line.sequence, line.at))
        delta.last_at, delta.last_network = line.at, line.network
        delta.count += 1
        delta.networks = [*delta.networks, line.network][-6:]
    return list(counted.values())


def _concluded(cast: Cast, batch: Batch) -> None:
    """The inspector has looked at one of them; the others wait."""
    case = Case.objects.filter(batch=batch, sequence=_PASSED_ROUND).first()
    if case:
        case = take_case(case, by=cast.thanh_tra)
        finding = "Ảnh tem được chuyền trong một nhóm khách du lịch; chỉ có một hũ hàng (mô phỏng)."
        decide_case(case, by=cast.thanh_tra, outcome=Case.Outcome.HONEST, finding=finding)
