"""What a question at the door brings beside its parameters: page, prefixes, formats; and how its answer is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.encoding import escape_uri_path

from epcis import EpcisError
from epcis.queries import Query, parse_query, parse_query_string
from epcis.xmlwriting import Version

from ..models import Token
from ..queries.answers import Page, Place, TooLarge, context_of, page_of, refuse_if_larger
from ..queries.horizons import Horizon, horizon_from
from ..queries.masterdata import TooComplex
from ..queries.viewers import parties_seen_by
from ..rules.documents import (
    CBV_FORMATS,
    EPC_FORMATS,
    LINKS,
    NO_PREFERENCE,
    Told,
    document_xml,
    query_document,
    stamp,
)
from .headers import spoken
from .media import JSON, LD, TEXT_XML, XML, wanted
from .problems import Problem, invalid

PER_PAGE, MOST_PER_PAGE = 30, 1000
# Longer than any reader needs between two pages; a snapshot of the past costs the database nothing.
TOKEN_LIFE = timedelta(hours=1)
_SALT = "ocop.traces.page"
PARAMETER, COMPLEX, LARGE = "QueryParameterException", "QueryTooComplexException", "QueryTooLargeException"
BESIDE = frozenset({"perPage", "nextPageToken"})


@dataclass(frozen=True)
class Turn:
    """One page asked for: the query as it was first asked, and where the last page ended."""

    source: dict[str, Any]
    size: int
    after: Place | None = None
    horizon: Horizon | None = None
    told: int = 0


def prefixes_of(request: HttpRequest) -> dict[str, str]:
    """Prefixes of extensions that the client names: `GS1-Extensions: example=https://ns.example.com/epcis/`."""
    found = {}
    for part in request.headers.get("GS1-Extensions", "").split(","):
        prefix, equals, namespace = part.strip().partition("=")
        if equals and prefix and ":" in namespace:
            found[prefix] = namespace.strip()
    return found


def parsed(source: Mapping[str, Any], request: HttpRequest) -> Query:
    """The query, or a problem of the standard's kind with every fault."""
    try:
        return parse_query(dict(source), namespaces=prefixes_of(request))
    except EpcisError as error:
        raise faulty(error) from error


def faulty(error: EpcisError) -> Problem:
    if any(problem.code == "complex" for problem in error.problems):
        return invalid(error, kind=COMPLEX, status=413)
    return invalid(error, kind=PARAMETER)


def asked(request: HttpRequest, token: Token, base: Mapping[str, Any] | None, *, open_to_more: bool = True) -> Turn:
    """Read the address: a first page with its parameters, or a further one with its token.

    `base` is what the resource itself asks for; a query of its own has no further parameters.
    """
    given = [(name, text) for name, texts in request.GET.lists() for text in texts if name not in BESIDE]
    page_token = request.GET.get("nextPageToken")
    if not open_to_more and given:
        raise Problem(400, f"There is no parameter {given[0][0][:60]!r} here.", kind=PARAMETER)
    source = {**_as_source(given, request), **(base or {})}
    if not page_token:
        return Turn(source, per_page(request))
    turn = _opened(page_token, request, token)
    if given and source != turn.source:
        raise Problem(400, "These parameters are not those that nextPageToken belongs to.", kind=PARAMETER)
    return turn


def _as_source(given: list[tuple[str, str]], request: HttpRequest) -> dict[str, Any]:
    if not given:
        return {}
    try:
        return parse_query_string(given, namespaces=prefixes_of(request)).source
    except EpcisError as error:
        raise faulty(error) from error


def per_page(request: HttpRequest) -> int:
    text = request.GET.get("perPage")
    if text is None:
        return PER_PAGE
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise Problem(400, "perPage is a number from 1.", kind=PARAMETER)
    return min(int(text), MOST_PER_PAGE)


def _opened(text: str, request: HttpRequest, token: Token) -> Turn:
    body = unsealed(text)
    if body.get("party") != token.party_id or body.get("path") != request.path:
        raise Problem(400, "This nextPageToken belongs to another resource.", kind=PARAMETER)
    key = body["key"]
    if body["source"].get("orderBy") in ("eventTime", "recordTime", ["eventTime"], ["recordTime"]):
        key = datetime.fromisoformat(key)
    horizon = horizon_from(body["horizon"]) if body["horizon"] else None
    size = per_page(request) if "perPage" in request.GET else body["size"]
    return Turn(body["source"], size, Place(key, body["position"]), horizon, body["told"])


def unsealed(text: str) -> dict[str, Any]:
    """What a token of ours holds; 400 for one that is not ours, has expired or was released."""
    try:
        body: dict[str, Any] = signing.loads(text, salt=_SALT, max_age=TOKEN_LIFE)
    except signing.BadSignature:
        raise Problem(400, "This nextPageToken is none of ours, or has expired.", kind=PARAMETER) from None
    if caches["default"].get(_released(text)):
        raise Problem(400, "This nextPageToken was released.", kind=PARAMETER)
    return body


def _released(text: str) -> str:
    return f"epcis-page-{hashlib.sha256(text.encode()).hexdigest()}"


def release(text: str) -> None:
    """Make a token of ours worthless; one that is worthless already stays so."""
    caches["default"].set(_released(text), 1, int(TOKEN_LIFE.total_seconds()))


def sealed(body: Mapping[str, Any]) -> str:
    return signing.dumps(dict(body), salt=_SALT, compress=True)


def link_next(response: HttpResponse, request: HttpRequest, body: Mapping[str, Any], size: int) -> None:
    """Tell where the next page is, and until when."""
    text = sealed(body)
    address = f"{settings.ORIGIN}{escape_uri_path(request.path)}?{urlencode({'perPage': size, 'nextPageToken': text})}"
    response["Link"] = f'<{address}>; rel="next"'
    response["GS1-Next-Page-Token-Expires"] = stamp(timezone.now() + TOKEN_LIFE)


@dataclass(frozen=True)
class Formats:
    """How the client wants its answer."""

    media: str
    epc: str
    cbv: str
    version: Version

    @property
    def is_xml(self) -> bool:
        return self.media in (XML, TEXT_XML)


def formats_of(request: HttpRequest) -> Formats:
    epc = _format(request, "GS1-EPC-Format", EPC_FORMATS, LINKS)
    cbv = _format(request, "GS1-CBV-XML-Format", CBV_FORMATS, NO_PREFERENCE)
    highest = request.headers.get("GS1-EPCIS-Max") or request.headers.get("GS1-EPCIS-Version") or "2.0"
    if highest.startswith("1."):  # which knows no JSON
        return Formats(wanted(request, (XML, TEXT_XML)), epc, cbv, "1.2")
    return Formats(wanted(request, (JSON, LD, XML, TEXT_XML)), epc, cbv, "2.0")


def _format(request: HttpRequest, name: str, known: tuple[str, ...], usual: str) -> str:
    given = request.headers.get(name)
    if given is None:
        return usual
    if given.strip() not in known:
        raise Problem(406, f"{name} is one of {', '.join(known)}.")
    return given.strip()


def answer(request: HttpRequest, token: Token, turn: Turn, *, query_name: str) -> HttpResponse:
    """One page of events as an EPCISQueryDocument."""
    formats = formats_of(request)
    query = parsed(turn.source, request)
    seen = parties_seen_by(token.party)
    size = turn.size
    if query.event_count_limit is not None:
        size = max(0, min(size, query.event_count_limit - turn.told))
    try:
        if turn.after is None:
            refuse_if_larger(query, seen)
        page = page_of(query, seen, size=size, after=turn.after, horizon=turn.horizon)
    except TooLarge:
        detail = f"There are more than {query.max_event_count} events."
        raise Problem(413, detail, kind=LARGE, title="Query result too large") from None
    except TooComplex:
        detail = "Too many events would have to be looked at; add conditions on identifiers, times or places."
        raise Problem(413, detail, kind=COMPLEX, title="Query too complex") from None
    response = written(page, formats, query_name)
    told = turn.told + len(page.events)
    if page.next is not None and told != query.event_count_limit:
        link_next(response, request, _token_body(request, token, turn, page, told), turn.size)
    return response


def _token_body(request: HttpRequest, token: Token, turn: Turn, page: Page, told: int) -> dict[str, Any]:
    assert page.next is not None
    key = page.next.key
    return {
        "path": request.path, "party": token.party_id, "source": turn.source, "size": turn.size, "told": told,
        "key": key.isoformat() if isinstance(key, datetime) else key, "position": page.next.position,
        "horizon": page.horizon.text if page.horizon else "",
    }  # fmt: skip


def written(page: Page, formats: Formats, query_name: str) -> HttpResponse:
    """A page in the wanted media type and syntax of identifiers."""
    told = (Told(found.json, context_of(found.context)) for found in page.events)
    document = query_document(told, created=timezone.now(), query_name=query_name, epc_format=formats.epc)
    if formats.is_xml:
        body = document_xml(document, cbv_format=formats.cbv, version=formats.version)
    else:
        body = orjson.dumps(document)
    response = HttpResponse(body, content_type=formats.media)
    response["GS1-EPC-Format"] = formats.epc
    if formats.is_xml:
        response["GS1-CBV-XML-Format"] = formats.cbv
    for name, said in spoken(formats.version).items():
        response[name] = said
    return response
