"""A council's day: thirty members saving at once over HTTP, the list of six hundred products, one save, one ranking."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.house import connect_django, free_port, house
from bench.line import Line
from bench.sittings import Day, day_of_council

MEMBERS = 30
SECONDS = float(os.environ.get("OCOP_BENCH_SECONDS", "60"))
# The least that any store of a choice must do: one row changed and on the disk, behind the same server.
_BARE = """
import os, threading
import psycopg
local = threading.local()
def application(environ, start_response):
    environ["wsgi.input"].read()
    if not hasattr(local, "link"):
        local.link = psycopg.connect({dsn!r})
    with local.link.transaction():
        local.link.execute("UPDATE bench_floor SET n = n + 1 WHERE id = %s", [threading.get_ident() % 30])
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{{}}"]
"""


@dataclass
class Tablet:
    """One member's browser: a session, and what the server has acknowledged."""

    sheet: int
    cookie: str
    token: str
    codes: list[tuple[str, list[str]]]
    device: str = field(default_factory=lambda: secrets.token_hex(12))
    seq: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    refused: int = 0

    def message(self) -> tuple[str, str, bytes]:
        self.seq += 1
        code, values = self.codes[self.seq % len(self.codes)]
        value = values[self.seq // len(self.codes) % len(values)]
        seen = [[self.acknowledged.get(code, ""), ""]]
        cell = {"seq": self.seq, "code": code, "value": value, "remark": "", "seen": seen}
        return code, value, json.dumps({"device": self.device, "cells": [cell]}).encode()

    def head(self, length: int) -> bytes:
        return (
            f"POST /hoi-dong/phieu/{self.sheet}/luu/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {length}\r\nCookie: sessionid={self.cookie}; csrftoken={self.token}\r\n"
            f"X-CSRFToken: {self.token}\r\nX-Autosave: 1\r\n\r\n"
        ).encode()


async def _save_on(tablet: Tablet, port: int, end: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.monotonic() < end:
        code, value, body = tablet.message()
        began = time.perf_counter()
        writer.write(tablet.head(len(body)) + body)
        answer = await _answer(reader)
        tablet.took.append(time.perf_counter() - began)
        if b'"state":"saved"' in answer or answer == b"{}":
            tablet.acknowledged[code] = value
        else:
            tablet.refused += 1
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    return await reader.readexactly(length)


def _load(tablets: list[Tablet], port: int, seconds: float) -> float:
    """All at once, each as fast as it is answered; saves a second."""

    async def everybody() -> None:
        end = time.monotonic() + seconds
        await asyncio.gather(*(_save_on(tablet, port, end) for tablet in tablets))

    asyncio.run(everybody())
    return sum(len(tablet.took) for tablet in tablets) / seconds


def _p95(tablets: list[Tablet]) -> float:
    took = sorted(t for tablet in tablets for t in tablet.took)
    return took[int(len(took) * 0.95)] * 1000


def _tablets(day: Day) -> list[Tablet]:
    return [
        Tablet(sheet, cookie, secrets.token_hex(16), codes)
        for sheet, cookie, codes in day.open_sheets(MEMBERS)
    ]  # fmt: skip


def _lost(tablets: list[Tablet]) -> int:
    """Acknowledged values that the database does not hold."""
    from ocop.councils.models import Sheet
    from ocop.criteria.rules import spelled

    lost = 0
    for tablet in tablets:
        kept = Sheet.objects.get(pk=tablet.sheet).choices
        lost += sum(spelled(kept.get(code)) != value for code, value in tablet.acknowledged.items())
    return lost


@contextmanager
def _bare_server() -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_floor (id int PRIMARY KEY, n int NOT NULL DEFAULT 0)")
        cursor.execute("INSERT INTO bench_floor (id) SELECT generate_series(0, 29) ON CONFLICT DO NOTHING")
    params = connection.get_connection_params()
    dsn = " ".join(f"{name}={params[name]}" for name in ("host", "port", "user", "dbname") if params.get(name))
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "bare.py").write_text(_BARE.format(dsn=dsn))
        port = free_port()
        call = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--http", "1", "--no-ws"]
        call += ["--workers", "1", "--blocking-threads", "3", "--log-level", "error", "bare:application"]
        with subprocess.Popen(call, cwd=made) as process:
            try:
                _await_port(port)
                yield port
            finally:
                process.terminate()
                process.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_floor")


def _await_port(port: int) -> None:
    import socket

    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def _cpu(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of this process's CPU for one round; the best of five runs, because others use the machine too."""
    work()
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        for _ in range(rounds):
            work()
        best = min(best, (time.process_time() - began) / rounds)
    return best * 1000


def _saver(tablet: Tablet) -> Callable[[], object]:
    """The whole request through every middleware, in this process."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = tablet.cookie

    def save() -> None:
        code, value, body = tablet.message()
        answer = client.post(f"/hoi-dong/phieu/{tablet.sheet}/luu/", body, content_type="application/json")
        assert b'"saved"' in answer.content, answer.content
        tablet.acknowledged[code] = value

    return save


def _acting(tablet: Tablet, person: Any) -> Callable[[], object]:
    """The act alone: rules, lock and store."""
    from ocop.councils.acts import keep_cell
    from ocop.councils.rules.keeping import Cell

    def save() -> None:
        code, value, _ = tablet.message()
        cell = Cell(tablet.seq, code, value, "", ((tablet.acknowledged.get(code, ""), ""),))
        assert keep_cell(tablet.sheet, cell, device=tablet.device, by=person).state == "saved"
        tablet.acknowledged[code] = value

    return save


def _two_statements(sheet: int) -> Callable[[], object]:
    """The floor of a save: the row read under its lock and written, in one transaction."""
    from django.db import transaction

    def save() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT choices FROM councils_sheet WHERE id = %s FOR UPDATE", [sheet])
            cursor.fetchone()
            cursor.execute("UPDATE councils_sheet SET edition = edition + 1 WHERE id = %s", [sheet])

    return save


def lines() -> Iterator[Line]:
    connect_django()
    day = day_of_council()
    tablets = _tablets(day)
    seconds = SECONDS
    with _bare_server() as port:
        floor = [Tablet(t.sheet, t.cookie, t.token, t.codes) for t in tablets]
        floor_rate = _load(floor, port, min(5.0, seconds))
    rate = _load(tablets, house().port, seconds)
    lost, refused = _lost(tablets), sum(t.refused for t in tablets)
    if refused:
        raise SystemExit(f"{refused} saves were refused under load")
    yield Line("councils.saves_p95", _p95(tablets), "ms", "lower", _p95(floor))
    yield Line("councils.saves", rate, "saves/s", "higher", floor_rate)
    yield Line("councils.saves_lost", lost, "saves", "lower", 0)
    one, two, three = tablets[:3]  # they know what they stored: a fresh tablet would be asked about it
    least = _cpu(_two_statements(one.sheet), 50)
    yield Line("councils.save_cpu", _cpu(_acting(two, day.person_of(two.sheet)), 50), "ms of CPU", "lower", least)
    yield Line("councils.save_request_cpu", _cpu(_saver(three), 50), "ms of CPU", "lower", least)
    yield from _lists(day)


def _lists(day: Day) -> Iterator[Line]:
    from ocop.councils.queries.ranking import ranking_of

    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = day.secretary_cookie
    path = f"/hoi-dong/{day.council.pk}/san-pham/"

    def page() -> None:
        answer = client.get(path)
        assert answer.status_code == 200 and answer.content.count(b"<tr>") > 600

    def rows() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM councils_item i JOIN councils_result r ON r.item_id = i.id")
            cursor.fetchall()

    page()
    with CaptureQueriesContext(connection) as asked:
        page()
    statements = len(asked)
    yield Line("councils.list_of_600_cpu", _cpu(page, 5), "ms of CPU", "lower", _cpu(rows, 5))
    yield Line("councils.list_of_600_statements", statements, "statements", "lower", 1)
    assert len(ranking_of(day.opened, day.secretary)) == day.items
    ranked = _cpu(lambda: ranking_of(day.opened, day.secretary), 5)
    yield Line("councils.ranking_cpu", ranked, "ms of CPU", "lower", _cpu(day.points_alone, 5))
