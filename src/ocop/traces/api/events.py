"""`/epcis/v2/events`: questions to all events, one event by its id, and single events coming in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from epcis.formats import is_uri

from ..models import Token
from ..queries.answers import page_of
from ..queries.viewers import parties_seen_by
from ..rules.documents import RESOURCES, SIMPLE_EVENT_QUERY, collection
from .asking import answer, asked, formats_of, parsed, release, unsealed, written
from .capture import post_event
from .doors import epcis
from .media import JSON, LD, wanted
from .problems import Problem
from .writing import json_response


@epcis(GET="query")
def discovery(request: HttpRequest, token: Token) -> HttpResponse:
    return json_response(collection(RESOURCES), wanted(request, (JSON, LD)))


@epcis(GET="query", POST="capture")
def events(request: HttpRequest, token: Token) -> HttpResponse:
    if request.method == "POST":
        return post_event(request, token)
    return answer(request, token, asked(request, token, None), query_name=SIMPLE_EVENT_QUERY)


@epcis(GET="query")
def event(request: HttpRequest, token: Token, event: str) -> HttpResponse:
    """The event and the error declarations against it: all that carry its id."""
    formats = formats_of(request)
    if not is_uri(event):
        raise Problem(404, "There is no such event: the id of an event is a URI.")
    query = parsed({"EQ_eventID": [event]}, request)
    page = page_of(query, parties_seen_by(token.party), size=100)
    if not page.events:
        raise Problem(404, "There is no such event that you may see.")
    return written(page, formats, SIMPLE_EVENT_QUERY)


@epcis(DELETE="query")
def next_page_token(request: HttpRequest, token: Token, text: str) -> HttpResponse:
    body = unsealed(text)
    if body.get("party") != token.party_id:
        raise Problem(404, "There is no such token of yours.")
    release(text)
    return HttpResponse(status=204)


@epcis(GET="query")
def nothing(request: HttpRequest, token: Token, rest: str) -> HttpResponse:
    raise Problem(404, f"There is no resource {rest[:120]!r}; these are there: {', '.join(RESOURCES)}.")
