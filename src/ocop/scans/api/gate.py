"""The door in front of Django: codes are answered here, everything else is passed on.

A warm scan is answered from memory and without waiting for anything (`at_once`); what must ask the database goes to a thread
(`scan_gate`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ocop.people.access import public

from ..queries.facts import Run
from .answers import Answer, Answers, link_header
from .asking import Target, WrongAddress, asked_of, is_ours, target_of, unsigned
from .behind import Behind
from .listening import Listener
from .memory import Memory
from .resolving import Resolver
from .store import DatabaseAway, Store, run_on_django

App = Callable[..., Iterable[bytes]]

_STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_AWAY = "Hệ thống tạm thời không truy cập được dữ liệu. Xin quét lại sau ít phút."
_METHODS = ("GET", "HEAD", "OPTIONS")


class Desk:
    """The parts a gate is made of; made at the first scan, so that a forked process has its own."""

    _lock = threading.Lock()
    _one: Desk | None = None

    def __init__(self) -> None:
        self.memory = Memory()
        self.listener = Listener(self.memory)
        self.behind = Behind(self.memory, self.listener)
        self.store = Store()
        self.answers = Answers(self.memory, self.behind)
        self.resolver = Resolver(self.answers)

    @classmethod
    def open(cls) -> Desk:
        if cls._one is not None:
            return cls._one
        with cls._lock:
            if cls._one is None:
                cls._one = cls()
                cls._one.listener.start()
        return cls._one

    def close(self) -> None:
        """Write what waits, and let go of the database."""
        self.listener.close()
        self.behind.close()
        self.store.close()

    def forgetful(self) -> Resolver:
        """Answers that believe no memory; what is counted is still written behind."""
        return Resolver(Answers(Memory(), self.behind))


def answer_to(environ: Mapping[str, Any], resolver: Resolver, run: Run) -> Answer:
    """Answer one request for an address of ours. Raises DatabaseAway."""
    method = environ["REQUEST_METHOD"]
    if method not in _METHODS:
        return Answer(405, b"", headers=(("Allow", ", ".join(_METHODS)),))
    path = _decoded(environ.get("PATH_INFO", ""))
    try:
        target = target_of(path, unsigned(environ.get("QUERY_STRING", "")))
    except WrongAddress:
        return resolver.answers.refuse_address(asked_of(environ, path, Target()))
    if method == "OPTIONS":
        return _options(target)
    return resolver.answer(asked_of(environ, path, target), run)


def _decoded(path: str) -> str:
    """The text of a path; what is no UTF-8 stays visibly wrong."""
    return path.encode("latin-1", "replace").decode("utf-8", "replace")


def _options(target: Target) -> Answer:
    allowed = ("Allow", ", ".join(_METHODS)), ("Access-Control-Allow-Methods", ", ".join(_METHODS))
    own = ("Access-Control-Allow-Headers", "Accept, Accept-Language"), ("Access-Control-Max-Age", "86400")
    return Answer(204, b"", headers=(*allowed, *own, *link_header(target)))


def common_headers() -> tuple[tuple[str, str], ...]:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return (
        ("Cache-Control", "private, no-store"),
        ("Vary", "Accept, Accept-Language, Accept-Encoding, Cookie"),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", "Link, Location"),
        ("Content-Security-Policy", "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    )


def scan_gate(django_app: App) -> App:
    """Wrap the portal: addresses of codes never reach Django."""
    common = common_headers()

    def gate(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_ours(environ.get("PATH_INFO", "")):
            return django_app(environ, start_response)
        desk = Desk.open()
        try:
            answer = answer_to(environ, desk.resolver, desk.store.run)
        except DatabaseAway:
            answer = away()
        length = () if answer.status == 204 else (("Content-Length", str(len(answer.body))),)
        start_response(_STATUS_LINES[answer.status], [("Content-Type", answer.kind), *length, *answer.headers, *common])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    return gate


def away() -> Answer:
    return Answer(503, _AWAY.encode(), "text/plain; charset=utf-8", (("Retry-After", "5"),))


@public
@csrf_exempt
def passport(request: HttpRequest, **_captured: object) -> HttpResponse:
    """The same answers behind Django, for servers that run without the gate: its connection, its transaction."""
    if not is_ours(request.META["PATH_INFO"]):
        raise Http404
    answer = answer_to(request.META, Desk.open().forgetful(), run_on_django)
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.kind)
    for name, value in (*answer.headers, *common_headers()[:4]):
        response[name] = value
    return response
