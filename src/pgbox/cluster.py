"""One PostgreSQL in one folder: made on first use, started as our child, shared with later commands, ended with us."""

import errno
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from pgbox.accounts import Account, account_for
from pgbox.binaries import PROGRAMS, programs_for, wheel
from pgbox.errors import ClusterError, explained
from pgbox.locks import Lock
from pgbox.places import Place, place_of, settle
from pgbox.postmaster import claimed_by, clear_the_way, end_with_parent, read_pid_file, wait_for

NAME = "ocop"
STEADY = "steady"  # signed by an owner that insisted on owning: it stays for long
START_SECONDS = 120.0  # crash recovery replays the log before it answers
LOG_LIMIT = 10_000_000
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
}
# For tests: a power cut may take everything, nothing is worth a disk write.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Cluster:
    """`with Cluster(home) as dsn:` – the address of a running database whose data stand in `home`.

    The first process to enter owns the server and ends it on leaving, once all guests have left; the others are guests.
    `join=False` insists on owning it (and leaves without waiting for guests). `durable=False` is for tests.
    Enter it from a thread that lives as long as the server: the kernel ties the server to the thread that started it.
    """

    def __init__(self, home: Path | str, *, durable: bool = True, join: bool = True, patience: float = 30) -> None:
        self.home = Path(home).absolute()
        self.durable, self.join, self.patience = durable, join, patience
        self.process: subprocess.Popen[bytes] | None = None
        self._owner, self._guests = Lock(self.home / "postgres.lock"), Lock(self.home / "postgres.guests")

    def __enter__(self) -> str:
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> str:
        """Start or join the server; its address."""
        self._make_home()
        try:
            return self._own() if self._may_own() else self._visit()
        except BaseException as error:
            self._forget()
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise ClusterError(explained("No space left on device")) from error
            raise

    def close(self) -> None:
        """Leave; the owner ends the server."""
        if self.process is not None and self.join:
            self._guests.take(patience=float("inf"))
        self.stop()
        self._forget()

    @property
    def owns(self) -> bool:
        return self.process is not None

    def alive(self) -> bool:
        """Whether the server that we own still runs. Reaps it if not: a zombie would block the next start."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the server that we own: the first time, or again after it fell."""
        clear_the_way(self._place.data, self._place.sockets)
        end = time.monotonic() + START_SECONDS
        while not self._started(end):
            time.sleep(0.3)

    def stop(self) -> None:
        """End the server that we own: politely, then firmly."""
        if self.process is None:
            return
        # Immediate shutdown skips the checkpoint: right for data that nobody will read again.
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)[0 if self.durable else 1 :]:
            if self.process.poll() is None:
                self.process.send_signal(number)
                self._wait(20 if number == signal.SIGINT else 5)
        self.process = None
        if self._place.sockets.parent == Path("/tmp"):
            shutil.rmtree(self._place.sockets, ignore_errors=True)

    def dsn(self, database: str = NAME) -> str:
        return address(self._place.sockets, database)

    def _make_home(self) -> None:
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ClusterError(f"Không tạo được thư mục dữ liệu {self.home}: {error.strerror}.") from None

    def _may_own(self) -> bool:
        if self._owner.take() or (not self.join and self._outlasts_the_owner()):
            self._owner.sign(f"{os.getpid()} {'' if self.join else STEADY}")
            return True
        if self.join:
            return False
        holder = self._owner.signed().partition(" ")[0] or "?"
        raise ClusterError(f"Một tiến trình khác (số {holder}) đang dùng dữ liệu trong {self.home}. Hãy dừng nó trước.")

    def _outlasts_the_owner(self) -> bool:
        """Wait for a passing command; one that insisted on owning, as we do, will not leave."""
        return STEADY not in self._owner.signed() and self._owner.take(patience=self.patience)

    def _own(self) -> str:
        existing = place_of(self.home) / "data"
        self._account = account_for(existing if existing.exists() else self.home)
        self._place = settle(self.home, self._account)
        self._programs = programs_for(self._account)
        if not self._place.data.exists():
            _initialise(self._programs, self._place, self._account, self.durable)
        self.start()
        return self.dsn()

    def _visit(self) -> str:
        """Wait until the owner's server answers; become the owner if the owner has gone meanwhile."""
        self._guests.take(shared=True, patience=5)
        data = place_of(self.home).resolve() / "data"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            found = read_pid_file(data)
            if found and found.ready and claimed_by(data) == found.pid:
                return address(found.sockets)
            if self._owner.take():
                self._guests.release()
                return self._own()
            time.sleep(0.05)
        raise ClusterError(f"Cơ sở dữ liệu trong {self.home} đang được tiến trình khác khởi động mà chưa sẵn sàng.")

    def _started(self, end: float) -> bool:
        """One try. False asks for another: the helpers of a killed server still hold its shared memory for a moment."""
        offset = _trimmed(self._place.log, self._account)
        self.process = _spawn(self._programs, self._place, self._account, self.durable)
        wait_for(lambda: self._ready() or not self.alive(), end - time.monotonic())
        if self.alive() and self._ready():
            return True
        with self._place.log.open(errors="replace") as log:
            log.seek(offset)
            words = log.read()[-2000:]
        self.stop()
        if "pre-existing shared memory block" in words and time.monotonic() < end - START_SECONDS + 20:
            return False
        raise ClusterError(explained(words))

    def _ready(self) -> bool:
        found = read_pid_file(self._place.data)
        return found is not None and found.ready and self.process is not None and found.pid == self.process.pid

    def _wait(self, seconds: float) -> None:
        if self.process is not None:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                pass

    def _forget(self) -> None:
        self.stop()
        self._guests.release()
        self._owner.release()


def address(sockets: Path, database: str = NAME) -> str:
    """A libpq address over the Unix socket in that folder."""
    return f"postgresql://{NAME}@/{database}?host={quote(str(sockets), safe='')}"


def client_program(name: str) -> Path:
    """A client program of the wheel (`pg_dump`, `pg_restore`, `psql`); we may always run it ourselves."""
    return wheel() / PROGRAMS / name


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _initialise(programs: Path, place: Place, account: Account, durable: bool) -> None:
    """Make the data folder complete or not at all: it gets its name last."""
    draft = place.data.with_name("data.draft")
    shutil.rmtree(draft, ignore_errors=True)
    # Code-point order, yet Unicode case folding: the wheel has no ICU, and plain C would not lower «Đ».
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
    trust = ["--auth-local=trust", "--auth-host=reject", f"--username={NAME}"]
    hurry = [] if durable else ["--no-sync"]
    _run(account, [str(programs / "initdb"), "-D", str(draft), *locale, *trust, "--no-instructions", *hurry])
    single = [str(programs / "postgres"), "--single", "-D", str(draft), "postgres"]
    _run(account, single, f"CREATE DATABASE {NAME};\n")
    draft.rename(place.data)


def _run(account: Account, command: list[str], words: str = "") -> None:
    options: dict[str, Any] = {**account.run_as}
    done = subprocess.run(
        command, input=words, text=True, capture_output=True, cwd="/", env=_environment(), check=False, **options
    )
    if done.returncode:
        raise ClusterError(explained(done.stderr[-2000:]))


def _spawn(programs: Path, place: Place, account: Account, durable: bool) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": f'"{place.sockets}"'} | ({} if durable else CARELESS)
    command = [str(programs / "postgres"), "-D", str(place.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    options: dict[str, Any] = {**account.run_as}
    with place.log.open("ab") as log:
        # A session of its own: Ctrl-C is for us, and we end the server after those who use it.
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            preexec_fn=end_with_parent,
            **options,
        )


def _trimmed(log: Path, account: Account) -> int:
    """Keep the log from growing for ever; where the next words will stand."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    log.touch(mode=0o600)
    account.own(log)
    return log.stat().st_size


__all__ = ["Cluster", "address", "client_program"]
