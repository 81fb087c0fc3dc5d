"""Warm scans, answered where they arrive: nothing here waits, and nothing is made twice.

Each microsecond counts twice here, for every other page of this process waits meanwhile. What depends on the headers alone is
remembered by them (`Manner`), what depends on the stamp by its address (`Ready`); checked anew are only trust, truth and
throttles, and every scan is counted and logged.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from django.conf import settings

from ..acts.counting import Line
from ..rules.verdicts import Verdict
from .asking import OURS, Asked, WrongAddress, asked_of, language_of, region_of, takes_gzip, target_of, unsigned
from .gate import Desk, common_headers
from .ready import Ready

Headers = list[tuple[str, str]]
Quick = tuple[int, Headers, bytes]
_MOST_MANNERS = 2_000
_new_line = tuple.__new__  # a named tuple's own way costs three times as much


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
    """An answer needs the database, for which nobody waits here."""


class Manner(NamedTuple):
    """How somebody asks: what of an answer depends on headers alone."""

    language: str
    region: str
    gzip: bool
    heads: Headers


def _no_run(statement: str, given: Mapping[str, Any]) -> Any:
    raise NotInMemory


class AtOnce:
    """Answers whatever memory alone can answer; None sends a request the usual way."""

    def __init__(self) -> None:
        self._common = [(name.lower(), value) for name, value in common_headers()]
        self._heads = {
            (language, gzip): [
                ("content-type", "text/html; charset=utf-8"), ("content-language", language),
                *([("content-encoding", "gzip")] if gzip else []), *self._common,
            ]
            for language, _name in settings.LANGUAGES for gzip in (True, False)
        }  # fmt: skip
        self._manners: dict[tuple[str | None, ...], Manner | None] = {}

    def __call__(self, visit: Visit, address: str, region: str) -> Quick | None:
        path = visit.path
        if not path.startswith(OURS) or visit.method != "GET":
            return None
        desk = Desk._one
        if desk is None:  # opening it asks the database, and nobody waits for that here
            return None
        query = visit.query_string
        if query and (query := unsigned(query)):
            return self._link(desk, visit, address, region) if "linkType=" in query else None
        get = visit.headers.get
        asked = get("accept"), get("accept-language"), get("accept-encoding"), get("cookie"), region
        try:
            manner = self._manners[asked]
        except KeyError:
            manner = self._manner(asked)
        if manner is None:
            return self._link(desk, visit, address, region)
        ready = desk.memory.paths.get(path)
        return None if ready is None else self._page(desk, ready, manner, address)

    def _manner(self, asked: tuple[str | None, ...]) -> Manner | None:
        """Read the headers; None where links are asked for."""
        accept, languages, encodings, cookie, region = (value or "" for value in asked)
        cookie = cookie[:4000]
        gzip, language = takes_gzip(encodings[:500]), language_of(languages[:200], cookie)
        heads = self._heads[language, gzip]
        manner = None if "json" in accept.lower() else Manner(language, region_of(region, cookie), gzip, heads)
        if sum(len(value or "") for value in asked) < 2_000:  # nobody fills our memory with headers
            if len(self._manners) >= _MOST_MANNERS:
                self._manners = {}
            self._manners[asked] = manner
        return manner

    def _page(self, desk: Desk, ready: Ready, manner: Manner, address: str) -> Quick | None:
        memory, behind, goods, states, stamp = desk.memory, desk.behind, ready.goods, ready.states, ready.stamp
        clock, round_ = memory.clock(), memory.round
        if not (goods.alive and states.alive):
            memory.paths.pop(stamp.path, None)  # and with it all that was made of what is no longer true
            return None
        if stamp.stale or stamp.suspected_at is not None:
            return None
        if memory.trusted_until <= clock or goods.round != round_ or states.round != round_ or clock >= goods.until:
            return None
        language, region, gzip, heads = manner
        moulds = goods.moulds.get(ready.key)
        mould = moulds.get(language) if moulds else None
        network, batch = desk.answers.network_of(address), stamp.batch
        if mould is None or behind.is_throttled(network) or behind.is_exhausted(batch.epoch):
            return None
        now = time.time()
        count = memory.count_here(stamp, network, now)
        if count:
            copied = stamp.suspected_at is not None
            said = Verdict.COPIED.value if copied else ready.verdict
            behind.note(_new_line(Line, (now, batch.id, stamp.sequence, said, network, language, region, False)))
            if copied:
                return None  # this scan crossed the threshold: the words change; asking again is a reload
        return 200, [*heads, ready.link], ready.page(mould, count or stamp.count, language, gzip)

    def _link(self, desk: Desk, visit: Visit, address: str, region: str) -> Quick | None:
        """Links of a code, where no page is asked for; a page would be counted, and is left to the usual way."""
        if not desk.memory.is_trusted:
            return None
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
