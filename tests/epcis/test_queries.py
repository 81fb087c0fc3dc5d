"""SimpleEventQuery as a pure matter: what is read, what is refused, and which events answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import EpcisError, event_hash, parse
from epcis.matching import matches
from epcis.queries import parse_query, parse_query_string
from epcis.queryparameters import FIXED
from epcis.queryterms import Condition, Field, Pattern
from epcis.translating import link_of, urn_of, with_links, with_urns
from epcis.units import UNITS, same_unit
from tests.epcis.fixtures import FOLDER, content, name, paths

NS = {"ex": "https://ex.vn/ns/"}


def faults(source: Any) -> list[tuple[str, str]]:
    with pytest.raises(EpcisError) as caught:
        parse_query(source, namespaces=NS)
    return [(problem.path, problem.code) for problem in caught.value.problems]


# Reading


def test_all_spellings_of_a_question_are_one() -> None:
    one = parse_query({"EQ_bizStep": ["shipping"], "MATCH_epc": ["urn:epc:id:sgtin:8938500110.002.S1"]})
    other = parse_query_string(
        [
            ("EQ_bizStep", "https://ref.gs1.org/cbv/BizStep-shipping"),
            ("MATCH_epc", "https://x.vn/01/08938500110023/21/S1"),
        ]
    )
    assert one == other


def test_lists_are_parted_by_bars_or_repeated_and_single_values_may_stand_in_a_list() -> None:
    apart = parse_query_string([("EQ_action", "ADD|DELETE"), ("EQ_action", "ADD")])
    assert apart.conditions == (Condition("EQ_action", "action", "in", ("ADD", "DELETE")),)
    assert parse_query({"GE_quantity": ["5"]}) == parse_query({"GE_quantity": 5})


def test_controls_are_read() -> None:
    query = parse_query({"orderBy": "eventTime", "orderDirection": "ASC", "eventCountLimit": 7})
    assert (query.order_by, query.descending, query.event_count_limit) == ("eventTime", False, 7)
    assert parse_query({"maxEventCount": "9", "orderBy": "ex:so"}, namespaces=NS).order_by == Field(
        "", False, "so", "https://ex.vn/ns"
    )
    assert query.narrowed(Condition("x", "action", "in", ("ADD",))).conditions[-1].name == "x"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ([], [("", "type")]), ("x", [("", "type")]), (None, [("", "type")]),
        ({"EQ_no": "x"}, [("/EQ_no", "parameter")]), ({"ex:field": "x"}, [("/ex:field", "parameter")]),
        ({"": "x"}, [("/", "parameter")]), ({"a/b": "x"}, [("/a~1b", "parameter")]), ({"EQ_ex:": "x"}, [("/EQ_ex:", "parameter")]),
        ({"EQ_https://x": "x"}, [("/EQ_https:~1~1x", "parameter")]), ({"EQATTR_bizLocation": "x"}, [("/EQATTR_bizLocation", "parameter")]),
        ({"EQ_action": ["ADD", "TAKE"]}, [("/EQ_action", "value")]), ({"EQ_action": []}, [("/EQ_action", "value")]),
        ({"GE_eventTime": ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]}, [("/GE_eventTime", "value")]),
        ({"GE_eventTime": 5}, [("/GE_eventTime", "value")]), ({"GE_eventTime": "2026-13-01T00:00:00Z"}, [("/GE_eventTime", "value")]),
        ({"EXISTS_errorDeclaration": "perhaps"}, [("/EXISTS_errorDeclaration", "value")]),
        ({"EXISTS_ex:x": "perhaps"}, [("/EXISTS_ex:x", "value")]), ({"EQ_ex:x": [{}]}, [("/EQ_ex:x", "value")]),
        ({"GT_ex:x": "high"}, [("/GT_ex:x", "value")]), ({"GT_value_CEL": [1, 2]}, [("/GT_value_CEL", "value")]),
        ({"GE_quantity": True}, [("/GE_quantity", "value")]), ({"GE_quantity": "1e999"}, [("/GE_quantity", "value")]),
        ({"GE_quantity": " 1"}, [("/GE_quantity", "value")]), ({"GE_quantity": 10**400}, [("/GE_quantity", "value")]),
        ({"EQ_hexBinaryValue": "xyz"}, [("/EQ_hexBinaryValue", "value")]), ({"EQ_stringValue": ""}, [("/EQ_stringValue", "value")]),
        ({"EQ_bizStep": [1, "dancing"]}, [("/EQ_bizStep", "value")] * 2), ({"EQ_bizTransaction_po": ["x"]}, [("/EQ_bizTransaction_po", "value")]),
        ({"HASATTR_bizLocation": [""]}, [("/HASATTR_bizLocation", "value")]), ({"MATCH_epc": 5}, [("/MATCH_epc", "value")]),
        ({"MATCH_epc": "urn:epc:idpat:sgtin:8938500110.*.5"}, [("/MATCH_epc", "value")]),
        ({"MATCH_epc": "urn:epc:idpat:nothing:8938500110.*"}, [("/MATCH_epc", "value")]),
        ({"MATCH_epc": "urn:epc:idpat:sgtin:8938500110.00.*"}, [("/MATCH_epc", "value")]),
        ({"eventCountLimit": "0", "orderBy": "eventTime"}, [("/eventCountLimit", "value")]),
        ({"eventCountLimit": 1.5, "orderBy": "eventTime"}, [("/eventCountLimit", "value")]),
        ({"maxEventCount": "-1"}, [("/maxEventCount", "value")]), ({"eventCountLimit": 5}, [("/eventCountLimit", "conflict")]),
        ({"eventCountLimit": 5, "maxEventCount": 5, "orderBy": "eventTime"}, [("/eventCountLimit", "conflict")]),
        ({"orderBy": ""}, [("/orderBy", "value")]), ({"orderBy": "eventType"}, [("/orderBy", "value")]),
        ({"orderDirection": "DOWN"}, [("/orderDirection", "value")]),
        ({"EQ_eventID": [f"urn:x:{n}" for n in range(2001)]}, [("/", "complex")]),
    ],
)  # fmt: skip
def test_what_is_no_parameter_or_value_is_refused_one_fault_each(source: Any, expected: list[tuple[str, str]]) -> None:
    assert faults(source) == expected


def test_a_hundred_faults_are_enough() -> None:
    assert len(faults({f"EQ_{n}": "x" for n in range(500)})) == 100


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        ("urn:epc:idpat:sgtin:8938500110.002.*", ("https://id.gs1.org/01/08938500110023",)),
        ("urn:epc:idpat:sgtin:*.*.*", ("https://id.gs1.org/01/",)),
        ("urn:epc:idpat:grai:0614141.12345.*", ("https://id.gs1.org/8003/00614141123452",)),
        ("urn:epc:idpat:grai:0614141.*.*", ("https://id.gs1.org/8003/00614141",)),
        ("urn:epc:idpat:giai:0614141.*", ("https://id.gs1.org/8004/0614141",)),
        ("urn:epc:idpat:sgln:0614141.07346.*", ("https://id.gs1.org/414/0614141073467",)),
        ("urn:epc:idpat:itip:4012345.012345.*.*.*", ("https://id.gs1.org/8006/04012345123456",)),
    ],
)
def test_patterns_of_epcs_become_beginnings_of_links(pattern: str, starts: tuple[str, ...]) -> None:
    (condition,) = parse_query({"MATCH_epc": [pattern]}).conditions
    assert condition.values == (Pattern(starts),)


def test_a_pattern_without_an_asterisk_is_an_identifier() -> None:
    (condition,) = parse_query({"MATCH_epc": ["urn:epc:idpat:sgtin:8938500110.002.S1"]}).conditions
    assert condition.values == ("https://id.gs1.org/01/08938500110023/21/S1",)


@given(st.dictionaries(st.one_of(st.text(), st.sampled_from([*FIXED, "orderBy", "GT_value_CEL", "EQ_ex:x"])),
                       st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists)))  # fmt: skip
def test_any_object_is_read_or_refused_with_reasons(source: dict[str, Any]) -> None:
    try:
        query = parse_query(source)
    except EpcisError:
        return
    assert matches(query, {"type": "ObjectEvent"}) in (True, False)


# Answering

EVENT: dict[str, Any] = {
    "type": "ObjectEvent", "eventID": "urn:x:1", "eventTime": "2026-10-01T07:00:00+07:00", "eventTimeZoneOffset": "+07:00",
    "recordTime": "2026-10-02T00:00:00Z", "action": "ADD", "bizStep": "shipping", "disposition": "in_transit",
    "epcList": ["urn:epc:id:sgtin:8938500110.002.S1"], "readPoint": {"id": "https://id.gs1.org/414/8938500110030/254/KHO"},
    "quantityList": [{"epcClass": "https://id.gs1.org/01/08938500110016/10/A", "quantity": 2.5, "uom": "KGM"}, {"epcClass": "urn:x:c"}],
    "persistentDisposition": {"set": ["conformant"], "unset": ["recalled"]},
    "errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z", "reason": "did_not_occur", "correctiveEventIDs": ["urn:x:2"], "ex:ai": "B"},
    "bizTransactionList": [{"bizTransaction": "urn:x:t"}, {"type": "po", "bizTransaction": "urn:x:po"}],
    "destinationList": [{"type": "location", "destination": "https://id.gs1.org/414/8938500110030"}],
    "sensorElementList": [{
        "sensorMetadata": {"time": "2026-10-01T00:00:00Z", "startTime": "x", "bizRules": "https://ex.vn/r", "ex:m": 1},
        "sensorReport": [{"type": "gs1:Temperature", "value": 10, "uom": "CEL", "hexBinaryValue": "af", "ex:r": True},
                         {"type": "Mass", "booleanValue": False, "stringValue": "đỏ", "percRank": 7, "value": "odd", "uom": "KGM"}],
        "ex:e": "2026-01-01T00:00:00Z",
    }],
    "ilmd": {"ex:lo": {"@type": "xsd:int", "@value": 5}, "ex:sau": {"ex:trong": [1, {"ex:hon": "x"}]}},
    "ex:nhan": ["a", "b"], "https://ex.vn/ns/tron": "t", "la:khac": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({}, True), ({"EQ_eventID": ["urn:x:1"]}, True), ({"EQ_transformationID": ["urn:x:1"]}, False),
        ({"LT_recordTime": "2026-10-02T00:00:00Z"}, False), ({"GE_recordTime": "2026-10-02T07:00:00+07:00"}, True),
        ({"EQ_disposition": ["urn:epcglobal:cbv:disp:in_transit"]}, True), ({"EQ_readPoint": ["urn:x:p"]}, False),
        ({"WD_readPoint": ["https://id.gs1.org/414/8938500110030"]}, True), ({"WD_bizLocation": ["urn:x:p"]}, False),
        ({"EQ_persistentDisposition_unset": ["cbv:Disp-recalled"]}, True), ({"EQ_persistentDisposition_set": ["recalled"]}, False),
        ({"EXISTS_errorDeclaration": None}, True), ({"EXISTS_errorDeclaration": False}, True), ({"EQ_errorReason": ["incorrect_data"]}, False),
        ({"GE_errorDeclarationTime": "2026-10-03T00:00:00Z"}, True), ({"LT_errorDeclaration_Time": "2026-10-03T00:00:00Z"}, False),
        ({"EQ_correctiveEventID": ["urn:x:2"]}, True), ({"EQ_ERROR_DECLARATION_ex:ai": "B"}, True),
        ({"EQ_bizTransaction_po": ["urn:x:po"]}, True), ({"EQ_bizTransaction_po": ["urn:x:t"]}, False),
        ({"EQ_destination_location": ["urn:epc:id:sgln:8938500110.03.0"]}, True), ({"EQ_source_location": ["urn:x:1"]}, False),
        ({"EQ_quantity": ["2.5", "9"]}, True), ({"LE_quantity": 2}, False), ({"GT_quantity_GRM": 1}, False), ({"EQ_quantity_KGM": [2.5]}, True),
        ({"MATCH_parentID": ["urn:x:1"]}, False), ({"MATCH_epcClass": ["urn:x:c"]}, True), ({"MATCH_inputEPCClass": ["urn:x:c"]}, False),
        ({"EQ_type": ["Temperature"]}, True), ({"EQ_type": ["Speed"]}, False), ({"GE_value_KEL": 283}, True), ({"GE_value_MTR": 1}, False),
        ({"EQ_value_FAH": [50]}, True), ({"GT_percRank": 6.5}, True), ({"EQ_booleanValue": False}, True), ({"EQ_stringValue": ["đỏ"]}, True),
        ({"EQ_hexBinaryValue": ["AF"]}, True), ({"GE_time": "2026-01-01T00:00:00Z"}, True), ({"LT_startTime": "2030-01-01T00:00:00Z"}, False),
        ({"EQ_bizRules": ["https://ex.vn/r"]}, True), ({"EXISTS_sensorElementList": "1"}, True),
        ({"EQ_ex:nhan": ["b", "z"]}, True), ({"EQ_ex:nhan": "c"}, False), ({"EQ_ex:tron": "t"}, True), ({"EQ_https://ex.vn/ns#tron": "t"}, True),
        ({"EQ_la:khac": 1}, True), ({"EQ_la:khac": "1"}, True), ({"EQ_la:khac": "one"}, False), ({"EXISTS_ex:khong": "true"}, False),
        ({"EQ_ILMD_ex:lo": 5}, True), ({"GT_ILMD_ex:lo": 5}, False), ({"GE_ILMD_ex:lo": "2026-01-01T00:00:00Z"}, False),
        ({"EQ_INNER_ILMD_ex:hon": "x"}, True), ({"EQ_INNER_ILMD_ex:trong": 1}, True), ({"EQ_INNER_ILMD_ex:lo": 5}, False),
        ({"EQ_SENSORELEMENT_ex:e": "2026-01-01T00:00:00Z"}, True), ({"LE_SENSORELEMENT_ex:e": "2026-01-01T07:00:00+07:00"}, True),
        ({"GE_ex:nhan": 1}, False), ({"EQ_SENSORMETADATA_ex:m": 1}, True), ({"EQ_SENSORREPORT_ex:r": "true"}, True),
        ({"EQ_readPoint_ex:x": "a"}, False), ({"HASATTR_readPoint": ["urn:x:a"]}, False), ({"EQ_ATTR_readPoint_x": ["a"]}, False),
    ],
)  # fmt: skip
def test_an_event_answers_what_it_says(asked: dict[str, Any], answer: bool) -> None:
    assert matches(parse_query(asked, namespaces=NS), EVENT, NS) is answer


def test_the_scenario_agrees() -> None:
    if not FOLDER.exists():
        pytest.skip("the published EPCIS examples stand in ../shared, which is absent here")
    given = json.loads((FOLDER / "scenario" / "ocop-chain-dev.json").read_text())
    events = given["document"]["epcisBody"]["eventList"]
    for case in given["cases"]:
        found = [event["eventID"] for event in events if matches(parse_query(case["query"]), event)]
        assert sorted(found) == sorted(case["eventIDs"])


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(-600, 600))
def test_times_are_compared_as_moments_in_any_zone(at: datetime, minutes: int) -> None:
    moment = at.replace(microsecond=0, tzinfo=UTC)
    event = {"eventTime": (moment + timedelta(minutes=minutes)).isoformat()}
    shifted = (moment + timedelta(hours=7)).replace(tzinfo=None).isoformat() + "+07:00"
    assert matches(parse_query({"GE_eventTime": shifted}), event) is (minutes >= 0)
    assert matches(parse_query({"LT_eventTime": shifted}), event) is (minutes < 0)


# Identifiers and units in other spellings


@pytest.mark.parametrize("file", paths("valid/*/*.json*", "query/**/*.json*"), ids=name)
def test_translating_never_changes_what_an_event_says(file: Any) -> None:
    given = parse(content(file))
    for event in given.objects:
        expected = event_hash(event, given.namespaces)
        for told in (with_links(event), with_urns(event), with_links(with_urns(event))):
            assert event_hash(told, given.namespaces) == expected


@pytest.mark.parametrize(
    ("link", "urn"),
    [
        ("https://id.gs1.org/01/08938500110023/21/C0", "urn:epc:id:sgtin:8938500110.002.C0"),
        ("https://id.gs1.org/01/08938500110023", "urn:epc:idpat:sgtin:8938500110.002.*"),
        ("https://id.gs1.org/414/8938500110023", "urn:epc:id:sgln:8938500110.02.0"),
        ("https://id.gs1.org/00/089385001100000009", "urn:epc:id:sscc:8938500110.0000000"),
    ],
)
def test_links_and_urns_are_told_apart_and_back(link: str, urn: str) -> None:
    assert (urn_of(link), link_of(urn)) == (urn, link)
    assert (urn_of(urn), link_of(link)) == (urn, link)


@pytest.mark.parametrize(
    "uri", ["https://ocop.vn/loc/3", "urn:epc:id:none:1.2.3", "urn:x:1", "https://id.gs1.org/01/0", "https://id.gs1.org/22/x",
            "https://id.gs1.org/8004/ABCDEFG", "https://id.gs1.org/253/8938500110023"],
)  # fmt: skip
def test_what_has_no_other_spelling_stays(uri: str) -> None:
    assert urn_of(uri) == uri == link_of(uri)


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.integers(-(10**6), 10**6))
def test_units_of_one_kind_convert_there_and_back(one: str, other: str, amount: int) -> None:
    there = same_unit(amount, one, other)
    assert (there is None) is (UNITS[one].kind != UNITS[other].kind)
    if there is not None:
        back = same_unit(there, other, one)
        assert back == pytest.approx(amount, rel=1e-6, abs=1e-4)


def test_units_nobody_knows_are_compared_with_themselves_alone() -> None:
    assert same_unit(5, "ZZZ", "ZZZ") == 5.0
    assert same_unit(5, "ZZZ", "KGM") is None
    assert same_unit("5", "KGM", "KGM") is None
