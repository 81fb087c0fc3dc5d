"""A child process that never outlives us and is put back when it falls."""

import os
import signal
import subprocess
import time
from functools import partial
from types import TracebackType

import click

from pgbox.postmaster import end_with_parent

FIRST_PAUSE, LONGEST_PAUSE, CALM = 1.0, 30.0, 60.0
STOP_SECONDS = 15.0


class Child:
    """`with Child(...)`: running inside, gone afterwards, its own children too."""

    def __init__(self, name: str, command: list[str], environ: dict[str, str]) -> None:
        self.name, self.command, self.environ = name, command, environ
        self.pause, self.started = FIRST_PAUSE, 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Child":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def status(self) -> int | None:
        return self.process.poll() if self.process else None

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we end the children in their order.
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, signal.SIGTERM),
        )

    def stop(self) -> None:
        if self.process is None:
            return
        if self.running():
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        self._sweep()
        self.process = None

    def tend(self) -> None:
        """Restart a fallen child after a pause that doubles until it stays up for a while."""
        if self.running():
            if time.monotonic() - self.started > CALM:
                self.pause = FIRST_PAUSE
            return
        if time.monotonic() < self.started + self.pause:
            return
        click.echo(f"Tiến trình «{self.name}» đã ngừng bất ngờ (mã {self.status}); đang khởi động lại.", err=True)
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self._sweep()
        self.start()

    def _sweep(self) -> None:
        """End grandchildren that a killed child left behind: they would keep the port."""
        assert self.process is not None
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self.process.wait()
