"""The whole house, started as a person starts it: ready, wounded, healed, ended."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pgbox.places import place_of
from pgbox.postmaster import read_pid_file
from tests.portal.conftest import Settled
from tests.serving import Portal, free_port, ocop, running_portal

pytestmark = pytest.mark.xdist_group("serve")  # one worker runs them all, so that one portal is enough

HEALED_SECONDS = 90
# Without the demonstration: what is tested here is the house, not the story.
EARNEST = {"OCOP_DEMO": "", "OCOP_ORIGIN": "http://127.0.0.1:8000"}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running_portal(tmp_path_factory.mktemp("serve") / "home", **EARNEST) as running:
        yield running


def eventually(condition: Callable[[], bool], seconds: float = HEALED_SECONDS) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def children_of(pid: int) -> dict[int, str]:
    """Number and command of every living child."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                state = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(state[1]) == pid and state[0] != "Z":
                    found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


def child(portal: Portal, word: str) -> int:
    return next(pid for pid, command in children_of(portal.process.pid).items() if word in command)


def test_the_portal_is_up_and_ready(portal: Portal) -> None:
    assert portal.get("/healthz") == (200, "ok")
    assert eventually(lambda: portal.get("/readyz")[0] == 200)
    assert json.loads(portal.get("/readyz")[1]) == {"database": True, "migrations": True, "worker": True}


def test_the_address_is_printed(portal: Portal) -> None:
    assert portal.address in portal.log.read_text()


def test_the_secret_is_made_once_and_only_its_owner_reads_it(portal: Portal) -> None:
    secret = portal.home / "secret-key"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text()) >= 32


def test_static_files_are_hashed_compressed_and_kept_for_ever(portal: Portal) -> None:
    import re
    import urllib.request

    page = portal.get("/design/")[1]
    styles = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert styles, "the page names no hashed style sheet"
    request = urllib.request.Request(portal.address + styles[1], headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.headers["Content-Encoding"] == "br"
        assert "immutable" in response.headers["Cache-Control"]


def test_a_command_uses_the_running_database(portal: Portal) -> None:
    done = ocop("backup", "--format", "json", OCOP_HOME=str(portal.home))
    assert done.returncode == 0, done.stderr
    assert Path(json.loads(done.stdout)["file"]).stat().st_mode & 0o777 == 0o600


def test_restoring_under_a_running_portal_is_refused(portal: Portal) -> None:
    made = json.loads(ocop("backup", "--format", "json", str(portal.home / "b.tar"), OCOP_HOME=str(portal.home)).stdout)
    done = ocop("restore", made["file"], OCOP_HOME=str(portal.home))
    assert done.returncode == 1
    assert "dừng cổng" in done.stderr and "đã có dữ liệu" in done.stderr


def test_a_second_portal_on_the_same_home_is_told_so(portal: Portal) -> None:
    done = ocop("serve", OCOP_HOME=str(portal.home), OCOP_DEMO="1", PORT=str(free_port()))
    assert done.returncode == 1
    assert f"số {portal.process.pid}" in done.stderr


def test_while_the_database_is_away_a_page_says_so_at_once_and_then_heals(portal: Portal) -> None:
    claim = read_pid_file(place_of(portal.home).resolve() / "data")
    assert claim
    os.kill(portal.process.pid, signal.SIGSTOP)  # so that nobody puts the database back while we look
    try:
        os.kill(claim.pid, signal.SIGKILL)
        assert eventually(lambda: portal.get("/readyz")[0] == 503)
        for path in ("/", "/san-pham/", "/readyz"):
            began = time.monotonic()
            assert portal.get(path)[0] == 503, path
            assert time.monotonic() - began < 2
        assert portal.get("/healthz")[0] == 200
    finally:
        os.kill(portal.process.pid, signal.SIGCONT)
    assert eventually(lambda: portal.get("/readyz")[0] == 200), portal.log.read_text()
    assert portal.get("/")[0] == 200


def test_bodies_that_never_end_hold_up_nobody(portal: Portal) -> None:
    head = b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\nlogin=ch"
    with ExitStack() as visitors:
        for _ in range(60):
            visitor = visitors.enter_context(socket.create_connection(("127.0.0.1", portal.port)))
            visitor.sendall(head)
        began = time.monotonic()
        assert portal.get("/tra-cuu/")[0] == 200
        assert time.monotonic() - began < 5


def test_a_body_too_large_is_refused_before_it_is_sent(portal: Portal) -> None:
    with socket.create_connection(("127.0.0.1", portal.port), timeout=10) as visitor:
        visitor.sendall(b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n")
        assert b" 413 " in visitor.recv(100)


@pytest.mark.parametrize("path", ["/%ff%fe", "/%e1%ba%b7", "/..%2f..%2fetc/passwd", "/a%00b"])
def test_odd_paths_are_answered_and_never_an_error_of_ours(path: str, portal: Portal) -> None:
    assert portal.get(path)[0] in (400, 404)


@pytest.mark.parametrize("word", ["management worker", "granian"])
def test_a_killed_child_is_put_back(portal: Portal, word: str) -> None:
    fallen = child(portal, word)
    os.kill(fallen, signal.SIGKILL)

    def back() -> bool:
        return any(word in command and pid != fallen for pid, command in children_of(portal.process.pid).items())

    assert eventually(back), portal.log.read_text()
    assert eventually(lambda: _ready(portal)), portal.log.read_text()


def test_sigterm_ends_everything_and_the_second_start_keeps_its_data(settled: Settled, tmp_path: Path) -> None:
    with running_portal(settled(tmp_path / "home"), **EARNEST) as first:
        below = set(children_of(first.process.pid))
        secret = (first.home / "secret-key").read_text()
        assert below
    assert first.process.returncode == 0
    assert not any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in below)
    began = time.monotonic()
    with running_portal(tmp_path / "home", **EARNEST) as second:
        assert time.monotonic() - began < 90  # seconds on a free machine; CI shares its cores
        assert (second.home / "secret-key").read_text() == secret


def test_a_killed_parent_leaves_no_child_behind(settled: Settled, tmp_path: Path) -> None:
    with running_portal(settled(tmp_path / "home"), **EARNEST) as portal:
        below = set(children_of(portal.process.pid))
        portal.process.kill()
        assert eventually(lambda: not any(_lives(pid) for pid in below))


def _ready(portal: Portal) -> bool:
    try:
        return portal.get("/readyz")[0] == 200
    except OSError:
        return False


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and _state(pid) != "Z"


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
