"""Public pages as a visitor gets them: queries, milliseconds, and what the web server weighs after it."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.house import house
from bench.line import Line

ROUNDS = 30


def lines() -> Iterator[Line]:
    yield Line("pages.most_queries", max(map(_queries, _paths())), "queries", "lower")
    floor = _p95("/healthz")
    for path in ("/", "/san-pham/", "/thong-ke/"):
        name = path.strip("/") or "home"
        yield Line(f"pages.{name}_p95", _p95(path), "ms", "lower", floor)
    yield Line("server.memory", _memory() / 1e6, "MB", "lower")


def _paths() -> list[str]:
    """The contract's public pages and the examples of the demonstration."""
    examples = json.loads((house().home / "demo.json").read_text())["examples"].values()
    shown = [str(example).removeprefix(house().address) for example in examples]
    return [
        "/",
        "/san-pham/",
        "/thong-ke/",
        "/tu-danh-gia/",
        "/tra-cuu/",
        *(path for path in shown if path.startswith("/")),
    ]


def _queries(path: str) -> int:
    """Counted with warm caches, as all visitors but the first find the page."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(path)
    return len(asked)


def _p95(path: str) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with urllib.request.urlopen(house().address + path, timeout=30) as answer:
            answer.read()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[int(ROUNDS * 0.95)]


def _memory() -> int:
    """Resident bytes of the heaviest process of the web server."""
    found = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                words, environ = (folder / "cmdline").read_text(), (folder / "environ").read_text()
                if "granian" in words and str(house().home) in environ:
                    found = max(found, int((folder / "statm").read_text().split()[1]) * 4096)
            except OSError:
                continue
    return found
