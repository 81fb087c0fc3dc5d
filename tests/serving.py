"""A real portal for tests: `ocop serve` with a home and a port of its own, as `make run` starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 600.0  # seconds on a free machine; CI shares its cores
STOP_SECONDS = 120.0


@dataclass(frozen=True)
class Portal:
    """A running portal."""

    address: str
    home: Path
    process: subprocess.Popen[str]
    log: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def get(self, path: str) -> tuple[int, str]:
        """Status and body, without following redirects to the network."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ocop(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command and wait; the embedded database unless `environ` says otherwise."""
    return subprocess.run(
        _command(*words), env=_environ(environ), capture_output=True, text=True, check=False, timeout=600
    )


@contextmanager
def running_portal(home: Path, port: int | None = None, **environ: str) -> Iterator[Portal]:
    """The portal, ready; it and everything it started are gone afterwards."""
    port, log = port or free_port(), home.with_name(f"{home.name}.log")
    given = {"OCOP_DEMO": "1", "OCOP_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1", **environ}
    with log.open("w") as out:
        process = subprocess.Popen(_command("serve"), env=_environ(given), stdout=out, stderr=out, text=True)
        try:
            _await_welcome(process, log)
            yield Portal(f"http://127.0.0.1:{port}", home, process, log)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "ocop.portal.management", *words]


def _environ(given: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OCOP_", "DATABASE_URL"))}
    return kept | {"PYTHONUNBUFFERED": "1"} | given


def _await_welcome(process: subprocess.Popen[str], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while "Ctrl-C" not in log.read_text():
        assert process.poll() is None and time.monotonic() < end, f"ocop serve did not start:\n{log.read_text()}"
        time.sleep(0.1)
