"""Questions to the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, QuerySet

from .models import Line
from .rules import GENESIS


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain is whole; `broken` is the number of the first line that is not."""

    lines: int
    head: str
    broken: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        return self.broken is None


def chain_verdict(lines: Iterable[Line] | None = None) -> Verdict:
    """Reads the journal from its first line to its last; stops at the first line that does not fit."""
    count, previous = 0, GENESIS
    for line in lines if lines is not None else Line.objects.order_by("number").iterator(2000):
        count += 1
        if line.number != count:
            return Verdict(count - 1, previous, count, f"thiếu dòng {count}: sau đó là dòng {line.number}")
        if line.previous != previous:
            return Verdict(count - 1, previous, line.number, "không nối với dòng trước")
        if line.expected_seal() != line.seal:
            return Verdict(count - 1, previous, line.number, "nội dung không khớp dấu niêm phong")
        previous = line.seal
    return Verdict(count, previous)


def lines_about(*subjects: Model | str) -> QuerySet[Line]:
    names = [s if isinstance(s, str) else f"{s._meta.label_lower}:{s.pk}" for s in subjects]
    return Line.objects.filter(subject__in=names).order_by("number")


def newest_lines(verb: str = "", subject: str = "", before: int | None = None, count: int = 50) -> list[Line]:
    found = Line.objects.order_by("-number")
    if verb:
        found = found.filter(verb=verb)
    if subject:
        found = found.filter(subject=subject)
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found[:count])


def known_verbs() -> list[str]:
    return list(Line.objects.order_by("verb").values_list("verb", flat=True).distinct())


# The key of the advisory lock that every worker process holds, shared, as long as it lives.
WORKER_LOCK = 0x0C0B_0002


def worker_present() -> bool:
    """Whether a worker is connected now; asked of the locks, which cannot outlive it as a stored heartbeat would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [WORKER_LOCK],
        )
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many jobs of one name wait, run, or are held for a person after five failures."""

    name: str
    waiting: int
    running: int
    held: int


def queue_states() -> list[QueueState]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entrypoint, count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'picked'),"
            " count(*) FILTER (WHERE status = 'failed') FROM pgqueuer GROUP BY 1 ORDER BY 1"
        )
        return [QueueState(*row) for row in cursor.fetchall()]
