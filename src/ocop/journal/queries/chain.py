"""Questions to the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, QuerySet

from ..models import Line
from ..rules import GENESIS


@dataclass(frozen=True, slots=True)
class Head:
    """A line's number and seal as somebody outside has noted them."""

    number: int
    seal: str


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


def chain_verdict(lines: Iterable[Line] | None = None, noted: Iterable[Head] = ()) -> Verdict:
    """Reads the journal from its first line to its last; stops at the first line that does not fit.

    A chain cannot know that its end was cut off: `noted` heads, kept outside, tell.
    """
    known = {head.number: head.seal for head in noted}
    count, previous = 0, GENESIS
    for line in lines if lines is not None else Line.objects.order_by("number").iterator(2000):
        count += 1
        if fault := _fault(line, count, previous, known):
            return Verdict(count - 1, previous, min(line.number, count), fault)
        previous = line.seal
    missing = min((number for number in known if number > count), default=None)
    if missing is not None:
        return Verdict(
            count, previous, count + 1, f"nhật ký chỉ còn {count} dòng, trong khi dòng {missing} đã được ghi nhận"
        )
    return Verdict(count, previous)


def _fault(line: Line, expected: int, previous: str, known: Mapping[int, str]) -> str:
    if line.number != expected:
        return f"thiếu dòng {expected}: sau đó là dòng {line.number}"
    if line.previous != previous:
        return "không nối với dòng trước"
    if line.expected_seal() != line.seal:
        return "nội dung không khớp dấu niêm phong"
    if known.get(expected, line.seal) != line.seal:
        return "dấu niêm phong khác với dấu đã ghi nhận bên ngoài"
    return ""


def head() -> Head:
    """The newest line's number and seal: what to note outside."""
    last = Line.objects.order_by("-number").values_list("number", "seal").first()
    return Head(*last) if last else Head(0, GENESIS)


def lines_about(*subjects: Model | str) -> QuerySet[Line]:
    names = [s if isinstance(s, str) else f"{s._meta.label_lower}:{s.pk}" for s in subjects]
    return Line.objects.filter(subject__in=names).order_by("number")


def newest_lines(
    verb: str = "", subject: str = "", actor: str = "", before: int | None = None, count: int = 50
) -> list[Line]:
    """The newest lines, those before number `before`, with this verb, subject and actor where given."""
    found = Line.objects.order_by("-number")
    asked = {"verb": verb, "subject": subject, "actor": actor, "number__lt": before}
    return list(found.filter(**{key: value for key, value in asked.items() if value not in ("", None)})[:count])


def known_verbs() -> list[str]:
    """Every verb once: jumps along the index, as DISTINCT would read the whole journal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE step AS ("
            " (SELECT verb FROM journal_line ORDER BY verb LIMIT 1) UNION ALL"
            " SELECT (SELECT verb FROM journal_line l WHERE l.verb > step.verb ORDER BY verb LIMIT 1)"
            " FROM step WHERE step.verb IS NOT NULL"
            ") SELECT verb FROM step WHERE verb IS NOT NULL"
        )
        return [verb for (verb,) in cursor.fetchall()]


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
