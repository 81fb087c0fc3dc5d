"""What scanning changes: the row of the scanned stamp at once, the log and the count of wrong codes a little later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from time import monotonic
from typing import NamedTuple

from django.core.files.base import File
from django.utils import timezone
from psycopg import Connection

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.papers.acts import drop_off

from ..models import Report
from ..queries import Issued, Run, Seen, batch_issued, reports_today, stamp_seen
from ..rules.networks import REPORTS_A_DAY, WRONG_A_DAY
from ..rules.verdicts import COPY_RULE

LARGEST_MEMORY = 50_000


class Line(NamedTuple):
    """One line of the log of scans."""

    at: datetime
    batch: int | None
    sequence: int | None
    verdict: str
    network: int
    language: str


_COPY = "COPY scans_scan (at, batch_number, sequence, verdict, network, language) FROM STDIN"
_WRONG = """
INSERT INTO scans_wrongcode (day, network, count) VALUES (%s, %s, %s)
ON CONFLICT (day, network) DO UPDATE SET count = scans_wrongcode.count + excluded.count
RETURNING count
"""


class Batches:
    """Batches already asked for; what never changes needs asking only once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Issued] = {}

    def find(self, run: Run, epoch: int, number: int) -> Issued | None:
        key = (epoch, number)
        if known := self._known.get(key):
            return known
        found = batch_issued(run, epoch, number)
        if found:
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[key] = found
        return found

    def forget(self, epoch: int, number: int) -> None:
        """After a restore the same number may mean another row."""
        self._known.pop((epoch, number), None)


class Reloads:
    """Who read which stamp last, a moment ago: a reload is not counted, and looking is cheaper than asking to count."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, int], tuple[int, float]] = {}

    def has(self, batch: int, sequence: int, network: int) -> bool:
        last, until = self._last.get((batch, sequence), (0, 0.0))
        return last == network and until > monotonic()

    def keep(self, batch: int, sequence: int, network: int) -> None:
        if len(self._last) > LARGEST_MEMORY:
            self._last.clear()
        self._last[batch, sequence] = network, monotonic() + COPY_RULE.reload.total_seconds()


def scan_stamp(run: Run, batch: Issued, sequence: int, network: int, reloads: Reloads) -> Seen | None:
    """Quét tem: count this scan on the stamp's own row and read everything the verdict needs, in one round trip."""
    if reloads.has(batch.id, sequence, network):
        return stamp_seen(run, batch, sequence, None)
    seen = stamp_seen(run, batch, sequence, network)
    reloads.keep(batch.id, sequence, network)
    return seen


def write_log(connection: Connection, lines: Iterable[Line]) -> None:
    """Ghi lượt quét: many lines in one go; whoever scanned does not wait for it."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line in lines:
            copy.write_row(line)


def write_wrong_codes(connection: Connection, day: date, wrong: Mapping[int, int]) -> Counter[int]:
    """Ghi mã sai: add up by network and learn what other processes have seen."""
    totals: Counter[int] = Counter()
    for network, count in wrong.items():
        row = connection.execute(_WRONG, (day, network, count)).fetchone()
        assert row is not None
        totals[network] = row[0]
    return totals


def is_throttled(count: int) -> bool:
    """Whether a network has tried so many wrong codes today that it gets no more answers."""
    return count >= WRONG_A_DAY


def tell_report(
    *, kind: str, code: str, seller: str, note: str, network: int, photo: File[bytes] | None = None,
    at: datetime | None = None,
) -> Report:  # fmt: skip
    """Gửi phản ánh: anyone, without an account; a few a day from one network. A photo loses its place and camera."""
    with act(at) as moment:
        told = reports_today(network, timezone.localdate(moment))
        Refused.unless_clear(
            None if kind in Report.Kind.values else Reason("Hãy chọn một trong các điều được nêu.", "kind", "required"),
            text_unfit(code, field="code", label="Mã trên tem", longest=40),
            text_unfit(seller, field="seller", label="Nơi mua hoặc thấy", longest=200, shortest=3),
            text_unfit(note, field="note", label="Kể thêm", longest=1000),
            _too_many(told),
        )
        kept = drop_off(photo, field="photo") if photo else ""
        report = Report.objects.create(
            kind=kind, code=code, seller=seller, note=note, network=network, told_at=moment, photo=kept
        )
        record("tell_report", by=None, about=report, at=moment, facts={"kind": kind, "code": code, "photo": kept})
        return report


def _too_many(told: int) -> Reason | None:
    if told < REPORTS_A_DAY:
        return None
    return Reason("Mạng này đã gửi nhiều phản ánh hôm nay. Hãy gửi tiếp vào ngày mai.", code="too_many")
