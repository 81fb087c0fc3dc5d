"""Acts that meet: real threads with connections of their own."""

import threading
from collections.abc import Callable

from django.db import connections, transaction

from ocop.journal.rules import Refused

JOIN_SECONDS = 30


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs in threads of their own, all from the same moment; a refusal is a result, any other fault too."""
    gate = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def run(i: int) -> None:
        gate.wait(5)
        results[i] = _outcome(jobs[i])

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(JOIN_SECONDS)
    return results


def meanwhile(first: Callable[[], object], second: Callable[[], object], seconds: float = 0.5) -> tuple[object, bool]:
    """`second` begins after `first` is done but before it is committed: what came of `second`, and whether it waited."""
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(_outcome(second)))
    with transaction.atomic():
        first()
        thread.start()
        thread.join(seconds)
        waited = thread.is_alive()
    thread.join(JOIN_SECONDS)
    return results[0], waited


def _outcome(job: Callable[[], object]) -> object:
    try:
        return job()
    except Refused as refused:
        return refused
    except Exception as fault:
        return fault
    finally:
        connections.close_all()
