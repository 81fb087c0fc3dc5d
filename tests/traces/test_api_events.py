"""Questions at `/epcis/v2/events` and the top-level resources, asked over HTTP."""

import json
import threading
from typing import Any

import jsonschema
import pytest
from django.db import connection

import epcis
from ocop.traces.acts import capture, grant_view
from ocop.traces.models import Party
from tests.traces.asking import (
    CONTEXT,
    FIXTURES,
    Asker,
    captured,
    document,
    event,
    events_in,
    in_address,
    in_path,
    next_of,
    party,
    scenario,
)

EPC = "https://id.gs1.org/01/08938500110023/21/S1"
ALIASES = (EPC, "urn:epc:id:sgtin:8938500110.002.S1", "https://ocop.vn/01/08938500110023/21/S1", f"{EPC}?17=261231")


def test_every_case_of_the_scenario_finds_exactly_its_events(asker: Asker) -> None:
    given = scenario()
    capture(epcis.read(given["document"]), party=asker.party, by=None)
    for case in given["cases"]:
        found = asker.ask({**case["query"], "perPage": 7})
        assert sorted(found) == sorted(case["eventIDs"]), case["query"]
        assert len(found) == len(set(found))


@pytest.mark.parametrize("asked", ALIASES)
@pytest.mark.parametrize("stored", ALIASES)
def test_an_identifier_is_found_in_every_spelling(asker: Asker, stored: str, asked: str) -> None:
    asker.capture(event(1, epcList=[stored]), event(2))
    assert asker.ask({"MATCH_epc": [asked]}) == [event(1)["eventID"]]


@pytest.mark.parametrize(
    "word",
    [
        "shipping",
        "urn:epcglobal:cbv:bizstep:shipping",
        "https://ref.gs1.org/cbv/BizStep-shipping",
        "cbv:BizStep-shipping",
    ],
)
def test_words_of_the_vocabulary_are_synonyms(asker: Asker, word: str) -> None:
    asker.capture(event(1, bizStep="shipping"), event(2, bizStep="packing"))
    assert asker.ask({"EQ_bizStep": [word]}) == [event(1)["eventID"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:8938500110.002.*"]}, "123"),
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:8938500110.*.*"]}, "123"),
        ({"MATCH_epc": ["urn:epc:idpat:sgtin:0614141.*.*"]}, ""),
        ({"MATCH_epcClass": ["https://id.gs1.org/01/08938500110016/10/NL1"]}, "2"),
        ({"MATCH_anyEPCClass": ["urn:epc:idpat:sgtin:8938500110.001.*"]}, "2"),
        ({"GT_quantity": "9"}, "2"), ({"GE_quantity_KGM": "10", "LT_quantity_KGM": "11"}, "2"), ({"EQ_quantity_GRM": "10"}, ""),
        ({"EQ_bizTransaction_po": ["https://ocop.vn/po/1"]}, "1"), ({"EQ_bizTransaction_inv": ["https://ocop.vn/po/1"]}, ""),
        ({"EQ_source_owning_party": ["urn:epc:id:pgln:8938500110.09"]}, "1"),
        ({"WD_bizLocation": ["https://id.gs1.org/414/8938500110030"]}, "3"),
        ({"EQ_bizLocation": ["https://id.gs1.org/414/8938500110030"]}, ""),
        ({"EQ_type": ["Temperature"]}, "2"), ({"GE_value_CEL": "20"}, "2"), ({"GE_value_FAH": "70"}, "2"), ({"LT_value_CEL": "20"}, ""),
        ({"EXISTS_sensorElementList": "true"}, "2"), ({"EQ_deviceID": ["https://id.gs1.org/8004/8938500110A"]}, "2"),
        ({"EQ_ocop:vung": ["Bình Liêu"]}, "1"), ({"GT_ocop:so": "4"}, "1"), ({"EXISTS_ocop:vung": "true"}, "1"),
        ({"EQ_https://ocop.vn/ns/#vung": ["Bình Liêu"]}, "1"), ({"EXISTS_ILMD_ocop:lo": "true"}, "3"),
        ({"EQ_INNER_ocop:trong": ["x"]}, "1"), ({"EQ_INNER_ILMD_ocop:trong": ["x"]}, ""),
        ({"EQ_persistentDisposition_set": ["conformant"]}, "3"), ({"EQ_persistentDisposition_unset": ["conformant"]}, ""),
        ({"eventType": ["ObjectEvent"], "EQ_action": ["ADD"]}, "3"), ({"HASATTR_bizLocation": ["x"]}, ""),
        ({"GE_eventTime": "2026-10-01T07:02:00+07:00", "LT_eventTime": "2026-10-01T00:03:00Z"}, "2"),
        ({"GE_recordTime": "2026-01-01T00:00:00Z"}, "123"), ({"LT_recordTime": "2026-01-01T00:00:00Z"}, ""),
    ],
)  # fmt: skip
def test_each_kind_of_parameter_finds_what_it_means(asker: Asker, query: dict[str, Any], found: str) -> None:
    asker.capture(
        event(
            1, bizTransactionList=[{"type": "po", "bizTransaction": "https://ocop.vn/po/1"}],
            sourceList=[{"type": "owning_party", "source": "https://id.gs1.org/417/8938500110092"}],
            **{"ocop:vung": "Bình Liêu", "ocop:so": 5, "ocop:ngoai": {"ocop:trong": "x"}},
        ),
        event(
            2, quantityList=[{"epcClass": "https://id.gs1.org/01/08938500110016/10/NL1", "quantity": 10, "uom": "KGM"}],
            sensorElementList=[{"sensorReport": [{"type": "Temperature", "value": 22.5, "uom": "CEL",
                                                  "deviceID": "https://id.gs1.org/8004/8938500110A"}]}],
        ),
        event(
            3, action="ADD", bizLocation={"id": "https://id.gs1.org/414/8938500110030/254/KHO"},
            ilmd={"ocop:lo": "L1"}, persistentDisposition={"set": ["conformant"]},
        ),
        context=[CONTEXT, {"ocop": "https://ocop.vn/ns/"}],
    )  # fmt: skip
    response = asker.get(f"/events?{in_address(query)}", GS1_Extensions="ocop=https://ocop.vn/ns/")
    assert response.status_code == 200, response.content
    assert "".join(each["eventID"][-1] for each in events_in(response)) == found


@pytest.mark.parametrize(
    ("query", "status", "kind", "faults"),
    [
        ({"EQ_foo": "x"}, 400, "QueryParameterException", 1),
        ({"EQ_action": "ADD|TAKE|GIVE", "GE_eventTime": "yesterday"}, 400, "QueryParameterException", 3),
        ({"eventCountLimit": "5"}, 400, "QueryParameterException", 1),
        ({"eventCountLimit": "5", "maxEventCount": "5", "orderBy": "eventTime"}, 400, "QueryParameterException", 1),
        ({"orderBy": "colour"}, 400, "QueryParameterException", 1), ({"orderBy": "eventTime", "orderDirection": "UP"}, 400,
         "QueryParameterException", 1),
        ({"perPage": "0"}, 400, "QueryParameterException", 0), ({"perPage": "x"}, 400, "QueryParameterException", 0),
        ({"nextPageToken": "made-up"}, 400, "QueryParameterException", 0), ({"EQ_bizStep": "dancing"}, 400, "QueryParameterException", 1),
        ({"MATCH_epc": "not a uri"}, 400, "QueryParameterException", 1), ({"GE_quantity": "many"}, 400, "QueryParameterException", 1),
        ({"GE_eventTime": "2026-01-01T00:00:00"}, 400, "QueryParameterException", 1),
        ({"maxEventCount": "1"}, 413, "QueryTooLargeException", 0),
        ({"EQ_eventID": "|".join(f"urn:x:{n}" for n in range(900))}, 414, "URITooLongException", 0),
    ],
)  # fmt: skip
def test_faulty_questions_are_refused_with_one_problem_per_fault(
    asker: Asker, query: dict[str, Any], status: int, kind: str, faults: int
) -> None:
    asker.capture(event(1), event(2))
    response = asker.get(f"/events?{in_address(query)}")
    assert response.status_code == status
    body = response.json()
    assert body["type"] == f"epcisException:{kind}" and body["status"] == status
    assert len(body.get("errors", [])) == faults


# Order and pages


def test_an_order_and_a_limit_choose_the_first(asker: Asker) -> None:
    asker.capture(*(event(number) for number in (3, 1, 5, 2, 4)))
    newest = asker.ask({"orderBy": "eventTime", "perPage": 2})
    assert [name[-1] for name in newest] == ["5", "4", "3", "2", "1"]
    oldest = asker.ask({"orderBy": "eventTime", "orderDirection": "ASC", "eventCountLimit": 3, "perPage": 2})
    assert [name[-1] for name in oldest] == ["1", "2", "3"]
    recorded = asker.ask({"orderBy": "recordTime", "orderDirection": "ASC", "perPage": 2})
    assert [name[-1] for name in recorded] == ["3", "1", "5", "2", "4"]


def test_a_field_of_an_extension_may_order(asker: Asker) -> None:
    prefix = [CONTEXT, {"ocop": "https://ocop.vn/ns/"}]
    values = {1: 9, 2: 10, 3: "b", 4: "a"}
    asker.capture(*(event(n, **{"ocop:x": value}) for n, value in values.items()), event(5), context=prefix)
    path = "/events?" + in_address({"orderBy": "https://ocop.vn/ns/#x", "perPage": 2})
    assert [found["eventID"][-1] for found in asker.events(path)] == ["2", "1", "3", "4", "5"]


def test_a_page_token_opens_nothing_for_others_nor_elsewhere_nor_when_released(asker: Asker) -> None:
    asker.capture(event(1), event(2), event(3))
    path = next_of(asker.get("/events?perPage=2"))
    token = path.rpartition("=")[2]
    assert [found["eventID"][-1] for found in events_in(asker.get(path))] == ["3"]
    assert Asker(party("Bên khác mô phỏng")).get(path).status_code == 400
    assert asker.get(path.replace("/events", "/epcs")).status_code == 400
    assert asker.get(f"{path}&EQ_action=ADD").status_code == 400
    assert asker.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 400
    assert asker.send("DELETE", f"/nextPageToken/{token}").status_code == 204
    assert asker.get(path).status_code == 400


def test_a_further_page_of_an_odd_value_is_found(asker: Asker) -> None:
    odd = "https://ocop.vn/obj/a%20b%3Fc%23d"
    asker.capture(*(event(n, epcList=[odd]) for n in range(3)))
    assert len(asker.events(f"/epcs/{in_path(odd)}/events?perPage=1")) == 3


def test_a_further_page_says_how_long_it_waits(asker: Asker) -> None:
    asker.capture(event(1), event(2))
    response = asker.get("/events?perPage=1")
    assert response["GS1-Next-Page-Token-Expires"].endswith("Z")
    assert "Link" not in asker.get("/events?perPage=2")


def test_pages_hold_still_while_events_arrive(apart: None) -> None:
    """Eight pages are read while a second thread captures; the answer is what there was at first, each once."""
    asker = Asker(party())
    asker.capture(*(event(number) for number in range(0, 80, 2)))
    stop = threading.Event()

    def arrive() -> None:
        try:
            for number in range(1, 400, 2):
                if stop.is_set():
                    break
                captured(asker.party, event(number))
        finally:
            connection.close()

    for order in ({}, {"orderBy": "eventTime"}, {"orderBy": "recordTime", "orderDirection": "ASC"}):
        first = asker.get(f"/events?{in_address({**order, 'perPage': 5})}")
        before = len(asker.ask(order))
        thread = threading.Thread(target=arrive)
        stop.clear()
        if not order:
            thread.start()
        found = [each["eventID"] for each in events_in(first)]
        path = next_of(first)
        while path:
            captured(asker.party, event(1000 + len(found) + 100 * len(order)))
            page = asker.get(path)
            found += [each["eventID"] for each in events_in(page)]
            path = next_of(page)
        stop.set()
        if not order:
            thread.join()
        assert len(found) == len(set(found)) == before


# Who sees what


def test_nobody_sees_events_that_were_not_granted(asker: Asker) -> None:
    other = Asker(party("Bên khác mô phỏng"))
    authority = Asker(party("Cơ quan mô phỏng", Party.Kind.AUTHORITY))
    asker.capture(event(1))
    name = event(1)["eventID"]
    asks: tuple[dict[str, Any], ...] = (
        {}, {"MATCH_epc": [EPC]}, {"EQ_eventID": [name]}, {"EQ_action": ["OBSERVE"]}, {"orderBy": "eventTime"},
    )  # fmt: skip
    for ask in asks:
        assert other.ask(ask) == []
        assert asker.ask(ask) == authority.ask(ask) == [name]
    assert other.get(f"/events/{in_path(name)}").status_code == 404
    assert other.get("/epcs").json()["member"] == []
    assert other.get(f"/epcs/{in_path(EPC)}").status_code == 404
    grant_view(asker.party, to=other.party, by=None)
    for ask in asks:
        assert other.ask(ask) == [name]


def test_a_token_without_leave_to_ask_asks_nothing(asker: Asker) -> None:
    silent = Asker(asker.party, "capture")
    for path in ("/", "/events", "/epcs", "/queries", "/bizSteps"):
        assert silent.get(path).status_code == 403
        assert silent.client.get(f"/epcis/v2{path}").status_code == 401


# One event, other formats


def test_an_event_is_found_by_its_id_with_the_declarations_against_it(asker: Asker) -> None:
    wrong = {"declarationTime": "2026-11-01T00:00:00Z", "reason": "incorrect_data"}
    asker.capture(event(1))
    asker.capture(event(1, errorDeclaration=wrong))
    name = event(1)["eventID"]
    found = events_in(asker.get(f"/events/{in_path(name)}"))
    assert [("errorDeclaration" in each) for each in found] == [False, True]
    assert asker.get(f"/events/{in_path('urn:uuid:00000000-0000-4000-8000-999999999999')}").status_code == 404


def test_an_event_without_an_id_gets_its_hash_and_is_found_by_it(asker: Asker) -> None:
    bare = event(1)
    del bare["eventID"]
    asker.capture(bare)
    (found,) = events_in(asker.get("/events"))
    assert found["eventID"].startswith("ni:///sha-256;")
    assert events_in(asker.get(f"/events/{in_path(found['eventID'])}")) == [found]


def test_identifiers_are_told_in_the_syntax_asked_for(asker: Asker) -> None:
    urn = "urn:epc:id:sgtin:8938500110.002.S1"
    asker.capture(event(1, epcList=[urn], readPoint={"id": "https://id.gs1.org/414/8938500110030/254/KHO"}))

    def told(**headers: str) -> tuple[str, str]:
        (found,) = events_in(asker.get("/events", **headers))
        return found["epcList"][0], found["readPoint"]["id"]

    link = "https://id.gs1.org/414/8938500110030/254/KHO"
    assert told() == told(GS1_EPC_Format="Always_GS1_Digital_Link") == (EPC, link)
    assert told(GS1_EPC_Format="Always_EPC_URN") == (urn, "urn:epc:id:sgln:8938500110.03.KHO")
    assert told(GS1_EPC_Format="Never_Translates") == told(GS1_EPC_Format="No_Preference") == (urn, link)
    assert asker.get("/events", GS1_EPC_Format="Sometimes").status_code == 406


def test_an_answer_in_xml_reads_back_as_the_same_events(asker: Asker) -> None:
    asker.capture(event(1, bizStep="shipping"))
    for headers, word in (
        ({}, b"urn:epcglobal:cbv:bizstep:shipping"),
        ({"GS1_CBV_XML_Format": "Always_Web_URI"}, b"https://ref.gs1.org/cbv/BizStep-shipping"),
        ({"GS1_EPCIS_Max": "1.2"}, b"urn:epcglobal:cbv:bizstep:shipping"),
    ):
        response = asker.get("/events", Accept="application/xml", **headers)
        assert response["Content-Type"] == "application/xml"
        assert word in response.content
        (found,) = epcis.parse_xml(response.content).objects
        assert found["eventID"] == event(1)["eventID"]
    assert asker.get("/events", Accept="text/csv").status_code == 406


@pytest.mark.parametrize(
    ("accept", "told"),
    [
        ("application/json;q=0, */*", "application/ld+json"),
        ("application/*;q=0.1, application/xml", "application/xml"),
        ("application/*;q=0, */*;q=0.5", "text/xml"),
        ("text/xml;q=0.4, text/*;q=0.9, application/json;q=0.5", "application/json"),
        ("Application/XML;q=0.9, text/html", "application/xml"),
        ("application/json;q=0", ""),
        ("*/*;q=0", ""),
    ],
)
def test_the_nearest_range_of_media_types_decides(asker: Asker, accept: str, told: str) -> None:
    response = asker.get("/events", Accept=accept)
    assert response.status_code == (200 if told else 406)
    assert response["Content-Type"] == (told or "application/problem+json")


def test_what_is_no_uri_is_the_id_of_no_event(asker: Asker) -> None:
    assert asker.get("/events/khong-co").status_code == 404


def test_an_answer_without_a_body_has_no_type(asker: Asker) -> None:
    response = asker.send("OPTIONS", "/events")
    assert response.status_code == 204 and "Content-Type" not in response.headers


def test_a_zone_whose_plus_was_not_escaped_is_understood(asker: Asker) -> None:
    asker.capture(event(1, eventTime="2026-10-01T00:30:00.000Z"))
    found = [len(events_in(asker.get(f"/events?GE_eventTime=2026-10-01T07:{m}:00+07:00"))) for m in ("30", "31")]
    assert found == [1, 0]
    assert asker.get("/events?GE_eventTime=2026-10-01T07:30:00").status_code == 400


def test_one_event_that_xml_cannot_hold_keeps_no_other_from_being_read(asker: Asker) -> None:
    asker.capture(event(1), event(2, **{"https://x.vn/a": "a\x00b", "https://x.vn/two words": {"@type": "x"}}))
    for version in ("2.0", "1.2"):
        response = asker.get("/events", Accept="application/xml", GS1_EPCIS_Version=version)
        assert response.status_code == 200, response.content
        assert len(epcis.parse_xml(response.content).objects) == 2


def test_prefixes_of_many_documents_keep_their_meaning_in_one_answer(asker: Asker) -> None:
    asker.capture(event(1, **{"ocop:x": "một"}), context=[CONTEXT, {"ocop": "https://ocop.vn/ns/"}])
    asker.capture(event(2, **{"khac:x": "hai"}), context=[CONTEXT, {"khac": "https://khac.vn/ns/"}])
    asker.capture(event(3, **{"ocop:x": "ba"}), context=[CONTEXT, {"ocop": "https://nguoi-khac.vn/ns/"}])
    body = asker.get("/events").json()
    assert body["@context"] == [CONTEXT, {"ocop": "https://ocop.vn/ns/", "khac": "https://khac.vn/ns/"}]
    one, two, three = body["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert "@context" not in one and "@context" not in two
    assert three["@context"] == [CONTEXT, {"ocop": "https://nguoi-khac.vn/ns/"}]


def test_answers_follow_the_official_schema(asker: Asker) -> None:
    file = FIXTURES / "schema" / "EPCIS-JSON-Schema.json"
    if not file.exists():
        pytest.skip("the official schema stands in ../shared, which is absent here")
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    validator = jsonschema.Draft7Validator(json.loads(file.read_text()), format_checker=checker)
    capture(epcis.read(scenario()["document"]), party=asker.party, by=None)
    for path in (
        "/events?perPage=9",
        "/events?eventType=TransformationEvent&perPage=4",
        "/events?MATCH_epc=urn:none:x",
    ):
        for syntax in ("Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates"):
            body = asker.get(path, GS1_EPC_Format=syntax).json()
            assert validator.is_valid(body), [str(error)[:300] for error in validator.iter_errors(body)][:3]


@pytest.mark.parametrize("folder", ["valid/gs1", "valid/openepcis", "query", "query/openepcis"])
def test_every_published_document_comes_back_as_it_went_in(asker: Asker, folder: str) -> None:
    files = sorted((FIXTURES / folder).glob("*.json*"))
    if not files:
        pytest.skip("the published EPCIS examples stand in ../shared, which is absent here")
    for file in files:
        given = epcis.parse(file.read_bytes())
        mine = Asker(party(f"Bên của {file.stem[:60]} (mô phỏng)"))
        capture(given, party=mine.party, by=None)
        told = epcis.read(mine.get("/events?perPage=1000", GS1_EPC_Format="Never_Translates").json())
        hashes = [epcis.event_hash(each, given.namespaces, given.ignored_fields) for each in given.objects]
        assert len(told.objects) == len(set(hashes)), file.name


# Discovery and resources


def test_discovery_names_every_resource_and_version(asker: Asker) -> None:
    response = asker.get("/")
    assert set(response.json()["member"]) == {
        "events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions", "capture", "queries",
    }  # fmt: skip
    assert response["GS1-EPCIS-Version"] == "2.0.0"
    for path in ("/", "/events", "/epcs", "/eventTypes/ObjectEvent/events", "/queries", "/capture"):
        options = asker.send("OPTIONS", path)
        assert options.status_code == 204
        assert options["Allow"].startswith("OPTIONS, GET") and options["GS1-EPCIS-Max"] == "2.0.0"
    assert asker.send("OPTIONS", "/queries/x").status_code == 404
    assert asker.send("PUT", "/events").status_code == 405
    assert asker.get("/events", GS1_EPCIS_Min="3.0").status_code == 406


def test_top_level_resources_lead_to_their_events(apart: None) -> None:
    asker, other = Asker(party()), Asker(party("Bên khác mô phỏng"))
    place, step = "https://id.gs1.org/414/8938500110030/254/KHO", "https://ocop.vn/buoc/hong-kho"
    asker.capture(event(1, bizStep=step, bizLocation={"id": place}), event(2, readPoint={"id": place}), event(3))
    other.capture(event(4, bizStep="https://khac.vn/buoc"))
    assert asker.get("/bizLocations").json()["member"] == [place] == asker.get("/readPoints").json()["member"]
    steps = asker.get("/bizSteps?perPage=1000").json()["member"]
    assert step in steps and "shipping" in steps and "https://khac.vn/buoc" not in steps
    assert "ObjectEvent" in asker.get("/eventTypes").json()["member"]
    assert asker.get(f"/bizSteps/{in_path(step)}").json()["member"] == ["events"]
    assert asker.ask({}, f"/bizSteps/{in_path(step)}/events") == [event(1)["eventID"]]
    assert asker.ask({}, f"/bizLocations/{in_path(place)}/events") == [event(1)["eventID"]]
    assert asker.ask({"EQ_action": ["ADD"]}, f"/epcs/{in_path(EPC)}/events") == []
    assert asker.ask({"perPage": 1}, "/eventTypes/ObjectEvent/events")[-1] == event(3)["eventID"]
    for path in ("/bizSteps/x", "/epcs/urn:none:x", "/eventTypes/Nothing/events", "/readPoints/urn:none:x/events"):
        assert asker.get(path).status_code in (400, 404)
    collapsed = place.replace("https://", "https:/")
    assert asker.get(f"/readPoints/{collapsed}/events").status_code == 200


def test_values_and_epcs_come_page_by_page_each_once(apart: None) -> None:
    asker = Asker(party())
    names = [f"https://id.gs1.org/01/08938500110023/21/S{n}" for n in range(5)]
    asker.capture(*(event(n, epcList=list(dict.fromkeys([names[n], names[0], names[(n + 1) % 5]]))) for n in range(5)))
    for resource, expected in (("epcs", set(names)), ("bizSteps", None), ("dispositions", None)):
        found: list[str] = []
        path = f"/{resource}?perPage=2"
        while path:
            response = asker.get(path)
            found += response.json()["member"]
            path = next_of(response)
        assert len(found) == len(set(found))
        assert expected is None or set(found) == expected
    assert document(event(1))["type"] == "EPCISDocument"
