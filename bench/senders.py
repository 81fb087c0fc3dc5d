"""Processes that hand documents in, one for each core, as `OCOP_WEB_PROCESSES` serves them.

Each makes its own documents and waits for the others; only what comes after is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter
from typing import Any

PROCESSES = 2
_ROUND = 20
_barrier: Any = None

# Named so that another process finds them: a function of the module that says how to make and how to send.
Make = Callable[[int, bool], bytes]
Send = Callable[[bytes, int], object]


@dataclass(frozen=True)
class Senders:
    """A pool of processes that Django, the database and the collector know as they know the server's."""

    pool: ProcessPoolExecutor

    def rate(self, make: Make, send: Send, firsts: range, *, named: bool, party: int = 0) -> float:
        """Documents a second, over all of `firsts`; each round lasts until its last process is done."""
        step, spent = _ROUND * PROCESSES, 0.0
        for at in range(0, len(firsts), step):
            shares = [firsts[at + k : at + step : PROCESSES] for k in range(PROCESSES)]
            turns = [self.pool.submit(_turn, make, send, share, named, party) for share in shares]
            times = [turn.result() for turn in turns]
            spent += max(ended for _, ended in times) - min(began for began, _ in times)
        return len(firsts) / spent


@contextmanager
def senders() -> Iterator[Senders]:
    context = get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, context, initializer=_begin, initargs=(barrier,)) as pool:
        yield Senders(pool)


def _begin(barrier: Any) -> None:
    """What a web process does before its first request."""
    global _barrier
    import django

    django.setup()
    from ocop.portal.management.wsgi import settle

    settle()
    _barrier = barrier
    _refuse_careless()


def _refuse_careless() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("on", "on"), "what is not durable is not measured"


def _turn(make: Make, send: Send, firsts: range, named: bool, party: int) -> tuple[float, float]:
    raws = [make(first, named) for first in firsts]
    _barrier.wait(60)
    began = perf_counter()
    for raw in raws:
        send(raw, party)
    return began, perf_counter()
