"""`ocop serve`: parent of the database, the web server and the worker; it puts back one that fell, and ends them all."""

import json
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import click

from ocop.portal.management.child import Child
from ocop.portal.management.launch import Launch, Unfit, claim_port, launch_from
from pgbox import Cluster, ClusterError
from pgbox.postmaster import end_with_parent

READY_SECONDS = 60.0
PULSE = 0.5


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="Dừng khi tiến trình gọi lệnh này dừng.")
def serve(with_parent: bool) -> None:
    """Mở cổng: cơ sở dữ liệu, máy chủ web và tiến trình làm việc nền; dừng bằng Ctrl-C."""
    launch = launch_from(os.environ)
    claim_port(launch)
    stop = threading.Event()
    _listen(stop, with_parent)
    try:
        with ExitStack() as house:
            _open(launch, house, stop)
    except Interrupted:
        pass
    click.echo("Đã dừng cổng OCOP.", err=True)


class Interrupted(Exception):
    """Somebody asked us to stop while we were still starting."""


def _open(launch: Launch, house: ExitStack, stop: threading.Event) -> None:
    cluster = None if launch.database else _start_database(launch, house)
    environ = _environment(launch, launch.database or (cluster.dsn() if cluster else ""))
    _prepare(environ, stop)
    children = [Child("máy chủ web", web_command(launch), environ), Child("việc nền", _own("worker"), environ)]
    for child in children:
        house.enter_context(child)
    _await_answer(launch, children[0], stop)
    _welcome(launch)
    _watch(cluster, children, stop)


def web_command(launch: Launch) -> list[str]:
    """granian, one process with a few threads behind a door that awaits bodies and answers warm scans itself: see `door`."""
    options = {
        "--interface": "rsgi",
        "--host": launch.host,
        "--port": str(launch.port),
        "--workers": os.environ.get("OCOP_WEB_PROCESSES", "1"),
        "--http": "1",
        "--http1-header-read-timeout": "10000",
        "--workers-kill-timeout": "8",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *words, "--no-ws", "ocop.portal.management.wsgi:door"]


def _start_database(launch: Launch, house: ExitStack) -> Cluster:
    cluster = Cluster(launch.home, join=False)
    house.callback(cluster.close)
    cluster.open()
    return cluster


def _environment(launch: Launch, database: str) -> dict[str, str]:
    given = {"OCOP_HOME": str(launch.home), "PORT": str(launch.port), "HOST": launch.host, "DATABASE_URL": database}
    return {**os.environ, **given}


def _own(*words: str) -> list[str]:
    return [sys.executable, "-m", "ocop.portal.management", *words]


def _prepare(environ: dict[str, str], stop: threading.Event) -> None:
    with Child("chuẩn bị", _own("prepare"), environ) as preparing:
        while preparing.running():
            if stop.wait(0.05):
                raise Interrupted
        if preparing.status:
            raise Unfit("Không chuẩn bị được dữ liệu nên chưa mở cổng; lý do ở ngay trên.")


def _await_answer(launch: Launch, web: Child, stop: threading.Event) -> None:
    end = time.monotonic() + READY_SECONDS
    while not _answers(f"{launch.address}/healthz"):
        if stop.wait(0.1):
            raise Interrupted
        if time.monotonic() > end or not web.running():
            raise Unfit("Máy chủ web không trả lời nên chưa mở cổng; lý do ở ngay trên.")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _welcome(launch: Launch) -> None:
    click.echo(f"\nCổng OCOP Quảng Ninh đã mở: {launch.address}/")
    for line in _accounts(launch.home / "demo.json") if launch.demo else ():
        click.echo(line)
    click.echo("Dừng bằng Ctrl-C.")


def _accounts(file: Path) -> Iterator[str]:
    """The demonstration's cast, as a table for a newcomer."""
    if not file.exists():
        return
    yield "Tài khoản trình diễn (mô phỏng):"
    accounts = json.loads(file.read_text()).get("accounts", [])
    width = max((len(a["login"]) for a in accounts), default=0)
    for account in accounts:
        yield f"  {account['role']:<18} {account['login']:<{width}}  {account['password']}  {account['name']}"


def _watch(cluster: Cluster | None, children: list[Child], stop: threading.Event) -> None:
    """Put back what fell, with growing pauses, until somebody asks us to stop."""
    while not stop.wait(PULSE):
        if cluster and not cluster.alive():
            click.echo("Cơ sở dữ liệu đã ngừng bất ngờ; đang khởi động lại.", err=True)
            try:
                cluster.start()
            except ClusterError as error:
                click.echo(str(error), err=True)
        for child in children:
            child.tend()


def _listen(stop: threading.Event, with_parent: bool) -> None:
    def ask(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)
    if with_parent:
        end_with_parent(signal.SIGTERM)


__all__ = ["serve", "web_command"]
