"""Top-level resources: event types, EPCs, business steps, places, dispositions; each leads to its events."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from epcis import EpcisError
from epcis.queries import parse_query
from epcis.queryvalues import EVENT_TYPES, known_as
from epcis.translating import link_of, urn_of
from epcis.vocabulary import VOCABULARIES, short

from ..models import Name, Token
from ..queries.answers import Place, page_of
from ..queries.horizons import horizon_from
from ..queries.names import epcs_seen, is_name, names_seen
from ..queries.viewers import parties_seen_by
from ..rules.documents import SIMPLE_EVENT_QUERY, URNS, collection
from .asking import answer, asked, formats_of, link_next, parsed, per_page, unsealed
from .doors import epcis
from .media import JSON, LD, wanted
from .problems import Problem
from .writing import json_response


@dataclass(frozen=True)
class Resource:
    """A kind of resource: the parameter that asks for its events, and the values that the standard gives it."""

    parameter: str
    kind: str
    standard: tuple[str, ...] = ()

    def spelt(self, value: str) -> str:
        """The value in the spelling it is stored in."""
        return short(self.kind, value) if self.kind in VOCABULARIES else known_as(value)


_Kind = Name.Kind
RESOURCES = {
    "eventTypes": Resource("eventType", _Kind.EVENT_TYPE, EVENT_TYPES),
    "bizSteps": Resource("EQ_bizStep", _Kind.BIZ_STEP, tuple(sorted(VOCABULARIES["bizStep"].words))),
    "dispositions": Resource("EQ_disposition", _Kind.DISPOSITION, tuple(sorted(VOCABULARIES["disposition"].words))),
    "bizLocations": Resource("EQ_bizLocation", _Kind.BIZ_LOCATION),
    "readPoints": Resource("EQ_readPoint", _Kind.READ_POINT),
    "epcs": Resource("MATCH_anyEPC", ""),
}
_COLLAPSED = re.compile(r"(https?):/(?!/)")


def _value(text: str) -> str:
    """A URI in a path may have lost one of its slashes on the way."""
    return _COLLAPSED.sub(r"\1://", text, count=1) if _COLLAPSED.match(text) else text


def values(name: str) -> Callable[..., Any]:
    """All values of a kind of resource, page by page: the standard's own first."""
    resource = RESOURCES[name]

    @epcis(GET="query")
    def listed(request: HttpRequest, token: Token) -> HttpResponse:
        media = wanted(request, (JSON, LD))
        size, state = per_page(request), _state(request, token)
        seen = parties_seen_by(token.party)
        told = state.get("standard", 0)
        members = list(resource.standard[told : told + size])
        after = state.get("after", "")
        if len(members) < size:
            own = names_seen(resource.kind, seen, after=after, count=size + len(resource.standard))
            members += [value for value in own if value not in resource.standard][: size - len(members) + 1]
        response = json_response(collection(members[:size]), media)
        if len(members) > size or told + size < len(resource.standard):
            passed = min(told + size, len(resource.standard))
            last = members[size - 1]
            after = after if last in resource.standard else last
            link_next(response, request, {**_bound(request, token), "standard": passed, "after": after}, size)
        return response

    return listed


@epcis(GET="query")
def epcs(request: HttpRequest, token: Token) -> HttpResponse:
    media, formats = wanted(request, (JSON, LD)), formats_of(request)
    size, state = per_page(request), _state(request, token)
    after = Place(state["key"], state["position"]) if "position" in state else None
    horizon = horizon_from(state["horizon"]) if state.get("horizon") else None
    found, place, horizon = epcs_seen(parties_seen_by(token.party), after=after, horizon=horizon, count=size)
    spell = urn_of if formats.epc == URNS else link_of
    response = json_response(collection(dict.fromkeys(map(spell, found))), media)
    if place is not None:
        body = {"key": place.key, "position": place.position, "horizon": horizon.text if horizon else ""}
        link_next(response, request, {**_bound(request, token), **body}, size)
    return response


def _bound(request: HttpRequest, token: Token) -> dict[str, Any]:
    return {"path": request.path, "party": token.party_id}


def _state(request: HttpRequest, token: Token) -> dict[str, Any]:
    text = request.GET.get("nextPageToken")
    if not text:
        return {}
    body = unsealed(text)
    if body.get("party") != token.party_id or body.get("path") != request.path:
        raise Problem(400, "This nextPageToken belongs to another resource.", kind="QueryParameterException")
    return body


def value(name: str) -> Callable[..., Any]:
    """What leads on from one value: its events."""
    resource = RESOURCES[name]

    @epcis(GET="query")
    def one(request: HttpRequest, token: Token, text: str) -> HttpResponse:
        media = wanted(request, (JSON, LD))
        _find(resource, _value(text), token)
        return json_response(collection(["events"]), media)

    return one


def value_events(name: str) -> Callable[..., Any]:
    """The events of one value, with any further parameters."""
    resource = RESOURCES[name]

    @epcis(GET="query")
    def its_events(request: HttpRequest, token: Token, text: str) -> HttpResponse:
        item = _value(text)
        if resource.parameter in request.GET:
            raise Problem(400, f"The address sets {resource.parameter} already.", kind="QueryParameterException")
        parsed({resource.parameter: [item]}, request)
        _find(resource, item, token)
        turn = asked(request, token, {resource.parameter: [item]})
        return answer(request, token, turn, query_name=SIMPLE_EVENT_QUERY)

    return its_events


def _find(resource: Resource, item: str, token: Token) -> None:
    """404 for a value that neither the standard nor any event to be seen knows."""
    spelt = resource.spelt(item)
    seen = parties_seen_by(token.party)
    if spelt in resource.standard or (resource.kind and is_name(resource.kind, spelt, seen)):
        return
    if not resource.kind and _has_events(item, seen):
        return
    raise Problem(404, f"There is no {item[:200]!r} here that you may see.")


def _has_events(epc: str, seen: list[int] | None) -> bool:
    try:
        return bool(page_of(parse_query({"MATCH_anyEPC": [epc]}), seen, size=1).events)
    except EpcisError:
        return False
