"""A portal with a large simulated register, started once per run for the benchmarks that need one."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from functools import cache
from pathlib import Path

START_SECONDS = 600.0


@dataclass(frozen=True)
class House:
    """Where the portal answers, where its database is, and the process that runs it."""

    address: str
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@cache
def house() -> House:
    """20 000 products and 1 000 000 stamps unless OCOP_BENCH_SIZE says otherwise; ended with this process."""
    home = Path(tempfile.mkdtemp(prefix="ocop-bench-", dir="/tmp"))
    home.chmod(0o755)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    port = free_port()
    environ = {**os.environ, "OCOP_HOME": str(home), "PORT": str(port), "OCOP_DEMO": "1", "HOST": "127.0.0.1"}
    environ["OCOP_TRUSTED_PROXIES"] = "127.0.0.1"  # so that the load generator may come from many networks
    environ.pop("DATABASE_URL", None)
    process = subprocess.Popen([*_OCOP, "serve", "--with-parent"], env=environ, stdout=sys.stderr)
    atexit.register(_end, process)
    address = f"http://127.0.0.1:{port}"
    _await(process, f"{address}/readyz")
    load = [*_OCOP, "demo", "load", "--size", os.environ.get("OCOP_BENCH_SIZE", "20000")]
    subprocess.run(load, env=environ, stdout=sys.stderr, check=True)
    return House(address, home, process)


@cache
def connect_django() -> None:
    """Let this process read the database of the house through Django, as the portal itself does."""
    import django

    os.environ["OCOP_HOME"] = str(house().home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.portal.settings")
    django.setup()


_OCOP = [sys.executable, "-m", "ocop.portal.management"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The portal for the benchmarks did not start; its words are above.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)
