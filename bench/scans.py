"""The scan page under load, with a million scans stored: warm and cold, beside nginx and a bare server with the same bytes.

`scans.warm` is what one core of the server process answers in a second, every answer counted, logged and merged; requests a
second by the clock stand beside it, for on a shared machine the clock measures the neighbours. For the same reason ours, the
bare server and nginx take turns, and medians are told. The stamps are activated, so that the page tells its scans.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from bench.house import connect_django, house
from bench.line import Line
from bench.load import Load, bare_server, drive, fetch, has_nginx, linked, nginx_server, web_worker

STORED = 1_000_000
ROUNDS = 5
_STORE = """
INSERT INTO scans_scan (at, batch_number, sequence, verdict, network, language, region)
SELECT now() - (n %% 80) * interval '1 day' - n %% 86000 * interval '1 second', 1 + n %% 5000, n %% 900, 'genuine',
  n::bigint * 7919, 'vi', ''
FROM generate_series(1, %s) n
"""


def _stamps(batches: int, each: int) -> list[str]:
    """Paths of stamps, the batches in turn, so that neighbours share no fragment."""
    from django.db.models import F

    from ocop.stamps.models import StampRange
    from ocop.stamps.queries import mint

    found = StampRange.objects.filter(hi__gt=F("lo") + 20).select_related("batch").order_by("-id")[:batches]
    codes = [
        (r.batch.path, mint().codes(r.batch.subject, r.batch.epoch, r.batch.number, cycle(range(r.lo, r.hi))))
        for r in found
    ]
    return [path + code for path, drawn in codes * each for code in islice(drawn, 1)]


def _store_scans() -> None:
    from django.db import connection

    from ocop.stamps.models import StampRange

    StampRange.objects.filter(state="ordered").update(state="active")
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [STORED])
        cursor.execute("ANALYZE scans_scan")


def _weight(address: str, page: bytes) -> int:
    """Bytes over the wire for a first visit: the page and everything it loads to be read."""
    return len(page) + sum(len(fetch(address + path)) for path in linked(gzip.decompress(page).decode()))


def _median(runs: list[Load]) -> Load:
    return Load(*(median(getattr(run, name) for run in runs) for name in ("per_second", "p99_ms", "per_core")))


def _in_turns(turns: list[Callable[[], Load]]) -> list[Load]:
    """Medians of loads that took turns, so that a noisy minute falls on all of them; the first round only warms up."""
    rounds = [[turn() for turn in turns] for _ in range(ROUNDS + 1)]
    return [_median(list(runs)) for runs in zip(*rounds[1:], strict=True)]


def lines() -> Iterator[Line]:
    connect_django()
    _store_scans()
    address, worker = house().address, web_worker(house().process)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        plain = _stamps(20, 200)
        warm = [f"vi {path}" for path in plain]
        # A page is cold when its lot is told in its language for the first time.
        cold = [f"{language} {path}" for language in ("vi", "en", "zh") for path in _stamps(1_000, 1)]
        page = fetch(address + plain[0])
        first = drive(address, cold, folder, worker, 2)
        for _ in range(2):
            drive(address, warm, folder, worker)
        with ExitStack() as beside:
            bare, bare_pid = beside.enter_context(bare_server(page, folder))
            turns = [lambda: drive(address, warm, folder, worker), lambda: drive(bare, ["vi /"], folder, bare_pid)]
            if has_nginx():
                static, nginx_pid = beside.enter_context(nginx_server(page, folder))
                turns.append(lambda: drive(static, ["vi /"], folder, nginx_pid))
            again, floor, *peers = _in_turns(turns)
        yield Line("scans.cold", first.per_core, "answers/s/core", "higher", floor.per_core)
        yield Line("scans.warm", again.per_core, "answers/s/core", "higher", floor.per_core)
        yield Line("scans.warm_by_the_clock", again.per_second, "answers/s", "higher", floor.per_second)
        yield Line("scans.p99", again.p99_ms, "ms", "lower", floor.p99_ms)
        for peer in peers:
            yield Line("scans.warm_beside_nginx", again.per_core / peer.per_core, "of nginx", "higher", 0.25)
            yield Line("scans.nginx", peer.per_core, "answers/s/core", "higher")
        if not peers:
            print("nginx is not installed, so the line beside it is left out", file=sys.stderr)
        yield Line("scans.page", len(page), "bytes", "lower", 14_000)
        yield Line("scans.page_with_everything", _weight(address, page), "bytes", "lower", len(page))
