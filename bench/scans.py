"""The scan page under load: warm and cold, beside a bare server that sends the same bytes."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.house import connect_django, free_port, house
from bench.line import Line

CONNECTIONS = 32
SECONDS = 4
_LUA = """
local paths, at = {}, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local headers = {["Accept-Encoding"] = "gzip"}
request = function()
  at = at % #paths + 1
  local language, path = paths[at]:match("(%S+) (%S+)")
  headers["Accept-Language"] = language
  return wrk.format("GET", path, headers)
end
done = function(summary, latency)
  io.stderr:write(string.format('{"done": %d, "us": %d, "p99": %d, "wrong": %d}\\n', summary.requests, summary.duration,
    latency:percentile(99), summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""
_BARE = """
from pathlib import Path
body = Path({file!r}).read_bytes()
head = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
head += [("X-Filler-%d" % i, "x" * 60) for i in range(10)]
def application(environ, start_response):
    start_response("200 OK", head)
    return [body]
"""


@dataclass(frozen=True)
class Load:
    """What one run of the load generator saw."""

    per_second: float
    p99_ms: float


def _stamps(batches: int, each: int) -> list[str]:
    """Paths of stamps, the batches in turn, so that neighbours share no fragment."""
    from django.db.models import F

    from ocop.stamps.models import StampRange
    from ocop.stamps.queries import mint

    found = StampRange.objects.filter(hi__gt=F("lo") + 200).select_related("batch").order_by("-id")[:batches]
    codes = [
        (r.batch.path, mint().codes(r.batch.subject, r.batch.epoch, r.batch.number, cycle(range(r.lo, r.hi))))
        for r in found
    ]
    return [path + code for path, drawn in codes * each for code in islice(drawn, 1)]


def _load(address: str, paths: list[str], folder: Path, seconds: int = SECONDS) -> Load:
    """Drive wrk (Debian's) with these paths."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    script, listed = folder / "scan.lua", folder / "paths"
    script.write_text(_LUA)
    listed.write_text("\n".join(paths) + "\n")
    call = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), address]
    ran = subprocess.run(call, env={"PATHS": str(listed)}, capture_output=True, text=True, check=True)
    seen = json.loads(ran.stderr.strip().splitlines()[-1])
    if seen["wrong"]:
        raise SystemExit(f"{seen['wrong']} scans were answered wrongly: {ran.stdout}")
    return Load(seen["done"] / seen["us"] * 1e6, seen["p99"] / 1000)


def _fetch(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Accept-Language": "vi"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


@contextmanager
def _bare_server(body: bytes, folder: Path) -> Iterator[str]:
    """The same server and the same bytes, with no work between: nothing that answers scans can be faster."""
    (folder / "body.gz").write_bytes(body)
    (folder / "bare.py").write_text(_BARE.format(file=str(folder / "body.gz")))
    port = free_port()
    call = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--http", "1", "--no-ws"]
    call += ["--workers", "1", "--blocking-threads", "3", "--log-level", "error", "bare:application"]
    with subprocess.Popen(call, cwd=folder) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(100):
                if process.poll() is not None or _answers(address):
                    break
            yield address
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    import time

    try:
        return bool(_fetch(address))
    except OSError:
        time.sleep(0.1)
        return False


def _weight(address: str, page: bytes) -> int:
    """Bytes over the wire for a first visit: the page and everything it loads to be read."""
    linked = re.findall(r'(?:href|src)="(/static/[^"#]+)', gzip.decompress(page).decode())
    return len(page) + sum(len(_fetch(address + path)) for path in dict.fromkeys(linked))


def lines() -> Iterator[Line]:
    connect_django()
    address = house().address
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        plain = _stamps(20, 200)
        warm = [f"vi {path}" for path in plain]
        # A page is cold when its lot is told in its language for the first time.
        cold = [f"{language} {path}" for language in ("vi", "en", "zh") for path in _stamps(1_000, 1)]
        page = _fetch(address + plain[0])
        with _bare_server(page, folder) as bare:
            floor = _load(bare, ["vi /"], folder)
        first = _load(address, cold, folder, 2)
        _load(address, warm, folder)
        again = _load(address, warm, folder)
        yield Line("scans.cold", first.per_second, "answers/s", "higher", floor.per_second)
        yield Line("scans.warm", again.per_second, "answers/s", "higher", floor.per_second)
        yield Line("scans.p99", again.p99_ms, "ms", "lower", floor.p99_ms)
        yield Line("scans.page_with_everything", _weight(address, page), "bytes", "lower", len(page))
