"""`/epcis/v2/queries`: named queries, their events, and subscriptions to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from epcis import EpcisError
from epcis.formats import is_moment
from epcis.reading import load_json
from ocop.journal.rules import Refused

from .. import acts
from ..models import NamedQuery, Subscription, Token
from ..queries.standing import queries_of, query_of, subscription_of, subscriptions_to
from ..rules.documents import EPC_FORMATS, LINKS, stamp
from .asking import answer, asked, faulty, link_next, per_page, unsealed
from .capture import ROOT, body_of
from .doors import epcis
from .media import JSON, LD, kind_of_body, wanted
from .problems import Problem
from .writing import json_response

_CONTROLS = "SubscriptionControlsException"
_ON_SOCKETS = ("stream", "second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek", "reportIfEmpty")
_KNOWN = {"dest", "signatureToken", "initialRecordTime", "reportIfEmpty", "schedule", "stream", "epcFormat"}


@epcis(GET="query", POST="query")
def queries(request: HttpRequest, token: Token) -> HttpResponse:
    return _create(request, token) if request.method == "POST" else _listed(request, token)


def _create(request: HttpRequest, token: Token) -> HttpResponse:
    body = _object(request)
    name, source = body.get("name"), body.get("query")
    if type(name) is not str or type(source) is not dict:
        raise Problem(400, "A named query has a `name` and a `query`, an object of parameters.")
    try:
        query = acts.name_query(name, source, party=token.party, by=token.party)
    except EpcisError as error:
        raise faulty(error) from error
    except Refused as refusal:
        raise _refused(refusal) from refusal
    response = json_response(_named(query), status=201)
    response["Location"] = f"{ROOT}/queries/{query.name}"
    return response


def _refused(refusal: Refused, kind: str = "") -> Problem:
    """Some refusals have a status of their own."""
    taken = any(reason.code == "exists" for reason in refusal.reasons)
    errors = ({"path": r.field, "code": r.code, "detail": r.message} for r in refusal.reasons)
    return Problem(409 if taken else 400, refusal.reasons[0].message, kind="" if taken else kind, errors=errors)


def _object(request: HttpRequest) -> dict[str, Any]:
    if kind_of_body(request) != "json":
        raise Problem(415, f"Send {JSON}.")
    body = load_json(body_of(request), max_bytes=1_000_000)
    if type(body) is not dict:
        raise Problem(400, "The body is a JSON object.")
    return body


def _listed(request: HttpRequest, token: Token) -> HttpResponse:
    media, size = wanted(request, (JSON, LD)), per_page(request)
    text = request.GET.get("nextPageToken")
    state = unsealed(text) if text else {}
    if text and (state.get("party") != token.party_id or state.get("path") != request.path):
        raise Problem(400, "This nextPageToken belongs to another resource.", kind="QueryParameterException")
    found = queries_of(token.party, after=state.get("after", 0), count=size + 1)
    response = json_response([_named(query) for query in found[:size]], media)
    if len(found) > size:
        link_next(response, request, {"party": token.party_id, "path": request.path, "after": found[size - 1].pk}, size)
    return response


def _named(query: NamedQuery) -> dict[str, Any]:
    return {"name": query.name, "query": query.source}


def _found(token: Token, name: str) -> NamedQuery:
    query = query_of(token.party, name)
    if query is None:
        raise Problem(404, f"You have no query named {name[:120]!r}.")
    return query


@epcis(GET="query", DELETE="query")
def query(request: HttpRequest, token: Token, name: str) -> HttpResponse:
    found = _found(token, name)
    if request.method == "DELETE":
        acts.drop_query(found, by=token.party)
        return HttpResponse(status=204)
    return json_response(_named(found), wanted(request, (JSON, LD)))


@epcis(GET="query")
def query_events(request: HttpRequest, token: Token, name: str) -> HttpResponse:
    found = _found(token, name)
    if "websocket" in request.headers.get("Upgrade", "").lower() or any(word in request.GET for word in _ON_SOCKETS):
        detail = (
            f"WebSockets are not spoken here; subscribe with a webhook at {ROOT}/queries/{found.name}/subscriptions."
        )
        raise Problem(501, detail)
    return answer(request, token, asked(request, token, found.source, open_to_more=False), query_name=found.name)


@epcis(GET="query", POST="query")
def subscriptions(request: HttpRequest, token: Token, name: str) -> HttpResponse:
    found = _found(token, name)
    if request.method == "POST":
        return _subscribe(request, token, found)
    media = wanted(request, (JSON, LD))
    return json_response([_told(subscription) for subscription in subscriptions_to(found)], media)


def _subscribe(request: HttpRequest, token: Token, query: NamedQuery) -> HttpResponse:
    body = _object(request)
    try:
        subscription, secret = acts.subscribe(query, _wanted(body, request), by=token.party)
    except Refused as refusal:
        raise _refused(refusal, _CONTROLS) from refusal
    told = _told(subscription)
    if not body.get("signatureToken"):
        told["signatureToken"] = secret  # made here, told this once
    response = json_response(told, status=201)
    response["Location"] = f"{ROOT}/queries/{query.name}/subscriptions/{subscription.pk}"
    return response


def _wanted(body: dict[str, Any], request: HttpRequest) -> acts.Wanted:
    faults = [*_unknown(body), *_shapes(body), *_timing(body)]
    if faults:
        errors = ({"path": f"/{name}", "code": "subscription", "detail": told} for name, told in faults)
        raise Problem(400, f"{faults[0][0]}: {faults[0][1]}", kind=_CONTROLS, errors=errors)
    start = body.get("initialRecordTime")
    return acts.Wanted(
        dest=body["dest"], token=body.get("signatureToken") or "", schedule=body.get("schedule"),
        report_if_empty=body.get("reportIfEmpty", False),
        initial_record_time=datetime.fromisoformat(start) if start else None,
        epc_format=body.get("epcFormat") or request.headers.get("GS1-EPC-Format") or LINKS,
    )  # fmt: skip


Fault = tuple[str, str]


def _unknown(body: dict[str, Any]) -> list[Fault]:
    return [(name[:60], "There is no such field.") for name in body if name not in _KNOWN and ":" not in name]


def _shapes(body: dict[str, Any]) -> list[Fault]:
    start = body.get("initialRecordTime")
    wrong = {
        "dest": type(body.get("dest")) is not str,
        "signatureToken": type(body.get("signatureToken", "")) is not str,
        "initialRecordTime": start is not None and not (type(start) is str and is_moment(start)),
        "reportIfEmpty": type(body.get("reportIfEmpty", False)) is not bool,
        "epcFormat": body.get("epcFormat", LINKS) not in EPC_FORMATS,
        "schedule": "schedule" in body and type(body["schedule"]) is not dict,
    }
    told = {
        "dest": "An https address is wanted.", "signatureToken": "A text is wanted.",
        "initialRecordTime": "A date and time with a zone is wanted.", "reportIfEmpty": "true or false is wanted.",
        "epcFormat": f"One of {', '.join(EPC_FORMATS)} is wanted.", "schedule": "An object is wanted.",
    }  # fmt: skip
    return [(name, told[name]) for name, is_wrong in wrong.items() if is_wrong]


def _timing(body: dict[str, Any]) -> list[Fault]:
    if "stream" in body and body["stream"] is not True:
        return [("stream", "stream is true, or is left out.")]
    if ("stream" in body) == ("schedule" in body):
        return [("schedule", "Either `stream` is true, or there is a `schedule`.")]
    return []


@epcis(GET="query", DELETE="query")
def subscription(request: HttpRequest, token: Token, name: str, key: str) -> HttpResponse:
    query = _found(token, name)
    found = subscription_of(query, key)
    if found is None:
        raise Problem(404, "You have no such subscription.")
    if request.method == "DELETE":
        acts.unsubscribe(found, by=token.party)
        return HttpResponse(status=204)
    response = json_response(_told(found), wanted(request, (JSON, LD)))
    response["GS1-Query-Min-Record-Time"] = stamp(found.ran_at or found.initial_record_time)
    return response


def _told(found: Subscription) -> dict[str, Any]:
    """A subscription without its secret."""
    told: dict[str, Any] = {
        "subscriptionID": str(found.pk), "queryName": found.query.name, "dest": found.dest,
        "createdAt": stamp(found.created_at), "initialRecordTime": stamp(found.initial_record_time),
        "minRecordTime": stamp(found.ran_at or found.initial_record_time), "epcFormat": found.epc_format,
        "state": found.state,
    }  # fmt: skip
    if found.notified_at is not None:
        told["lastNotifiedAt"] = stamp(found.notified_at)
    if found.is_stream:
        return {**told, "stream": True}
    return {**told, "schedule": found.schedule, "reportIfEmpty": found.report_if_empty}
