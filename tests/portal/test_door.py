"""The door asks memory first, and says whose request it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from ocop.portal.management.door import Door
from ocop.portal.management.proxies import Proxies
from tests.loops import in_a_loop_apart


class Heads(dict[str, str]):
    def get_all(self, name: str) -> list[str]:
        return [value for key, value in self.items() if key == name]


class Scope:
    """A request as granian hands it on."""

    method, query_string, http_version, scheme, server = "GET", "", "1.1", "http", "127.0.0.1:8000"

    def __init__(self, path: str = "/", client: str = "10.0.0.1:5000", **headers: str) -> None:
        self.path, self.client = path, client
        self.headers = Heads({name.replace("_", "-"): value for name, value in headers.items()})


class Protocol:
    """What was answered."""

    def __init__(self) -> None:
        self.answered: tuple[Any, ...] = ()

    def response_bytes(self, *answered: Any) -> None:
        self.answered = answered


def _application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    told = (environ["REMOTE_ADDR"], environ["OCOP_REGION"], str("HTTP_X_FORWARDED_FOR" in environ))
    return [" ".join(told).encode()]


def _asked(door: Door, scope: Scope) -> tuple[Any, ...]:
    protocol = Protocol()

    async def ask() -> None:
        door.__rsgi_init__(asyncio.get_running_loop())
        await door.__rsgi__(scope, protocol)  # type: ignore[arg-type]

    in_a_loop_apart(ask)
    return protocol.answered


def test_behind_a_trusted_proxy_the_visitor_is_the_visitor_and_the_region_is_heard() -> None:
    door = Door(_application, 1, None, Proxies("10.0.0.0/8", "X-Region"))
    given = {"x_forwarded_for": "203.0.113.9", "x_region": "22"}
    assert _asked(door, Scope(**given))[2] == b"203.0.113.9 22 False"
    assert _asked(door, Scope(client="198.51.100.1:1", **given))[2] == b"198.51.100.1  False"


def test_without_trusted_proxies_nobodys_word_is_taken() -> None:
    door = Door(_application, 1)
    assert _asked(door, Scope(x_forwarded_for="203.0.113.9", x_region="22"))[2] == b"10.0.0.1  False"


def test_what_memory_answers_never_reaches_the_application() -> None:
    def at_once(scope: Any, address: str, region: str) -> tuple[int, list[tuple[str, str]], bytes] | None:
        return (200, [], f"{address} at once".encode()) if scope.path == "/t/X" else None

    door = Door(_application, 1, at_once)
    assert _asked(door, Scope("/t/X"))[2] == b"10.0.0.1 at once"
    assert _asked(door, Scope("/t/Y"))[2] == b"10.0.0.1  False"


def test_when_memory_fails_the_application_answers(caplog: pytest.LogCaptureFixture) -> None:
    def broken(scope: Any, address: str, region: str) -> None:
        raise RuntimeError("kaputt")

    assert _asked(Door(_application, 1, broken), Scope("/t/X"))[2] == b"10.0.0.1  False"
    assert "An answer from memory failed" in caplog.text
