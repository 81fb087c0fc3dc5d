"""A real granian asks the door on arrival; what the door has no answer for goes the usual way."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from granian import _futures

from ocop.portal.management import arrival
from ocop.portal.management.door import Door

_SERVED = """
import threading
from ocop.portal.management.arrival import answer_on_arrival
from ocop.portal.management.door import Door

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [threading.current_thread().name.encode()]

def at_once(scope, address, region):
    if scope.path == "/broken":
        raise RuntimeError("kaputt")
    if not scope.path.startswith("/warm"):
        return None
    on_loop = threading.current_thread() is threading.main_thread()
    return 203, [("x-a", scope.headers.get("x-b") or "")], f"{address} {on_loop}".encode()

door = Door(application, 1, at_once)
assert answer_on_arrival(door)
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("arrival")
    (folder / "served.py").write_text(_SERVED)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call = [sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws", "--port", str(port)]
    paths = os.pathsep.join([str(folder), *sys.path])
    environ = {**os.environ, "PYTHONPATH": paths}
    with subprocess.Popen([*call, "--log-level", "error", "served:door"], cwd=folder, env=environ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _await(address)
            yield address
        finally:
            process.terminate()


def _await(address: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)


def _get(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=5) as answer:
        return answer.status, dict(answer.headers), answer.read().decode()


def test_what_memory_knows_is_answered_before_the_event_loop_hears_of_it(served: str) -> None:
    status, headers, body = _get(f"{served}/warm", **{"X-B": "heard"})
    assert (status, headers["x-a"], body) == (203, "heard", "127.0.0.1 False")


def test_what_it_does_not_know_reaches_a_thread_of_pages_also_with_a_body(served: str) -> None:
    assert _get(f"{served}/cold")[2].startswith("page")
    assert _get(f"{served}/broken")[2].startswith("page")
    with urllib.request.urlopen(f"{served}/cold", data=b"a=1", timeout=5) as answer:
        assert answer.read().startswith(b"page")


def test_many_at_a_time_each_get_their_own_answer(served: str) -> None:
    got: list[str] = []

    def ask(number: int) -> None:
        path = "warm" if number % 3 else "cold"
        for turn in range(20):
            mark = f"{number}.{turn}"
            status, headers, _body = _get(f"{served}/{path}", **{"X-B": mark})
            got.append("" if (status, headers.get("x-a")) == ((203, mark) if number % 3 else (200, None)) else mark)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [""] * 180


def test_a_granian_without_the_hook_answers_on_the_loop(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(_futures, "_cbsched_schedule")
    door = Door(lambda *given: [], 1)
    assert not arrival.answer_on_arrival(door)
    assert not door.asks_on_arrival
    assert "on the event loop" in caplog.text


def test_an_answer_that_cannot_be_sent_fails_that_request_alone() -> None:
    door = Door(lambda *given: [], 1, lambda *given: (200, [], b"told"))
    failed: list[BaseException] = []

    def refuse(*given: Any) -> None:
        raise RuntimeError("gone")

    scope = SimpleNamespace(client="127.0.0.1:1", path="/")
    watcher = SimpleNamespace(scope=scope, proto=SimpleNamespace(response_bytes=refuse), err=failed.append)
    arrival._first(door, refuse)(watcher)
    assert [str(error) for error in failed] == ["gone"]
