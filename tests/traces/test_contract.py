"""Every operation of GS1's OpenAPI of EPCIS 2.0, walked against the running views; answers hold to its schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import jsonschema
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from lxml import etree

from epcis.formats import is_moment, is_uri
from ocop.traces.api.doors import epcis
from ocop.traces.models import CaptureJob, Token
from ocop.traces.rules.limits import LIMITS
from tests.traces.asking import CONTEXT, FIXTURES, V2, Asker, document, event, in_path, next_of, party, secret_of

OPENAPI = FIXTURES / "schema" / "openapi.json"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not OPENAPI.exists(), reason="the official description stands in ../shared, which is absent here"
    ),
]
METHODS = ("options", "get", "post", "delete")
# Only where there is a next page; what the client asked to be extended with.
SOMETIMES = {"Link", "GS1-Next-Page-Token-Expires"}
# Slips of the description (see ../shared/fixtures/epcis/README.md), and what it says of HTTP that no client needs:
# its 409 says 406, subscriptions' 400 is no problem+json, `/` in XML has no schema, one query is told as a list.
STEP, PLACE, EPC = "shipping", "https://id.gs1.org/414/8938500110030", event(1)["epcList"][0]
TAKEN = {"name": "da-gui", "query": {"EQ_bizStep": [STEP]}}
PARAMETERS = {
    "eventID": event(1)["eventID"], "eventType": "ObjectEvent", "epc": EPC, "bizStep": STEP, "bizLocation": PLACE,
    "readPoint": PLACE, "disposition": "in_transit", "queryName": "da-gui",
}  # fmt: skip
UNKNOWN = {
    **dict.fromkeys(PARAMETERS, "urn:none:x"), "eventType": "urn:none:Event", "queryName": "khong-co",
    "captureID": "00000000-0000-4000-8000-000000000000", "subscriptionID": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip


@cache
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(OPENAPI.read_text("utf-8-sig"))
    return found


def operations() -> list[tuple[str, str]]:
    if not OPENAPI.exists():
        return []
    return [(method, path) for path, item in described()["paths"].items() for method in METHODS if method in item]


def resolved(value: Any) -> Any:
    while "$ref" in value:
        at: Any = described()
        for key in value["$ref"].removeprefix("#/").split("/"):
            at = at[key.replace("~1", "/")]
        value = at
    return value


def response_of(method: str, path: str, status: int) -> Any:
    told = described()["paths"][path][method]["responses"]
    assert str(status) in told, f"{method} {path} answers {status}, which the description does not name"
    return resolved(told[str(status)])


@cache
def formats() -> jsonschema.FormatChecker:
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("uri")(lambda value: not isinstance(value, str) or is_uri(value))
    checker.checks("date-time")(lambda value: not isinstance(value, str) or is_moment(value))
    return checker


def hold(schema: Any, value: Any) -> None:
    whole = {**schema, "components": _components()}
    jsonschema.Draft7Validator(whole, format_checker=formats()).validate(value)


def agree(method: str, path: str, response: Any) -> None:
    """The answer is one that the description names, with its headers, media types and bodies."""
    status = response.status_code
    told = response_of(method, path, status)
    for name, header in told.get("headers", {}).items():
        if name in SOMETIMES and name not in response.headers:
            continue
        assert name in response.headers, f"{method} {path} {status}: without {name}"
        _hold_header(name, resolved(resolved(header).get("schema", {})), response.headers[name])
    if not response.content:
        assert status in (202, 204), f"{method} {path} {status} says nothing"
        return
    media = response.headers["Content-Type"]
    content = told.get("content", {})
    if media not in content and status == 400:
        media = "application/json"  # subscriptions: a problem is application/problem+json
    if not content:
        return
    assert media in content, f"{method} {path} {status} comes as {media}"
    if media.endswith("json"):
        body = json.loads(response.content)
        hold(_mended(status, content[media]["schema"]), _mended_body(path, body))
    else:
        etree.fromstring(response.content)


def _hold_header(name: str, schema: Any, value: str) -> None:
    if name in ("Link", "Location") or schema.get("type") == "object":
        return  # written as HTTP writes them, and references may be relative
    hold(schema, int(value) if schema.get("type") == "integer" else value)


def _mended(status: int, schema: Any) -> Any:
    return json.loads(json.dumps(schema).replace("[406]", "[409]")) if status == 409 else schema


@cache
def _components() -> Any:
    """A capture job is to be one of two shapes neither of which asks for anything, so that it is always both; times of
    a schedule have patterns in a dialect of their own.
    """
    found = json.loads(json.dumps(described()["components"]))
    job = found["schemas"]["CaptureJob"]["allOf"][1]
    job["anyOf"] = job.pop("oneOf")
    for name, schema in found["schemas"].items():
        if name.startswith("GS1-Query-"):
            schema.pop("pattern", None)
    return found


def _mended_body(path: str, body: Any) -> Any:
    """`GET /queries/{name}` is described as an array, and is one object."""
    return [body] if path == "/queries/{queryName}" and "name" in body else body


@pytest.fixture
def asker() -> Iterator[Asker]:
    found = Asker(party())
    found.capture(
        event(1, bizStep=STEP, disposition="in_transit", bizLocation={"id": PLACE}, readPoint={"id": PLACE}),
        event(2, bizStep=STEP),
    )
    found.send("POST", "/capture", document(event(3)))
    found.send("POST", "/queries", TAKEN)
    found.send("POST", "/queries/da-gui/subscriptions", {"dest": "https://doi-tac.example.vn/nhan", "stream": True})
    yield found
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE traces_event, traces_identity, traces_element, pgqueuer")


def address(path: str, asker: Asker, **other: str) -> str:
    """A path of the description with its parameters filled in."""
    known = {**PARAMETERS, **other}
    if "{captureID}" in path and "captureID" not in known:
        known["captureID"] = str(CaptureJob.objects.all()[0].pk)
    if "{subscriptionID}" in path and "subscriptionID" not in known:
        known["subscriptionID"] = asker.get("/queries/da-gui/subscriptions").json()[0]["subscriptionID"]
    if "{token}" in path:
        known["token"] = parse_qs(next_of(asker.get("/events?perPage=1")).partition("?")[2])["nextPageToken"][0]
    return re.sub(r"\{(\w+)\}", lambda match: in_path(known[match[1]]), path)


BODIES: dict[str, Any] = {
    "/capture": document(event(5)), "/events": {"@context": CONTEXT, **event(6)}, "/queries": {"name": "khac", "query": {}},
    "/queries/{queryName}/subscriptions": {"dest": "https://doi-tac.example.vn/khac", "schedule": {"hour": "6"}},
}  # fmt: skip
ALL = pytest.mark.parametrize(("method", "path"), operations(), ids=lambda value: value)


def test_every_operation_agrees_when_all_is_well(asker: Asker) -> None:
    last = sorted(operations(), key=lambda operation: operation[0] == "delete")
    for method, path in last:
        body = BODIES[path] if method == "post" else None
        if method == "delete" and path == "/queries/{queryName}":
            continue  # last of all, below
        response = asker.send(method.upper(), address(path, asker), body)
        assert 200 <= response.status_code < 300, (method, path, response.content)
        agree(method, path, response)
        if method == "options":
            allowed = {name.strip().lower() for name in response["Allow"].split(",")}
            assert allowed == {name for name in METHODS if name in described()["paths"][path]}, path
    response = asker.send("DELETE", "/queries/da-gui")
    agree("delete", "/queries/{queryName}", response)
    assert asker.get("/queries/da-gui").status_code == 404


def test_every_list_of_events_and_values_comes_in_pages_that_agree(asker: Asker) -> None:
    for method, path in operations():
        named = {
            name.get("$ref", "").rpartition("/")[2] for name in described()["paths"][path][method].get("parameters", ())
        }
        if method != "get" or "PerPage" not in named:
            continue
        response = asker.get(f"{address(path, asker)}?perPage=1")
        agree(method, path, response)
        if "Link" in response.headers:
            assert response["Link"].endswith('rel="next"')
            following = asker.get(response["Link"][1:].partition(">")[0].partition(V2)[2])
            agree(method, path, following)
            assert following.content != response.content, path


def test_whoever_shows_no_token_or_a_weak_one_is_turned_away_alike(asker: Asker) -> None:
    ask_only, capture_only = secret_of(asker.party, "query"), secret_of(asker.party, "capture")
    for method, path in operations():
        at = f"{V2}{address(path, asker)}"
        told = described()["paths"][path][method]["responses"]
        if "401" in told:
            agree(method, path, Client().generic(method.upper(), at))
        if "403" not in told or method == "options":
            continue
        capturing = path.startswith("/capture") or (path == "/events" and method == "post")
        weak = ask_only if capturing else capture_only
        response = Client().generic(method.upper(), at, headers={"Authorization": f"Bearer {weak}"})
        assert response.status_code == 403, (method, path)
        agree(method, path, response)


def test_what_is_not_there_is_not_found_by_any_method(asker: Asker) -> None:
    for method, path in operations():
        if "404" not in described()["paths"][path][method]["responses"]:
            continue
        names = re.findall(r"\{(\w+)\}", path)
        response = asker.send(method.upper(), address(path, asker, **{names[-1]: UNKNOWN[names[-1]]}), BODIES.get(path))
        assert response.status_code == 404, (method, path, response.status_code, response.content)
        agree(method, path, response)


def test_versions_and_media_that_are_not_spoken_are_not_acceptable(asker: Asker) -> None:
    for method, path in operations():
        if "406" not in described()["paths"][path][method]["responses"] or method == "options":
            continue  # OPTIONS is how one learns which versions are spoken
        at, body = address(path, asker), BODIES.get(path) if method == "post" else None
        for headers in (
            {"GS1_EPCIS_Min": "3.0"},
            {"Accept": "image/png"} if method == "get" else {"GS1_EPCIS_Version": "9.0"},
        ):
            response = asker.send(method.upper(), at, body, **headers)
            assert response.status_code == 406, (method, path, headers)
            agree(method, path, response)


def test_addresses_that_are_too_long_and_bodies_that_are_too_large_or_strange_are_refused(asker: Asker) -> None:
    for method, path in operations():
        told, at = described()["paths"][path][method]["responses"], address(path, asker)
        if "414" in told:
            response = asker.send(method.upper(), f"{at}?EQ_eventID={'urn:x:' * 2_000}")
            assert response.status_code == 414, (method, path)
            agree(method, path, response)
        if "415" in told:
            response = asker.client.generic(method.upper(), f"{V2}{at}", b"a,b", "text/csv", headers=asker.headers)
            assert response.status_code == 415, (method, path)
            agree(method, path, response)
        if "413" in told and method == "post":
            large = b'{"type":"EPCISDocument","x":"' + b"a" * LIMITS.size + b'"}'
            response = asker.client.generic("POST", f"{V2}{at}", large, "application/json", headers=asker.headers)
            assert response.status_code == 413, (method, path)
            agree(method, path, response)


def test_faults_conflicts_and_answers_too_large_agree(asker: Asker) -> None:
    wrong = {**event(7), "@context": CONTEXT, "eventTime": "now"}
    for method, path, at, body, status in (
        ("post", "/capture", "/capture", document(wrong), 400), ("post", "/events", "/events", wrong, 400),
        ("post", "/events", "/events", {**event(2), "@context": CONTEXT, "bizStep": "packing"}, 409),
        ("post", "/queries", "/queries", {**TAKEN, "query": {"EQ_bizStep": ["packing"]}}, 409),
        *(("get", f"{path}/events", f"{address(path, asker)}/events?GE_eventTime=now", None, 400)
          for path in described()["paths"] if path.count("{") == 1 and f"{path}/events" in described()["paths"]
          and "queries" not in path),
    ):  # fmt: skip
        response = asker.send(method.upper(), at, body)
        assert response.status_code == status, (path, response.content)
        agree(method, path, response)
    asker.send("POST", "/queries", {"name": "nhieu", "query": {"maxEventCount": 1}})
    for path in ("/queries/nhieu/events",):
        response = asker.get(path)
        assert response.status_code == 413
        agree("get", "/queries/{queryName}/events", response)


def test_problems_come_in_xml_to_whoever_reads_only_xml(asker: Asker) -> None:
    for path, status in (("/events/urn:none:x", 404), ("/eventTypes/ObjectEvent/events?EQ_action=x", 400)):
        response = asker.get(path, Accept="application/xml")
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+xml")
        assert etree.fromstring(response.content).tag == "{urn:epcglobal:epcis:xsd:2}EPCISException"


def test_sockets_and_addresses_nobody_named_are_told_so(asker: Asker) -> None:
    response = asker.get("/queries/da-gui/events?stream=true", Upgrade="websocket", Connection="Upgrade")
    assert (response.status_code, response.json()["type"]) == (501, "epcisException:ImplementationException")
    hold({"$ref": "#/components/schemas/RFC7807ProblemResponseBody"}, response.json())
    strange = asker.get("/warehouses/1")
    assert (strange.status_code, strange.json()["type"]) == (404, "epcisException:NoSuchNameException")


def test_a_fault_of_ours_is_told_as_the_standard_tells_it(asker: Asker, caplog: pytest.LogCaptureFixture) -> None:
    @epcis(GET="query")
    def broken(request: HttpRequest, token: Token) -> HttpResponse:
        raise ZeroDivisionError("a fault")

    request = RequestFactory().get(f"{V2}/events", headers=asker.headers)
    response = broken(request)
    assert response.status_code == 500
    agree("get", "/events", response)
    assert "a fault" not in response.content.decode() and "ZeroDivisionError" in caplog.text


def test_an_answer_in_the_old_version_says_so_and_knows_no_json(asker: Asker) -> None:
    old = asker.get("/events", GS1_EPCIS_Max="1.2")
    assert old["Content-Type"] == "application/xml" and b"urn:epcglobal:epcis-query:xsd:1" in old.content
    assert (old["GS1-EPCIS-Version"], old["GS1-CBV-Version"]) == ("1.2.0", "1.2.2")
    assert asker.get("/events", GS1_EPCIS_Max="1.2", Accept="application/json").status_code == 406
