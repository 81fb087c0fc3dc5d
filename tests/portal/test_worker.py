"""Jobs: written with the act, done after commit, tried again, held for a person in the end."""

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from ocop.journal.acts import enqueue
from ocop.journal.queries import WORKER_LOCK, queue_states, worker_present
from ocop.portal.management import worker
from pgbox.postmaster import wait_for
from tests.loops import in_a_loop_apart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    """The queue's tables are not Django's, so no test empties them for us."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE pgqueuer, pgqueuer_log, pgqueuer_schedules")


def states() -> dict[str, tuple[int, int, int]]:
    return {state.name: (state.waiting, state.running, state.held) for state in queue_states()}


def work_until(done: Callable[[], bool], jobs: dict[str, worker.Task], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the real worker with these jobs until `done`, then ask it to stop."""
    monkeypatch.setattr(worker, "found_tasks", lambda: (jobs, {}))

    async def shift() -> None:
        stop = asyncio.Event()
        working = asyncio.create_task(worker._shift(stop))
        for _ in range(400):
            if await asyncio.to_thread(done) or working.done():
                break
            await asyncio.sleep(0.05)
        stop.set()
        await asyncio.wait_for(working, 20)

    in_a_loop_apart(shift)


def test_a_job_of_an_act_that_is_rolled_back_was_never_written() -> None:
    with transaction.atomic():
        enqueue("letters.send", {"number": 7})
        assert states() == {"letters.send": (1, 0, 0)}
        transaction.set_rollback(True)
    assert states() == {}


def test_a_job_named_once_waits_once() -> None:
    for _ in range(3):
        enqueue("reports.count", once="reports.count")
    assert states() == {"reports.count": (1, 0, 0)}


def test_the_payload_is_plain_json_with_its_letters() -> None:
    enqueue("letters.send", {"name": "Mật ong Bình Liêu"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM pgqueuer")
        assert json.loads(bytes(cursor.fetchone()[0])) == {"name": "Mật ong Bình Liêu"}


def test_a_job_is_called_with_its_payload_and_leaves_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[dict[str, object]] = []
    enqueue("letters.send", {"number": 7})
    work_until(lambda: bool(called), {"letters.send": lambda **words: called.append(words)}, monkeypatch)
    assert called == [{"number": 7}]
    assert states() == {}


def test_a_job_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def stumble() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("máy chủ thư bận")

    enqueue("letters.send")
    work_until(lambda: len(tries) == 2, {"letters.send": stumble}, monkeypatch)
    assert len(tries) == 2
    assert states() == {}


def test_a_job_for_later_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    called = threading.Event()
    enqueue("later", after=timedelta(hours=1))
    enqueue("now")
    work_until(called.is_set, {"now": called.set, "later": lambda: pytest.fail("too early")}, monkeypatch)
    assert states() == {"later": (1, 0, 0)}


def test_a_worker_is_present_exactly_as_long_as_its_connection() -> None:
    assert not worker_present()
    with psycopg.connect(worker.address(), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock_shared(%s)", [WORKER_LOCK])
        assert worker_present()
    assert wait_for(lambda: not worker_present(), 20)  # the server lets go a moment after we close


def test_every_offered_job_has_a_name_of_its_chapter_and_the_clock_calls_only_known_ones() -> None:
    jobs, hours = worker.found_tasks()
    assert set(hours) <= set(jobs)
    for name, task in jobs.items():
        assert task.__module__.startswith(f"ocop.{name.partition('.')[0]}.tasks"), (
            f"{name}: start the name with its chapter"
        )


def test_the_schedule_reads_every_hour_that_the_chapters_offer() -> None:
    from croniter import croniter

    assert all(croniter.is_valid(when) for when in worker.found_tasks()[1].values())
