"""Driving a web server with wrk, and asking the kernel what the answers cost: on a shared machine only that is worth telling."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.house import free_port

CONNECTIONS = 32
SECONDS = 4
# As many networks as one stamp may be read on without being called a copy: every answer is counted and written, none is a
# reload. Only a trusted proxy may say so, and in the house the load generator is one.
NETWORKS = 7
_TICK = os.sysconf("SC_CLK_TCK")
_LUA = """
local paths, at = {}, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local headers = {["Accept-Encoding"] = "gzip", ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  ["User-Agent"] = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Mobile"}
request = function()
  at = at + 1
  local language, path = paths[at % #paths + 1]:match("(%S+) (%S+)")
  headers["Accept-Language"] = language
  headers["X-Forwarded-For"] = "198.51." .. (math.floor(at / #paths) % NETWORKS) .. ".9"
  return wrk.format("GET", path, headers)
end
done = function(summary, latency)
  io.stderr:write(string.format('{"done": %d, "us": %d, "p99": %d, "wrong": %d}\\n', summary.requests, summary.duration,
    latency:percentile(99), summary.errors.status + summary.errors.read + summary.errors.timeout))
end
""".replace("NETWORKS", str(NETWORKS))
_BARE = """
from pathlib import Path
body = Path({file!r}).read_bytes()
head = {head!r} + [("x-filler-%d" % i, "x" * 60) for i in range(10)]
class Bare:
    def __rsgi_init__(self, loop): pass
    async def __rsgi__(self, scope, protocol):
        protocol.response_bytes({status}, head, body)
application = Bare()
"""
_NGINX = """
daemon off; master_process on; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.err; {user}
events {{ worker_connections 256; }}
http {{ access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on; open_file_cache max=10;
  server {{ listen 127.0.0.1:{port}; location / {{ root {folder}; try_files /page.gz =404; default_type text/html;
    add_header Content-Encoding gzip; add_header X-Filler "{filler}"; }} }} }}
"""


@dataclass(frozen=True)
class Load:
    """What one run of the load generator saw, and what it cost the server."""

    per_second: float
    p99_ms: float
    per_core: float


def drive(address: str, paths: Sequence[str], folder: Path, pid: int, seconds: int = SECONDS) -> Load:
    """Drive wrk (Debian's) with lines of «language path»; `pid` is the process whose time is counted."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    script, listed = folder / "scan.lua", folder / "paths"
    script.write_text(_LUA)
    listed.write_text("\n".join(paths) + "\n")
    call = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), address]
    before = _cpu(pid)
    ran = subprocess.run(call, env={"PATHS": str(listed)}, capture_output=True, text=True, check=True)
    seen = json.loads(ran.stderr.strip().splitlines()[-1])
    if seen["wrong"]:
        raise SystemExit(f"{seen['wrong']} requests were answered wrongly: {ran.stdout}")
    spent = max(_cpu(pid) - before, 1 / _TICK)
    return Load(seen["done"] / seen["us"] * 1e6, seen["p99"] / 1000, seen["done"] / spent)


def _cpu(pid: int) -> float:
    """Seconds of all threads of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def web_worker(process: subprocess.Popen[bytes]) -> int:
    """The process of a portal that answers: granian's only worker."""
    for child in children(process.pid):
        if b"granian" in Path(f"/proc/{child}/cmdline").read_bytes():
            workers = children(child)
            return max(workers, key=_cpu) if workers else child
    raise SystemExit("no web server was found")


def fetch(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip", "Accept-Language": "vi"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


@contextmanager
def bare_server(body: bytes, folder: Path, status: int = 200, location: str = "") -> Iterator[tuple[str, int]]:
    """The same server and the same bytes, with no work between: nothing that answers in it can be faster."""
    (folder / "body.gz").write_bytes(body)
    head = [("content-type", "text/html"), ("location", location)] if location else [
        ("content-type", "text/html"), ("content-encoding", "gzip")
    ]  # fmt: skip
    (folder / "bare.py").write_text(_BARE.format(file=str(folder / "body.gz"), head=head, status=status))
    port = free_port()
    call = [sys.executable, "-m", "granian", "--interface", "rsgi", "--port", str(port), "--http", "1", "--no-ws"]
    call += ["--workers", "1", "--log-level", "error", "bare:application"]
    with _ended(subprocess.Popen(call, cwd=folder), f"http://127.0.0.1:{port}") as (address, process):
        yield address, children(process.pid)[0]


@contextmanager
def nginx_server(body: bytes, folder: Path) -> Iterator[tuple[str, int]]:
    """nginx with one worker, sending the same bytes as a static file."""
    found = shutil.which("nginx") or "/usr/sbin/nginx"
    (folder / "page.gz").write_bytes(body)
    folder.chmod(0o755)
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    words = _NGINX.format(folder=folder, port=port, user=user, filler="x" * 700)
    (folder / "nginx.conf").write_text(words)
    call = [found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.err")]
    with _ended(subprocess.Popen(call), f"http://127.0.0.1:{port}") as (address, process):
        yield address, children(process.pid)[0]


def has_nginx() -> bool:
    return bool(shutil.which("nginx") or Path("/usr/sbin/nginx").exists())


@contextmanager
def _ended(process: subprocess.Popen[bytes], address: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with process:
        try:
            for _ in range(100):
                if process.poll() is not None or _answers(address):
                    break
            yield address, process
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        time.sleep(0.1)
        return False


def linked(page: str) -> list[str]:
    """What a page loads to be read."""
    return list(dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"#]+)', page)))
