"""`/epcis/v2/capture` and `POST /epcis/v2/events`, as partners' systems call them, and as attackers do."""

import resource
from typing import Any

import orjson
import pytest
from django.test import Client

from ocop.traces.acts import withdraw_token
from ocop.traces.models import Context, Event, Token
from ocop.traces.rules.limits import LIMITS
from tests.traces.asking import V2, Asker, document, event, party

pytestmark = pytest.mark.django_db
XML = """<?xml version="1.0" encoding="UTF-8"?>{before}
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2026-11-22T00:00:00Z">
<EPCISBody><EventList><ObjectEvent><eventTime>2026-11-01T08:00:00+07:00</eventTime>
<eventTimeZoneOffset>+07:00</eventTimeZoneOffset><epcList><epc>{epc}</epc></epcList><action>OBSERVE</action>
</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"""
EPC = "urn:epc:id:sgtin:4012345.011111.987"


@pytest.fixture
def asker() -> Asker:
    return Asker(party())


def raw(asker: Asker, body: bytes, kind: str = "application/json", path: str = "/capture", **headers: str) -> Any:
    return asker.client.generic("POST", f"{V2}{path}", body, kind, headers={**asker.headers, **headers})


def refused(response: Any, status: int, kind: str = "ValidationException") -> dict[str, Any]:
    assert response.status_code == status, response.content[:300]
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert (told["type"], told["status"]) == (f"epcisException:{kind}", status)
    assert not Event.objects.exists() and not Context.objects.exists()
    return told


def test_a_document_is_taken_and_its_job_tells_that_it_is_stored(asker: Asker) -> None:
    taken = raw(asker, orjson.dumps(document(event(1), event(2))))
    assert taken.status_code == 202 and not taken.content
    assert taken["GS1-EPCIS-Version"] == "2.0.0" and taken["GS1-CBV-Version"] == "2.0.0"
    job = asker.client.get(taken["Location"], headers=asker.headers).json()
    assert job["running"] is False and job["success"] is True and job["errors"] == []
    assert job["captureErrorBehaviour"] == "rollback" and taken["Location"].endswith(job["captureID"])
    assert Event.objects.count() == 2
    assert job["createdAt"] <= job["finishedAt"]


def test_a_document_in_xml_is_taken_and_its_job_is_told_in_xml(asker: Asker) -> None:
    taken = raw(asker, XML.format(before="", epc=EPC).encode(), "application/xml")
    assert taken.status_code == 202 and Event.objects.count() == 1
    told = asker.client.get(taken["Location"], headers={**asker.headers, "Accept": "application/xml"})
    assert told["Content-Type"] == "application/xml" and b'success="true"' in told.content


def test_jobs_are_listed_page_by_page_newest_first_and_to_their_party_only(asker: Asker) -> None:
    places = [raw(asker, orjson.dumps(document(event(n))))["Location"] for n in range(5)]
    found, path = [], "/capture?perPage=2"
    while path:
        page = asker.get(path)
        found += [f"{V2}/capture/{job['captureID']}" for job in page.json()]
        path = page.get("Link", "").partition(">")[0].removeprefix(f"<{V2}")
    assert found == places[::-1]
    stranger = Asker(party("Bên khác mô phỏng"))
    assert stranger.get("/capture").json() == []
    assert stranger.client.get(places[0], headers=stranger.headers).status_code == 404


@pytest.mark.parametrize("query", ["perPage=0", "perPage=-1", "perPage=x", "perPage=٣", "nextPageToken=x"])
def test_a_page_that_cannot_be_is_refused(asker: Asker, query: str) -> None:
    refused(asker.get(f"/capture?{query}"), 400, "QueryParameterException")


@pytest.mark.parametrize("name", ["x", "00000000-0000-4000-8000-000000000000", "../x", "%00"])
def test_a_job_that_is_not_there_is_not_found(asker: Asker, name: str) -> None:
    assert asker.get(f"/capture/{name}").status_code in (400, 404)


def test_options_describe_what_capture_takes(asker: Asker) -> None:
    told = asker.send("OPTIONS", "/capture")
    assert told.status_code == 204 and told["Allow"] == "OPTIONS, GET, POST"
    assert int(told["GS1-EPCIS-Capture-File-Size-Limit"]) == LIMITS.size
    assert told["GS1-Capture-Error-Behaviour"] == "all" and int(told["GS1-EPCIS-Capture-Limit"]) >= 20_000


def test_without_a_working_token_nothing_is_taken_or_told(asker: Asker) -> None:
    told = Client().post(f"{V2}/capture", document(event(1)), "application/json")
    refused(told, 401, "SecurityException")
    assert told["WWW-Authenticate"].startswith("Bearer")
    for secret in ("Bearer", "Bearer x", "Bearer " + "x" * 5000, "Basic eDp5"):
        refused(Client().get(f"{V2}/capture", headers={"Authorization": secret}), 401, "SecurityException")
    withdraw_token(Token.objects.get(), by=None)
    refused(asker.get("/capture"), 401, "SecurityException")


def test_a_token_that_may_only_ask_captures_nothing() -> None:
    asker = Asker(party(), "query")
    refused(raw(asker, orjson.dumps(document(event(1)))), 403, "SecurityException")
    refused(asker.send("POST", "/events", event(1)), 403, "SecurityException")


def test_methods_versions_and_media_that_are_not_spoken_are_refused(asker: Asker) -> None:
    body = orjson.dumps(document(event(1)))
    refused(asker.send("DELETE", "/capture"), 405, "UnsupportedOperationException")
    refused(raw(asker, body, "text/csv"), 415, "UnsupportedMediaTypeException")
    refused(raw(asker, body, "application/json; charset=latin1"), 415, "UnsupportedMediaTypeException")
    refused(raw(asker, body, **{"Content-Encoding": "gzip"}), 415, "UnsupportedMediaTypeException")
    refused(raw(asker, body, **{"GS1-EPCIS-Version": "3.0"}), 406, "NotAcceptableException")
    refused(raw(asker, body, **{"GS1-EPCIS-Min": "2.1"}), 406, "NotAcceptableException")
    refused(raw(asker, body, **{"GS1-EPCIS-Min": "2.0", "GS1-EPCIS-Max": "1.2"}), 406, "NotAcceptableException")
    refused(raw(asker, body, **{"GS1-EPCIS-Version": "two"}), 400)
    refused(raw(asker, body, **{"GS1-Capture-Error-Behaviour": "maybe"}), 400)
    refused(asker.get("/capture", Accept="text/html"), 406, "NotAcceptableException")
    assert raw(asker, body, **{"GS1-EPCIS-Version": "2.0.0", "GS1-EPCIS-Min": "1.0"}).status_code == 202


def test_a_single_event_is_stored_and_told_back_with_its_id_and_address(asker: Asker) -> None:
    bare = {name: value for name, value in event(1).items() if name != "eventID"}
    bare["@context"] = document()["@context"]
    made = asker.send("POST", "/events", bare)
    assert made.status_code == 201, made.content
    told = made.json()
    assert told == {**bare, "eventID": told["eventID"]} and told["eventID"].startswith("ni:///sha-256;")
    assert asker.client.get(made["Location"], headers=asker.headers).status_code == 200
    assert asker.send("POST", "/events", bare)["Location"] == made["Location"]
    assert Event.objects.count() == 1


def test_a_single_event_that_contradicts_another_of_its_id_is_a_conflict(asker: Asker) -> None:
    one = {**event(1, eventID="urn:uuid:7a0f2f9e-0000-4000-8000-000000000001"), "@context": document()["@context"]}
    assert asker.send("POST", "/events", one).status_code == 201
    told = asker.send("POST", "/events", {**one, "bizStep": "packing"})
    assert told.status_code == 409
    assert told.json()["type"] == "epcisException:ResourceAlreadyExistsException" and told.json()["status"] == 409


def test_a_document_of_several_events_is_no_single_event(asker: Asker) -> None:
    refused(asker.send("POST", "/events", document(event(1), event(2))), 400)


@pytest.mark.parametrize(
    "body",
    [
        b"   ", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"type": "EPCISDocument"}',
        b'{"type":"ObjectEvent","type":"ObjectEvent"}', b'{"a":NaN}', b'{"type":"\\ud800"}',
        b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        orjson.dumps(document(event(1, eventTime="2026-11-01T08:00:00"))),
        orjson.dumps(document({**event(1), "x:deep": orjson.loads(b"[" * 200 + b"]" * 200)})),
    ],
)  # fmt: skip
def test_a_body_that_is_no_document_is_refused(asker: Asker, body: bytes) -> None:
    refused(raw(asker, body), 400)
    refused(raw(asker, body, path="/events"), 400)


@pytest.mark.parametrize(
    "body",
    [
        XML.format(before='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', epc="&x;"),
        XML.format(before='<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', epc="&b;"),
        XML.format(before="", epc="&x;"), XML.format(before="", epc="no uri"), "<a/>", "<a>" * 5_000, "{}",
    ],
)  # fmt: skip
def test_xml_with_entities_or_without_sense_is_refused(asker: Asker, body: str) -> None:
    refused(raw(asker, body.encode(), "application/xml"), 400)


def test_documents_too_large_to_be_read_are_refused_within_bounded_memory(asker: Asker) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fifty = b'{"type":"EPCISDocument","x":"' + b"a" * 50_000_000 + b'"}'
    refused(raw(asker, fifty), 413, "CaptureLimitExceededException")
    refused(raw(asker, b"[" + b"[]," * 10_000_000 + b"[]]"), 413, "CaptureLimitExceededException")
    million = orjson.dumps(document(event(1, epcList=[f"a:{n}" for n in range(1_000_000)])))
    refused(raw(asker, million), 413, "CaptureLimitExceededException")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 600_000, f"{grown} kB"
