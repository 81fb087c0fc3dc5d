"""The door in front of Django: scans are answered here, everything else is passed on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ocop.people.access import public

from ..queries import Run
from .answers import Answer, Answers
from .asking import Asked, Target, WrongAddress, is_ours, language_of, target_of
from .store import Behind, DatabaseAway, Store, run_on_django

App = Callable[..., Iterable[bytes]]

_STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_AWAY = "Hệ thống tạm thời không truy cập được dữ liệu. Xin quét lại sau ít phút."


class Desk:
    """The parts a gate is made of; made at the first scan, so that a forked process has its own."""

    _lock = threading.Lock()
    _one: Desk | None = None

    def __init__(self) -> None:
        self.behind = Behind()
        self.store = Store()
        self.answers = Answers(self.behind)

    @classmethod
    def open(cls) -> Desk:
        with cls._lock:
            cls._one = cls._one or cls()
        return cls._one


def asked_of(environ: Mapping[str, Any], target: Target) -> Asked:
    """Read what the answer depends on out of a WSGI environment."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    return Asked(
        method=environ["REQUEST_METHOD"],
        target=target,
        path=quote(path.encode("latin-1", "replace"), safe="/"),
        query=query,
        language=language_of(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200], environ.get("HTTP_COOKIE", "")[:4000]),
        accept=environ.get("HTTP_ACCEPT", ""),
        gzip="gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
        address=environ.get("REMOTE_ADDR", ""),
    )


def answer_to(environ: Mapping[str, Any], desk: Desk, run: Run) -> Answer:
    """Answer one request for an address of ours. Raises DatabaseAway."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD", "OPTIONS"):
        return Answer(405, b"", headers=(("Allow", "GET, HEAD, OPTIONS"),))
    if environ["REQUEST_METHOD"] == "OPTIONS":
        return Answer(204, b"", headers=(("Allow", "GET, HEAD, OPTIONS"), ("Access-Control-Allow-Headers", "Accept")))
    try:
        asked = asked_of(environ, target_of(environ.get("PATH_INFO", "")))
    except WrongAddress:
        return desk.answers.refuse_address(asked_of(environ, Target()))
    return desk.answers.answer(asked, run)


def _common_headers() -> tuple[tuple[str, str], ...]:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return (
        ("Cache-Control", "private, no-store"),
        ("Vary", "Accept, Accept-Language, Accept-Encoding, Cookie"),
        ("Access-Control-Allow-Origin", "*"),
        ("Content-Security-Policy", "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    )


def scan_gate(django_app: App) -> App:
    """Wrap the portal: addresses of stamps and Digital Links never reach Django."""
    common = _common_headers()

    def gate(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_ours(environ.get("PATH_INFO", "")):
            return django_app(environ, start_response)
        desk = Desk.open()
        try:
            answer = answer_to(environ, desk, desk.store.run)
        except DatabaseAway:
            answer = away()
        length = ("Content-Length", str(len(answer.body)))
        start_response(_STATUS_LINES[answer.status], [("Content-Type", answer.kind), length, *answer.headers, *common])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    return gate


def away() -> Answer:
    return Answer(503, _AWAY.encode(), "text/plain; charset=utf-8", (("Retry-After", "5"),))


@public
@csrf_exempt
def passport(request: HttpRequest, **_captured: object) -> HttpResponse:
    """The same answers behind Django, for servers that run without the gate: its connection, its transaction."""
    desk = Desk.open()
    answer = answer_to(request.META, desk, run_on_django)
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.kind)
    for name, value in (*answer.headers, *_common_headers()[:3]):
        response[name] = value
    return response
