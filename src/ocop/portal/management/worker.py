"""`ocop worker`: does the jobs that the chapters' `tasks.py` name, and proves to /readyz that it is there.

A `tasks.py` offers plain data: `jobs = {"letters.send": send_letter}`, and `hours = {"letters.send_due": "*/5 * * * *"}`
for those that the clock calls. A job is called with its payload as keyword arguments; if it fails it is tried again,
later and later, and after five times it is held for a person to look at.
"""

import asyncio
import json
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click
import psycopg
from pgqueuer import PgQueuer
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job, Schedule
from psycopg.conninfo import make_conninfo

PAUSE = 1.0
THREADS = 2
Task = Callable[..., object]
logger = logging.getLogger(__name__)


@click.command()
def worker() -> None:
    """Làm các việc nền: gửi thư, tính lại số liệu, việc theo giờ; dừng bằng Ctrl-C."""
    import django

    django.setup()
    asyncio.run(_work())


async def _work() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    told = False
    while not stop.is_set():
        try:
            await _shift(stop)
            told = False
        except (psycopg.Error, OSError) as error:
            if not told:
                logger.warning("Việc nền chờ cơ sở dữ liệu: %s", str(error).strip())
            told = True
            await _until(stop, PAUSE)


async def _shift(stop: asyncio.Event) -> None:
    """Work on one connection until it breaks or somebody asks us to stop."""
    async with await psycopg.AsyncConnection.connect(address(), autocommit=True) as connection:
        await _sign_on(connection)
        queue = PgQueuer.from_psycopg_connection(connection)
        with ThreadPoolExecutor(THREADS) as threads:
            _enlist(queue, threads)
            await _run_until(stop, queue)


async def _run_until(stop: asyncio.Event, queue: PgQueuer) -> None:
    running = asyncio.create_task(queue.run(shutdown_on_listener_failure=True))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    queue.shutdown.set()
    stopping.cancel()
    await running


async def _sign_on(connection: psycopg.AsyncConnection[Any]) -> None:
    """Hold a shared lock as long as we live: it vanishes with us, so it cannot lie as a stored heartbeat can."""
    from ocop.journal.queries import WORKER_LOCK

    await connection.execute("SELECT pg_advisory_lock_shared(%s)", [WORKER_LOCK])


def _enlist(queue: PgQueuer, threads: ThreadPoolExecutor) -> None:
    jobs, hours = found_tasks()
    for name, task in jobs.items():
        _take_on(queue, name, task, threads)
    for name, when in hours.items():
        _put_on_the_clock(queue, name, when, jobs[name], threads)


def _take_on(queue: PgQueuer, name: str, task: Task, threads: ThreadPoolExecutor) -> None:
    async def execute(job: Job) -> None:
        await _in_thread(threads, task, json.loads(job.payload or b"{}"))

    queue.entrypoint(name, on_failure="hold", executor_factory=_patient)(execute)


def _put_on_the_clock(queue: PgQueuer, name: str, when: str, task: Task, threads: ThreadPoolExecutor) -> None:
    async def execute(schedule: Schedule) -> None:
        await _in_thread(threads, task, {})

    queue.schedule(f"{name}@clock", when, clean_old=True)(execute)


def _patient(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(parameters)


async def _in_thread(threads: ThreadPoolExecutor, task: Task, arguments: dict[str, Any]) -> None:
    await asyncio.get_running_loop().run_in_executor(threads, partial(_perform, task, arguments))


def _perform(task: Task, arguments: dict[str, Any]) -> None:
    from django.db import close_old_connections

    close_old_connections()
    try:
        task(**arguments)
    finally:
        close_old_connections()


def found_tasks() -> tuple[dict[str, Task], dict[str, str]]:
    """All the jobs that the chapters offer, and the hours at which the clock calls some of them."""
    from django.conf import settings

    names = [f"ocop.{chapter}.tasks" for chapter in settings.CHAPTERS]
    modules = [import_module(name) for name in names if find_spec(name)]
    jobs = {name: task for module in modules for name, task in getattr(module, "jobs", {}).items()}
    hours = {name: when for module in modules for name, when in getattr(module, "hours", {}).items()}
    return jobs, hours


def address() -> str:
    """The address of Django's own connection, without its Django-only parameters."""
    from django.db import connection

    known = ("host", "port", "user", "password", "dbname", "connect_timeout", "sslmode", "target_session_attrs")
    given = connection.get_connection_params()
    return make_conninfo(**{name: given[name] for name in known if given.get(name)}, application_name="ocop-worker")


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        pass
