"""A phone before the gate, and what it is answered."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection

from ocop.scans.api import scan_gate
from ocop.scans.api.gate import Desk


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        raw = gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body
        return raw.decode()

    @property
    def band(self) -> str:
        found = re.search(r'<section class="verdict (\w+)">.*?<h1>(.*?)</h1>', self.text, re.S)
        assert found
        return f"{found[1]}: {found[2]}"


def _django(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"django"]


class Phone:
    """Asks the gate as a phone does."""

    def __init__(self) -> None:
        self.gate = scan_gate(_django)
        self.desk = Desk.open()
        self.desk.listener.await_trust(5)
        self.waits = True

    def get(
        self, path: str, *, method: str = "GET", query: str = "", address: str = "203.0.113.5", **headers: str
    ) -> Reply:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": address,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }  # fmt: skip
        if self.waits:
            hear_everything(self.desk)
        got: list[Any] = []
        body = b"".join(self.gate(environ, lambda status, head: got.extend((status, head))))
        return Reply(int(got[0][:3]), dict(got[1]), body)


_marks = count(1)


def forget_counts() -> None:
    """Write what was counted, and ask the rows anew, as after a restart."""
    desk = Desk.open()
    desk.behind.flush()
    for stamp in desk.memory._stamps.values():
        stamp.stale = True


def hear_everything(desk: Desk) -> None:
    """Wait until the listener has heard all that was committed before now, as a thousandth of a second does elsewhere."""
    mark = next(_marks)
    if connection.in_atomic_block or not connection.get_autocommit() or not desk.memory.is_trusted:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('ocop_scans', %s)", [f"mark:{mark}"])
    end = time.monotonic() + 5
    while (
        ("mark", frozenset({mark})) not in list(desk.memory._heard)
        and desk.memory.is_trusted
        and time.monotonic() < end
    ):
        time.sleep(0.001)
