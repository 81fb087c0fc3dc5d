"""Acts per second with their sealed line, beside the same rows inserted without a chain."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from django.db import connection, transaction

from bench.line import Line
from ocop.journal.acts import act, database_clock, record

SECONDS = 1.5
FACTS = {"points": 74, "star": 4, "note": "mật ong rừng"}


def _sealed() -> None:
    with act() as moment:
        record("bench", by=None, about="bench:1", at=moment, facts=FACTS)


def _unsealed() -> None:
    """What any audit table costs: the clock, one row, one commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_floor (at, verb, actor, subject, facts) VALUES (%s, 'bench', 'system', 'bench:1', '{}')",
            [database_clock()],
        )


def _rate(do: Callable[[], None], threads: int) -> float:
    """How often `do` is done each second by so many at once."""
    done = [0] * threads
    end = time.monotonic() + SECONDS

    def work(who: int) -> None:
        while time.monotonic() < end:
            do()
            done[who] += 1
        connection.close()

    begin = time.monotonic()
    workers = [threading.Thread(target=work, args=(who,)) for who in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / (time.monotonic() - begin)


def lines() -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor"
            " (number bigserial PRIMARY KEY, at timestamptz, verb text, actor text, subject text, facts jsonb)"
        )
    try:
        for threads in (1, 4):
            floor = _rate(_unsealed, threads)
            yield Line(f"journal.acts.{threads}_threads", _rate(_sealed, threads), "acts/s", "higher", floor)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_floor")
