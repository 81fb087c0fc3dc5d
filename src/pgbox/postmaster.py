"""What a running or fallen server left in its folder, and how to end one that nobody owns any more."""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
SOCKET_LINE, STATUS_LINE = 4, 7  # of postmaster.pid, counted from zero


@dataclass(frozen=True)
class Running:
    """What `postmaster.pid` says."""

    pid: int
    sockets: Path
    ready: bool


def read_pid_file(data: Path) -> Running | None:
    """The server that claims the folder, alive or not; None without a complete claim."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Running(int(lines[0]), Path(lines[SOCKET_LINE]), lines[STATUS_LINE].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None


def claimed_by(data: Path) -> int | None:
    """The number of the live process that serves this folder. A number recycled by another program does not count,
    nor does a zombie: both would make PostgreSQL refuse to start for ever."""
    try:
        pid = int((data / "postmaster.pid").read_text().split(maxsplit=1)[0])
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return pid if state != "Z" and Path(f"/proc/{pid}/cwd").readlink() == data else None
    except (OSError, ValueError, IndexError):
        return None


def clear_the_way(data: Path, sockets: Path, patience: float = 30) -> None:
    """End an orphan and drop stale claims. Call it only while holding the lock of the home."""
    pid = claimed_by(data)
    if pid is not None:
        _signal(pid, signal.SIGINT)
        if not wait_for(lambda: claimed_by(data) is None, patience):
            _signal(pid, signal.SIGQUIT)
            wait_for(lambda: claimed_by(data) is None, 5)
    if claimed_by(data) is None:
        for claim in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
            claim.unlink(missing_ok=True)


def end_with_parent(number: int = signal.SIGINT) -> None:
    """Run in the child between fork and exec, after the account changed (a change of account clears the request): when
    the parent dies, even by SIGKILL, the kernel sends us the signal. For PostgreSQL SIGINT is the fast shutdown."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
