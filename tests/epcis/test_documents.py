"""Documents: published examples are accepted or refused as their publishers say, with every reason at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from epcis import EpcisError, parse, read
from epcis.events import ObjectEvent, TransformationEvent
from tests.epcis.fixtures import content, name, paths
from tests.epcis.samples import document, harvest

GOOD = paths("valid/*/*.json*", "query/*.jsonld", "query/*/*.json*", "hash/*.jsonld")
BAD = paths("invalid/*/*.json*", "query-invalid/*/*.json*")


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_every_valid_example_is_accepted_and_typed(file: Path | None) -> None:
    read_document = parse(content(file))
    assert len(read_document.events) == len(read_document.objects) > 0


@pytest.mark.parametrize("file", BAD, ids=name)
def test_every_invalid_example_is_refused_with_a_place_and_a_sentence(file: Path | None) -> None:
    with pytest.raises(EpcisError) as refused:
        parse(content(file))
    for problem in refused.value.problems:
        assert problem.path.startswith("/epcisBody/")
        assert problem.code.isidentifier()
        assert problem.message.endswith(".")


def test_the_scenario_of_the_province_is_accepted_whole() -> None:
    (file,) = paths("scenario/ocop-chain-dev.json")
    scenario = json.loads(content(file))
    assert len(read(scenario["document"]).events) == 110


def test_all_reasons_come_at_once_each_with_its_place() -> None:
    event = harvest(eventTime="22-07-2026", action="CREATE", bizStep="transforming", quantity=1)
    del event["eventTimeZoneOffset"]
    with pytest.raises(EpcisError) as refused:
        read(document(event))
    assert [(p.path.removeprefix("/epcisBody/eventList/0/"), p.code) for p in refused.value.problems] == [
        ("eventTime", "time"),
        ("action", "value"),
        ("bizStep", "vocabulary"),
        ("quantity", "unknown"),
        ("eventTimeZoneOffset", "required"),
    ]


def test_an_event_is_typed_and_keeps_its_extensions_verbatim() -> None:
    note = {"ocop:deep": ["vải thiều", {"ocop:n": 1.50}]}
    (event,) = read(document(harvest(**{"ocop:note": note}))).events
    assert isinstance(event, ObjectEvent)
    assert event.event_time == datetime(2026, 11, 1, 1, tzinfo=UTC)
    assert event.quantity_list[0].quantity == 120
    assert event.read_point and event.read_point.id.endswith("/254/NUONG-1")
    assert event.extensions == {"ocop:note": note}


def _with(**changes: Any) -> dict[str, Any]:
    return document({**harvest(), **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"eventTime": "2026-11-01T08:00:00"}, "time"),
        ({"eventTime": "2026-02-30T08:00:00Z"}, "time"),
        ({"eventTime": "٢٠٢٦-11-01T08:00:00Z"}, "time"),
        ({"eventTime": "0001-01-01T00:00:00+14:00"}, "time"),
        ({"eventTimeZoneOffset": "+14:30"}, "offset"),
        ({"eventID": "not a uri"}, "uri"),
        ({"eventID": "x:%zz"}, "uri"),
        ({"epcList": ["urn:epc:id:sgtin:0614141.10734.2017"]}, "epc"),
        ({"epcList": ["urn:epc:id:sscc:0614141.1234567890.1"]}, "epc"),
        ({"epcList": ["https://id.gs1.org/01/08938500110017/21/A"]}, "digital_link"),
        ({"epcList": ["https://id.gs1.org/01/08938500110016/21/A/10/B"]}, "digital_link"),
        ({"epcList": ["urn:x:1", "urn:x:1"]}, "repeated"),
        ({"bizStep": "urn:epcglobal:cbv:bizstep:growing"}, "vocabulary"),
        ({"disposition": "urn:epcglobal:cbv:bizstep:shipping"}, "vocabulary"),
        ({"quantityList": [{"epcClass": "urn:x:1", "uom": "kg"}]}, "unit"),
        ({"quantityList": [{"epcClass": "urn:x:1", "quantity": "12"}]}, "type"),
        ({"quantityList": [{"epcClass": "urn:x:1", "quantity": True}]}, "type"),
        ({"action": "OBSERVE", "ilmd": {}}, "ilmd"),
        ({"persistentDisposition": {}}, "required"),
        ({"type": "HarvestEvent"}, "value"),
        ({"readPoint": "urn:x:1"}, "type"),
        ({"@context": ["x:y", "x:y"]}, "repeated"),
        ({"@context": 7}, "context"),
        ({"sensorElementList": [{"sensorReport": [{"type": "Mass", "booleanValue": "true"}]}]}, "type"),
        ({"errorDeclaration": {"reason": "did_not_occur"}}, "required"),
    ],
)
def test_a_single_wrong_value_is_named(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(EpcisError) as refused:
        read(_with(**changes))
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"bizStep": "urn:epcglobal:cbv:bizstep:shipping"},
        {"bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"},
        {"bizStep": "https://ocop.example.vn/steps/drying"},
        {"epcList": []},
        {"type": "ocop:HarvestEvent"},
        {"certificationInfo": ["https://example.vn/vietgap/1"]},
        {"epcList": ["https://id.gs1.org/8003/08938500110009SN?x=1"]},
    ],
)
def test_what_the_standard_allows_is_accepted(changes: dict[str, Any]) -> None:
    assert read(_with(**changes)).events


def test_a_transformation_names_both_sides_or_its_own_identifier() -> None:
    event = {**harvest(), "type": "TransformationEvent", "inputEPCList": ["urn:x:1"]}
    del event["action"], event["quantityList"]
    with pytest.raises(EpcisError) as refused:
        read(document(event))
    assert refused.value.problems[0].code == "what"
    (typed,) = read(document({**event, "transformationID": "urn:x:t"})).events
    assert isinstance(typed, TransformationEvent) and typed.input_epc_list == ("urn:x:1",)


def test_events_about_transactions_and_families_name_their_objects() -> None:
    event = harvest(bizTransactionList=[{"bizTransaction": "urn:x:1"}], parentID="urn:x:p")
    del event["quantityList"]
    for kind in ("TransactionEvent", "AggregationEvent", "AssociationEvent"):
        with pytest.raises(EpcisError) as refused:
            read(document({**event, "type": kind}))
        assert [problem.code for problem in refused.value.problems] == ["what"]
        assert read(document({**event, "type": kind, "action": "DELETE"})).events[0].type == kind


def test_sensor_data_at_a_read_point_is_an_event_of_its_own() -> None:
    event = harvest(sensorElementList=[{"sensorReport": [{"type": "Temperature", "value": 4, "uom": "CEL"}]}])
    del event["quantityList"]
    (typed,) = read(document(event)).events
    assert isinstance(typed, ObjectEvent) and typed.sensor_element_list[0].sensor_report[0].value == 4
    del event["readPoint"]
    with pytest.raises(EpcisError):
        read(document(event))


def test_a_bare_event_brings_its_own_context() -> None:
    bare = {**harvest(**{"ocop:x": 1}), "@context": document()["@context"]}
    assert read(bare).namespaces["ocop"] == "https://ocop.example.vn/ns/"
    with pytest.raises(EpcisError):
        read(harvest())


def test_a_query_document_may_tell_keys_that_we_would_not_capture() -> None:
    event = harvest(epcList=["https://id.gs1.org/8003/030013450007718765"])
    with pytest.raises(EpcisError):
        read(document(event))
    answer = {**document(), "type": "EPCISQueryDocument"}
    answer["epcisBody"] = {"queryResults": {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": [event]}}}
    assert read(answer).ignored_fields == frozenset()
    assert len(read(answer).events) == 1


@pytest.mark.parametrize("value", [None, [], "x", 5, {"type": 5}])
def test_values_that_are_no_object_are_no_document_either(value: Any) -> None:
    with pytest.raises(EpcisError):
        read(value)
