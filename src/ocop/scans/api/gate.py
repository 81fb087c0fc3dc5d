"""The door in front of Django: codes are answered here, everything else is passed on.

A warm scan is answered on the event loop of the door, from memory and without waiting for anything (`at_once`); what must ask
the database goes to a thread (`scan_gate`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ocop.people.access import public

from ..acts.counting import Line
from ..queries.facts import Run
from ..rules.verdicts import Verdict
from .answers import Answer, Answers, filled, link_header
from .asking import (
    LINKSET,
    OURS,
    Asked,
    Target,
    WrongAddress,
    asked_of,
    is_ours,
    language_of,
    region_of,
    target_of,
    unsigned,
)
from .behind import Behind
from .listening import Listener
from .memory import Memory
from .resolving import Resolver
from .store import DatabaseAway, Store, run_on_django

App = Callable[..., Iterable[bytes]]
Headers = list[tuple[str, str]]
Quick = tuple[int, Headers, bytes]

_STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_AWAY = "Hệ thống tạm thời không truy cập được dữ liệu. Xin quét lại sau ít phút."
_METHODS = ("GET", "HEAD", "OPTIONS")


class Heads(Protocol):
    """The headers of a request at the door."""

    def get(self, name: str) -> str | None: ...


class Visit(Protocol):
    """One request at the door, before any environment was made of it."""

    method: str
    path: str
    query_string: str
    headers: Heads


class NotInMemory(Exception):
    """An answer needs the database, which the event loop may not wait for."""


def _no_run(statement: str, given: Mapping[str, Any]) -> Any:
    raise NotInMemory


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


def _common_headers() -> tuple[tuple[str, str], ...]:
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
    common = _common_headers()

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


class AtOnce:
    """Answers on the event loop whatever memory alone can answer; None sends a request the usual way."""

    def __init__(self) -> None:
        common = [(name.lower(), value) for name, value in _common_headers()]
        self._origin: str = settings.ORIGIN
        self._heads = {
            (language, gzip): [
                ("content-type", "text/html; charset=utf-8"), ("content-language", language),
                *([("content-encoding", "gzip")] if gzip else []), *common,
            ]
            for language, _name in settings.LANGUAGES for gzip in (True, False)
        }  # fmt: skip
        self._common = common

    def __call__(self, visit: Visit, address: str, region: str) -> Quick | None:
        if not visit.path.startswith(OURS) or visit.method != "GET":
            return None
        desk = Desk.open()
        if not desk.memory.is_trusted:
            return None
        if query := unsigned(visit.query_string):
            return self._link(desk, visit, address, region) if "linkType=" in query else None
        accept = visit.headers.get("accept")
        if accept is not None and "json" in accept:
            return self._link(desk, visit, address, region)
        stamp = desk.memory.paths.get(visit.path)
        return self._page(desk, visit, stamp, address, region) if stamp is not None else None

    def _page(self, desk: Desk, visit: Visit, stamp: Any, address: str, region: str) -> Quick | None:
        memory, goods = desk.memory, stamp.goods
        if stamp.stale or stamp.suspected_at is not None or not (goods.alive and stamp.states.alive):
            return None
        if goods.round != memory.round or stamp.states.round != memory.round or memory.clock() >= goods.until:
            return None
        get = visit.headers.get
        cookie = get("cookie") or ""
        language = language_of((get("accept-language") or "")[:200], cookie[:4000])
        mould = goods.moulds.get((*stamp.mould_key, language))
        network = desk.answers.network_of(address)
        if mould is None or desk.behind.is_throttled(network) or desk.behind.is_exhausted(stamp.batch.epoch):
            return None
        now = time.time()
        count = memory.count_here(stamp, network, now)
        if count:
            verdict = Verdict.COPIED if stamp.suspected_at is not None else stamp.verdict
            where = region_of(region, cookie[:4000])
            line = Line(now, stamp.batch.id, stamp.sequence, verdict.value, network, language, where)
            desk.behind.note(line)
            if verdict is Verdict.COPIED:
                return None  # this scan crossed the threshold: the words change; asking again is a reload
        gzip = "gzip" in (get("accept-encoding") or "")
        body = filled(mould, stamp, count or stamp.count, visit.path, language, gzip)
        link = f'<{self._origin}{visit.path}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'
        return 200, [*self._heads[language, gzip], ("link", link)], body

    def _link(self, desk: Desk, visit: Visit, address: str, region: str) -> Quick | None:
        """Links of a code, where no page is asked for; a page would be counted, and is left to the usual way."""
        try:
            asked = self._asked(visit, address, region)
            if asked.link_type in ("defaultLink", "defaultLinkMulti", "traceability"):
                return None
            answer = desk.resolver.answer(asked, _no_run)
        except (NotInMemory, WrongAddress):
            return None
        heads = [
            ("content-type", answer.kind),
            *((name.lower(), value) for name, value in answer.headers),
            *self._common,
        ]
        return answer.status, heads, answer.body

    def _asked(self, visit: Visit, address: str, region: str) -> Asked:
        get = visit.headers.get
        environ = {
            "REQUEST_METHOD": "GET", "QUERY_STRING": visit.query_string, "REMOTE_ADDR": address, "OCOP_REGION": region,
            "HTTP_ACCEPT": get("accept") or "", "HTTP_ACCEPT_LANGUAGE": get("accept-language") or "",
            "HTTP_ACCEPT_ENCODING": get("accept-encoding") or "", "HTTP_COOKIE": get("cookie") or "",
        }  # fmt: skip
        return asked_of(environ, visit.path, target_of(visit.path, unsigned(visit.query_string)))


def away() -> Answer:
    return Answer(503, _AWAY.encode(), "text/plain; charset=utf-8", (("Retry-After", "5"),))


@public
@csrf_exempt
def passport(request: HttpRequest, **_captured: object) -> HttpResponse:
    """The same answers behind Django, for servers that run without the gate: its connection, its transaction."""
    answer = answer_to(request.META, Desk.open().forgetful(), run_on_django)
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.kind)
    for name, value in (*answer.headers, *_common_headers()[:4]):
        response[name] = value
    return response
