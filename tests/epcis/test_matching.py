"""SimpleEventQuery: what each parameter means, judged for one event, and what is no parameter."""

from __future__ import annotations

import json
from typing import Any

import pytest

from epcis import EpcisError, read
from epcis.matching import matches
from epcis.queries import MOST_VALUES, parse_query, parse_query_string
from epcis.queryterms import Field
from tests.epcis.fixtures import FOLDER, content
from tests.epcis.samples import harvest

NAMES = {"ocop": "https://ocop.example.vn/ns/", "gs1": "https://gs1.org/voc/"}
LOT, SITE = "https://id.gs1.org/01/08938500110016/10/NL000", "https://id.gs1.org/414/8938500110009/254/NUONG-1"
SENSED = [
    {
        "sensorMetadata": {"time": "2026-11-01T08:00:00+07:00", "deviceID": "urn:epc:id:giai:89385001.7", "ocop:m": 1},
        "sensorReport": [
            {
                "type": "Temperature", "value": 68, "uom": "FAH", "percRank": 50, "stringValue": "ấm", "booleanValue": True,
                "hexBinaryValue": "f0a1", "uriValue": "urn:x:1", "component": "x", "ocop:r": "b",
            },
            {"type": "Mass", "stringValue": 7, "minValue": "x", "time": "2026-11-01T09:00:00+07:00"},
        ],
        "ocop:e": "c",
    }
]  # fmt: skip
EVENT: dict[str, Any] = harvest(
    eventID="urn:uuid:0f380eb9-dbc2-551a-a14c-24c628c74c09",
    recordTime="2026-11-01T10:00:00+07:00",
    epcList=["urn:epc:id:sgtin:89385001.10001.A1", "https://ocop.example.vn/01/08938500110016/21/B2"],
    parentID="urn:epc:id:sscc:89385001.100000001",
    bizLocation={"id": SITE, "ocop:p": "d"},
    bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:po"}, {"bizTransaction": "urn:x:any"}],
    sourceList=[{"type": "owning_party", "source": "https://id.gs1.org/417/8938500110009"}],
    persistentDisposition={"set": ["available"], "unset": ["completeness_inferred"]},
    errorDeclaration={
        "declarationTime": "2026-11-02T08:00:00Z", "reason": "incorrect_data", "correctiveEventIDs": ["urn:x:c"],
        "ocop:d": "e",
    },
    sensorElementList=SENSED,
    ilmd={"ocop:giong": "vàng", "ocop:in": {"ocop:sau": [1, {"@value": "2.5"}]}},
    **{"ocop:so": [1, "2"], "ocop:ngay": "2026-11-01T08:00:00+07:00", "ocop:that": True, "https://ocop.example.vn/ns/full": "f"},
)  # fmt: skip
EVENT["quantityList"] += [{"epcClass": "urn:x:class"}]

YES: list[dict[str, Any]] = [
    {}, {"eventType": "ObjectEvent"}, {"eventType": ["urn:x:1", "ObjectEvent"]}, {"EQ_action": ["ADD"]},
    {"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-commissioning"}, {"EQ_disposition": "urn:epcglobal:cbv:disp:active"},
    {"EQ_persistentDisposition_set": "available"}, {"EQ_persistentDisposition_unset": "completeness_inferred"},
    {"EQ_readPoint": "urn:epc:id:sgln:89385001.1000.NUONG-1"}, {"WD_readPoint": "https://id.gs1.org/414/8938500110009"},
    {"EQ_bizLocation": SITE}, {"WD_bizLocation": SITE}, {"EQ_eventID": "urn:uuid:0f380eb9-dbc2-551a-a14c-24c628c74c09"},
    {"EXISTS_errorDeclaration": "true"}, {"EXISTS_errorDeclaration": None}, {"EXISTS_errorDeclaration": "false"},
    {"EQ_errorReason": "incorrect_data"}, {"EQ_correctiveEventID": "urn:x:c"}, {"EXISTS_sensorElementList": True},
    {"EQ_type": "Temperature"}, {"EQ_deviceID": "https://id.gs1.org/8004/893850017"}, {"EQ_stringValue": "ấm"},
    {"EQ_hexBinaryValue": "F0A1"}, {"EQ_booleanValue": True}, {"EQ_uriValue": "urn:x:1"}, {"GE_percRank": 50},
    {"EQ_value_CEL": 20}, {"GE_value_FAH": 68}, {"GE_time": "2026-11-01T02:00:00Z"}, {"EQ_bizTransaction_po": "urn:x:po"},
    {"EQ_source_owning_party": "urn:epc:id:pgln:89385001.1000"}, {"GE_eventTime": "2026-11-01T01:00:00Z"},
    {"LT_recordTime": "2026-11-01T03:00:01Z"}, {"GE_errorDeclarationTime": "2026-11-02T08:00:00Z"},
    {"LT_errorDeclaration_Time": "2026-11-02T08:00:01Z"}, {"GT_quantity": 100}, {"EQ_quantity": [1, 120]},
    {"EQ_quantity_KGM": "7.5"}, {"MATCH_epc": "https://id.gs1.org/01/08938500110016/21/B2"},
    {"MATCH_epc": "https://id.gs1.org/01/18938500100014/21/A1"}, {"MATCH_anyEPC": "urn:epc:idpat:sgtin:89385001.10001.*"},
    {"MATCH_anyEPC": "urn:epc:idpat:sgtin:89385001.*.*"}, {"MATCH_anyEPC": "urn:epc:idpat:sgtin:*.*.*"},
    {"MATCH_parentID": "urn:epc:idpat:sscc:89385001.*"}, {"MATCH_parentID": "urn:epc:idpat:sscc:89385001.100000001"},
    {"MATCH_epcClass": LOT}, {"MATCH_anyEPCClass": ["urn:x:0", LOT]},
    {"EQ_ocop:so": 2}, {"EQ_https://ocop.example.vn/ns/#so": "1"}, {"GE_ocop:so": 2}, {"LE_ocop:ngay": "2026-11-01T01:00:00Z"},
    {"EXISTS_ocop:so": ""}, {"EQ_ocop:that": "true"}, {"EQ_ocop:full": "f"}, {"EQ_ILMD_ocop:giong": "vàng"}, {"EQ_INNER_ILMD_ocop:sau": "2.5"},
    {"GT_INNER_ILMD_ocop:sau": 2}, {"EQ_ERROR_DECLARATION_ocop:d": "e"}, {"EQ_SENSORELEMENT_ocop:e": "c"},
    {"EQ_SENSORMETADATA_ocop:m": 1}, {"EQ_SENSORREPORT_ocop:r": ["a", "b"]}, {"EQ_bizLocation_ocop:p": "d"},
]  # fmt: skip
NO: list[dict[str, Any]] = [
    {"eventType": "TransactionEvent"}, {"EQ_action": "DELETE"}, {"EQ_readPoint": "https://id.gs1.org/414/8938500110009"},
    {"EQ_transformationID": "urn:x:t"}, {"EQ_persistentDisposition_set": "unavailable"}, {"EQ_errorReason": "did_not_occur"},
    {"LT_eventTime": "2026-11-01T01:00:00Z"}, {"EQ_value_KGM": 68}, {"EQ_value_XYZ": 68}, {"EQ_minValue_CEL": 1},
    {"EQ_booleanValue": False}, {"EQ_microorganism": "urn:x:1"}, {"EQ_quantity_GRM": 120000}, {"LT_startTime": "2030-01-01T00:00:00Z"},
    {"EQ_bizTransaction_inv": "urn:x:po"}, {"EQ_destination_location": "urn:x:1"}, {"MATCH_inputEPC": LOT},
    {"MATCH_epc": "urn:epc:idpat:grai:89385001.1000.*"}, {"MATCH_epc": "urn:epc:idpat:itip:89385001.10001.*.*.*"},
    {"MATCH_epc": "urn:epc:idpat:grai:89385001.*.*"}, {"MATCH_epc": "urn:epc:idpat:giai:89385001.*"}, {"MATCH_epc": "urn:epc:idpat:sgln:89385001.1000.*"},
    {"HASATTR_bizLocation": "urn:x:a"}, {"EQATTR_bizLocation_urn:x:a": "1"}, {"EQ_ATTR_bizLocation_urn:x:a": "1"},
    {"EQ_ocop:so": "ba"}, {"EQ_ocop:khac": 1}, {"GE_ocop:ngay": 5}, {"GE_ocop:that": "2026-11-01T00:00:00Z"},
    {"EQ_lạ:so": 1}, {"EQ_ILMD_ocop:sau": 1}, {"GT_ocop:so": 2}, {"EXISTS_ILMD_ocop:khac": "true"},
]  # fmt: skip


def _matches(source: dict[str, Any], event: dict[str, Any] = EVENT) -> bool:
    return matches(parse_query(source, namespaces=NAMES), event, NAMES)


@pytest.mark.parametrize("source", YES, ids=json.dumps)
def test_the_event_answers(source: dict[str, Any]) -> None:
    assert _matches(source)


@pytest.mark.parametrize("source", NO, ids=json.dumps)
def test_the_event_does_not_answer(source: dict[str, Any]) -> None:
    assert not _matches(source)


@pytest.mark.parametrize(
    "source", [source for source in YES if source and "exists" not in str(source).lower()], ids=json.dumps
)
def test_an_event_with_nothing_in_it_answers_no_question_of_substance(source: dict[str, Any]) -> None:
    bare = {"type": "urn:x:bare", "eventTime": "1990-01-01T00:00:00Z", "eventTimeZoneOffset": "+07:00"}
    wide = {"LT_recordTime", "LE_ocop:ngay"} & source.keys()
    assert not _matches(source, bare) or wide or "urn:x:1" in str(source)


def test_an_extension_without_a_known_namespace_is_compared_by_its_name() -> None:
    assert matches(parse_query({"EQ_la:so": 1}), {**EVENT, "la:so": 1}, {})
    assert parse_query({"EQ_la:so": 1}).conditions[0].of == Field("", False, "la:so")


def test_the_scenario_of_the_province_is_answered_as_expected() -> None:
    file = FOLDER / "scenario/ocop-chain-dev.json"
    scenario = json.loads(content(file if file.exists() else None))
    document = read(scenario["document"])
    for case in scenario["cases"]:
        query = parse_query_string((name, "|".join(values)) for name, values in case["query"].items())
        found = {event["eventID"] for event in document.objects if matches(query, event, document.namespaces)}
        assert found == set(case["eventIDs"]), case


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ([], ["type"]), ({"EQ_bizstep": "shipping"}, ["parameter"]), ({"x": 1, "y": 2}, ["parameter", "parameter"]),
        ({"EQ_bizStep": "ship"}, ["value"]), ({"EQ_bizStep": [1, "shipping"]}, ["value"]), ({"EQ_action": "MOVE"}, ["value"]),
        ({"EQ_action": []}, ["value"]), ({"eventType": "Event"}, ["value"]), ({"GE_eventTime": "2026-11-01"}, ["value"]),
        ({"GE_eventTime": ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"]}, ["value"]), ({"GT_quantity": "1_0"}, ["value"]),
        ({"EQ_quantity": [True, "x", " 1", 1e400, {}]}, ["value"] * 5), ({"GT_quantity_KGM": [1, 2]}, ["value"]),
        ({"GT_quantity_KGM": "x"}, ["value"]), ({"GT_value_KGM": "x"}, ["value"]), ({"EXISTS_errorDeclaration": "có"}, ["value"]),
        ({"EXISTS_ocop:so": ["1", "0"]}, ["value"]), ({"EQ_ocop:so": [[]]}, ["value"]), ({"GE_ocop:so": "x"}, ["value"]),
        ({"EQ_hexBinaryValue": "xyz"}, ["value"]), ({"EQ_stringValue": ""}, ["value"]), ({"EQ_eventID": "no uri"}, ["value"]),
        ({"EQ_so": 1}, ["parameter"]), ({"EQ_https://x.example/y": 1}, ["parameter"]), ({"HASATTR_x": 1}, ["parameter"]), ({"HASATTR_bizLocation": 1}, ["value"]), ({"EQATTR_x": "a"}, ["parameter"]),
        ({"EQ_bizTransaction_po": "x"}, ["value"]), ({"MATCH_epc": "urn:epc:idpat:nope:1.*"}, ["value"]),
        ({"MATCH_epc": "urn:epc:idpat:sgtin:*.1.*"}, ["value"]), ({"MATCH_epc": "urn:epc:idpat:sgtin:89385001.1.*"}, ["value"]),
        ({"eventCountLimit": 1}, ["conflict"]), ({"eventCountLimit": 0, "orderBy": "eventTime"}, ["value"]),
        ({"maxEventCount": "01x"}, ["value"]), ({"maxEventCount": 1, "eventCountLimit": 1, "orderBy": "eventTime"}, ["conflict"]),
        ({"orderBy": "so"}, ["value"]), ({"orderBy": ["eventTime", "x"]}, ["value"]), ({"orderBy": 7}, ["value"]),
        ({"orderDirection": "UP"}, ["value"]), ({"orderDirection": 7}, ["value"]),
        ({"MATCH_epc": [f"urn:x:{n}" for n in range(MOST_VALUES + 1)]}, ["complex"]),
    ],
)  # fmt: skip
def test_what_is_no_question_is_refused_with_every_fault(source: Any, codes: list[str]) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_query(source)
    assert [problem.code for problem in refused.value.problems] == codes


def test_faults_are_bounded() -> None:
    with pytest.raises(EpcisError) as refused:
        parse_query({f"x{n}": 1 for n in range(500)})
    assert len(refused.value.problems) == 100


def test_order_and_limits_are_read_and_a_question_can_be_narrowed() -> None:
    query = parse_query({"orderBy": "ocop:so", "orderDirection": "ASC", "eventCountLimit": 5, "@context": NAMES})
    assert query.order_by == Field("", False, "so", "https://ocop.example.vn/ns") and not query.descending
    assert parse_query({"maxEventCount": "7", "orderBy": "recordTime", "orderDirection": "DESC"}).max_event_count == 7
    more = query.narrowed(*parse_query({"EQ_action": "ADD"}).conditions)
    assert matches(more, EVENT) and len(more.conditions) == 1


def test_a_query_string_parts_its_lists_by_bars_or_repeats_the_name() -> None:
    query = parse_query_string([("EQ_action", "ADD|DELETE"), ("EQ_action", "OBSERVE"), ("GT_quantity", "1")])
    assert query.conditions[0].values == ("ADD", "DELETE", "OBSERVE") and matches(query, EVENT)
