"""EPCIS written as XML: valid against the official schemas, and read back as the same events with the same hashes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from epcis import Document, EpcisError, event_hash, parse, parse_xml, prehash, read, to_xml
from tests.epcis.fixtures import FOLDER, content, name, paths
from tests.epcis.samples import CONTEXT, document, harvest

IN_XML = paths("xml-valid/*/*.xml", "xml-query/*/*.xml", "hash/*.xml")
IN_JSON = paths("valid/*/*.json*", "query/*.jsonld", "query/*/*.json*", "hash/*.jsonld")


@cache
def _schema(of: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(FOLDER / f"schema/xsd/EPCglobal-epcis-{of}2_0.xsd")))


def assert_valid(raw: bytes) -> None:
    tree = etree.fromstring(raw)
    if not FOLDER.exists():
        return  # the official schemas stand in ../shared
    schema = _schema("query-" if tree.tag.endswith("EPCISQueryDocument") else "")
    assert schema.validate(tree), schema.error_log


def _hashes(of: Document) -> list[str]:
    return [event_hash(event, of.namespaces, of.ignored_fields) for event in of.objects]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize("file", IN_XML, ids=name)
def test_what_was_read_from_xml_is_written_and_read_again_the_same(file: Path | None, version: Any) -> None:
    first = parse_xml(content(file))
    second = parse_xml(to_xml(first, version))
    assert _hashes(second) == _hashes(first)
    if version == "2.0":
        assert _sorted(second.objects) == _sorted(first.objects)
        assert second.namespaces.items() >= first.namespaces.items()


def _sorted(objects: Any) -> Any:
    """The same events without empty lists that XML has no place for."""
    return [{key: value for key, value in event.items() if value or key == "epcList"} for event in objects]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize("file", IN_JSON, ids=name)
def test_json_becomes_xml_and_json_again_under_the_same_hashes(file: Path | None, version: Any) -> None:
    first = parse(content(file))
    assert _hashes(parse_xml(to_xml(first, version))) == _hashes(first)


@pytest.mark.parametrize("file", [*IN_JSON, *IN_XML], ids=name)
def test_what_is_written_is_valid_against_the_official_schema(file: Path | None) -> None:
    raw = content(file)
    first = parse_xml(raw) if file and file.suffix == ".xml" else parse(raw)
    if first.type not in ("EPCISDocument", "EPCISQueryDocument"):
        assert to_xml(first).partition(b"\n")[2].startswith(b"<" + first.type.encode())
        assert_valid(to_xml(first.objects, namespaces=first.namespaces))
    else:
        assert_valid(to_xml(first, created="2026-11-01T00:00:00Z"))
        assert_valid(to_xml(first.objects, namespaces=first.namespaces, query=True))


def test_the_scenario_of_the_province_is_valid_xml_in_both_kinds() -> None:
    (file,) = paths("scenario/ocop-chain-dev.json")
    scenario = read(json.loads(content(file))["document"])
    for query in (False, True):
        raw = to_xml(scenario, query=query)
        assert_valid(raw)
        assert _hashes(parse_xml(raw)) == _hashes(scenario)


SENSED = [{"sensorReport": [{"type": "Temperature", "value": 4, "uom": "CEL"}]}]
OLD = document(
    harvest(
        eventID="urn:uuid:0f380eb9-dbc2-551a-a14c-24c628c74c09",
        certificationInfo="https://vietgap.example.vn/1",
        persistentDisposition={"set": ["available"]},
        sensorElementList=SENSED,
        ilmd={"ocop:giong": "vàng"},
    ),
    harvest(bizStep="sampling", disposition="https://ref.gs1.org/cbv/Disp-in_progress"),
    {
        "type": "TransformationEvent", "eventTime": "2026-11-01T08:00:00Z", "eventTimeZoneOffset": "+07:00",
        "inputEPCList": ["urn:x:1"], "outputEPCList": ["urn:x:2"], "sensorElementList": SENSED,
    },
    {**harvest(parentID="urn:x:p", childEPCs=["urn:x:c"]), "type": "AssociationEvent"},
)  # fmt: skip
del OLD["epcisBody"]["eventList"][3]["quantityList"]


def test_version_1_2_carries_the_new_in_its_envelopes_and_web_uris() -> None:
    raw = to_xml(read(OLD), "1.2")
    (events,) = etree.fromstring(raw).iter("EventList")
    first, second, third, fourth = events
    assert etree.fromstring(raw).tag == "{urn:epcglobal:epcis:xsd:1}EPCISDocument"
    assert [child.tag for child in first] == [
        "eventTime", "eventTimeZoneOffset", "baseExtension", "epcList", "action", "bizStep", "disposition",
        "readPoint", "extension",
    ]  # fmt: skip
    assert [child.tag for child in first.find("extension")] == ["quantityList", "ilmd", "extension"]
    assert [child.tag for child in first.find("extension/extension")] == ["sensorElementList", "persistentDisposition"]
    assert first.findtext("baseExtension/extension/certificationInfo") == "https://vietgap.example.vn/1"
    assert second.findtext("bizStep") == "https://ref.gs1.org/cbv/BizStep-sampling"
    assert second.findtext("disposition") == "urn:epcglobal:cbv:disp:in_progress"
    assert third.tag == "extension" and third[0].tag == "TransformationEvent"
    assert fourth[0].tag == "extension" and fourth[0][0].tag == "AssociationEvent"
    assert _hashes(parse_xml(raw)) == _hashes(read(OLD))


def _problems(*events: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(EpcisError) as refused:
        to_xml(read(document(*events)))
    return [(problem.path, problem.code) for problem in refused.value.problems]


def test_what_xml_cannot_hold_is_refused_with_every_place() -> None:
    own = {"uri": "urn:epcglobal:epcis:xsd:2"}
    event = harvest(**{
        "ocop:two words": 1, "ocop:deep": [{"ocop:bell": "\x07"}, {"@type": 1}], "e:own": 1,
        "sensorElementList": [{"sensorReport": [{"type": "Mass", "value": 1, "ocop:many": [1, 2]}]}],
        "@context": {"e": own["uri"]}, "ilmd": {"ocop:x": {"#text": {}}},
    })  # fmt: skip
    at = "/epcisBody/eventList/1/"
    assert _problems(harvest(), event) == [
        (at + "sensorElementList/0/sensorReport/0/ocop:many", "xml_text"),
        (at + "ilmd/ocop:x/#text", "xml_text"),
        (at + "ocop:two words", "xml_name"),
        (at + "ocop:deep/0/ocop:bell", "xml_text"),
        (at + "ocop:deep/1/@type", "xml_name"),
        (at + "e:own", "xml_name"),
    ]


def test_a_document_needs_a_moment_of_creation_and_a_known_version() -> None:
    with pytest.raises(EpcisError, match="created"):
        to_xml([])
    assert b'creationDate="2026-11-01T08:00:00.000+07:00"' in to_xml([harvest()])
    assert b'creationDate="2026-12-01T00:00:00Z"' in to_xml([harvest()], created="2026-12-01T00:00:00Z")
    with pytest.raises(EpcisError, match=r"2\.0 or 1\.2"):
        to_xml([harvest()], "1.1")  # type: ignore[arg-type]


def test_an_answer_names_its_query_and_subscription() -> None:
    raw = to_xml([harvest()], query=True, query_name="Thu-hoạch", subscription_id="s1")
    assert_valid(raw)
    results = parse_xml(raw).source["epcisBody"]["queryResults"]
    assert (results["queryName"], results["subscriptionID"]) == ("Thu-hoạch", "s1")


def test_a_unit_without_an_amount_and_small_amounts_keep_their_meaning() -> None:
    amounts = [{"epcClass": "urn:x:1", "uom": "KGM"}, {"epcClass": "urn:x:2", "quantity": 1e-7, "uom": "KGM"}]
    raw = to_xml([harvest(quantityList=amounts)])
    assert_valid(raw)
    assert parse_xml(raw).objects[0]["quantityList"] == amounts


def test_places_keep_what_the_standard_does_not_know() -> None:
    place = {"id": "urn:x:1", "ocop:xa": "Bình Liêu", "floor": {"no": "2"}, "note": "a"}
    raw = to_xml([harvest(readPoint=place)], namespaces={"ocop": "https://ocop.example.vn/ns/"})
    assert_valid(raw)
    assert parse_xml(raw).objects[0]["readPoint"] == place


def test_prefixes_are_renamed_where_xml_has_no_room_for_them() -> None:
    own = {"xml2": "https://a.example/", "a+b": "https://b.example/", "ab": "https://c.example/", "epcis": "urn:own:"}
    event = harvest(**{f"{prefix}:x": prefix for prefix in own}, **{"https://d.example/ns#x": "d", "tag:x": "t"})
    first = read({**document(event), "@context": own})
    second = parse_xml(to_xml(first))
    spelt = {second.namespaces[name.partition(":")[0]]: value for name, value in second.events[0].extensions.items()}
    assert spelt == {
        **{namespace: prefix for prefix, namespace in own.items()},
        "https://d.example/ns#": "d",
        "tag:": "t",
    }
    assert_valid(to_xml(first))


def test_an_event_of_somebody_else_keeps_its_own_fields() -> None:
    own = {
        "type": "ocop:HarvestEvent", "eventTime": "2026-11-01T08:00:00Z", "eventTimeZoneOffset": "+07:00",
        "epcList": ["urn:x:1"], "bizStep": "picking", "ocop:x": "1", "weather": {"sun": "1"},
    }  # fmt: skip
    raw = to_xml(read(document(own)))
    assert_valid(raw)
    assert parse_xml(raw).objects == (own,)
    assert to_xml(read(document(own)), "1.2").count(b"<extension>") == 0
    bare = read({**own, "@context": CONTEXT})
    assert parse_xml(to_xml(bare)).type == "ocop:HarvestEvent"


def test_fields_of_a_foreign_event_that_only_share_a_name_are_hashed_but_not_written() -> None:
    strange = {"quantityList": "nhiều", "readPoint": {}, "sourceList": [{}], "sensorElementList": [{}], "bizStep": "x"}
    own = {"type": "ocop:HarvestEvent", "eventTime": "2026-11-01T08:00:00Z", "eventTimeZoneOffset": "+07:00", **strange}
    assert "quantityList=nhiều" in prehash(own)
    assert sorted(_problems(own)) == [(f"/epcisBody/eventList/0/{name}", "xml_field") for name in sorted(strange)]


def test_unless_strict_what_xml_cannot_hold_is_written_as_near_to_it_as_xml_allows() -> None:
    event = harvest(**{
        "ocop:two words": 1, "ocop:in": {"": 2}, "https://x.vn/1/": 3, "ocop:bell": "a\x07b", "e:own": 4, "f:own": 5,
        "sensorElementList": [{"sensorReport": [{"type": "Mass", "value": 1, "ocop:many": [1, {"<": 2}]}]}],
        "@context": {"e": "urn:epcglobal:epcis:xsd:2", "f": "https://x.vn/\x00"}, "ocop:typed": {"@type": "x", "@value": 6},
    })  # fmt: skip
    raw = to_xml(read(document(event)), strict=False)
    assert_valid(raw)
    found = etree.fromstring(raw).find(".//ObjectEvent")
    assert found is not None
    written = {etree.QName(child).localname: child.text for child in found if "}" in child.tag}
    assert written["two_x0020_words"] == "1" and written["bell"] == "a\ufffdb"
    assert written["_x002F__x002F_x.vn_x002F_1_x002F_"] == "3" and written["own"] == "5"
    assert [etree.QName(child).localname for child in found.iter() if child.text in ("2", "x", "6")] == [
        "_x005F_", "_x0040_type", "_x0040_value",
    ]  # fmt: skip
    (report,) = found.iter("sensorReport")
    assert report.attrib["{https://ocop.example.vn/ns/}many"] == '[1, {"<": 2}]'
    assert parse_xml(raw).objects[0]["quantityList"] == event["quantityList"]


def test_an_event_of_an_unspeakable_type_with_misshapen_fields_is_written_without_them() -> None:
    own = {
        "type": "https://x.vn/9 events".replace(" ", "%20"), "eventTime": "2026-11-01T08:00:00Z",
        "eventTimeZoneOffset": "+07:00", "quantityList": "nhiều",
    }  # fmt: skip
    raw = to_xml(read(document(own)), strict=False)
    assert b":_x0039__x0025_20events>" in raw and b"quantityList" not in raw
    assert parse_xml(raw).objects[0]["eventTime"] == own["eventTime"]


@pytest.mark.parametrize("strict", [True, False])
def test_two_prefixes_of_one_namespace_never_make_an_attribute_twice(strict: bool) -> None:
    reports = [{"type": "Mass", "value": 1, "ocop:k": "1", "o:k": "2"}]
    event = harvest(**{"@context": {"o": CONTEXT[1]["ocop"]}, "sensorElementList": [{"sensorReport": reports}]})
    if strict:
        assert _problems(event) == [("/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/o:k", "xml_name")]
    else:
        (report,) = etree.fromstring(to_xml(read(document(event)), strict=False)).iter("sensorReport")
        assert report.attrib["{https://ocop.example.vn/ns/}k"] == "1"


texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=9)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["ocop:a", "ocop:b", "c", "xml:lang", "#text"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def _is_writable(value: Any) -> bool:
    """XML knows no objects and lists beside text, and no lists right inside lists."""
    if isinstance(value, dict):
        return not isinstance(value.get("#text"), dict | list) and all(map(_is_writable, value.values()))
    return not isinstance(value, list) or all(not isinstance(entry, list) and _is_writable(entry) for entry in value)


@given(values.filter(_is_writable), values.filter(_is_writable), st.sampled_from(["2.0", "1.2"]))
def test_whatever_an_extension_holds_it_hashes_the_same_after_xml(note: Any, master: Any, version: Any) -> None:
    own = document(harvest(**{"ocop:note": note, "ilmd": {"ocop:master": master}}))
    first = read({**own, "@context": [*CONTEXT, {"xml": "http://www.w3.org/XML/1998/namespace"}]})
    assert _hashes(parse_xml(to_xml(first, version))) == _hashes(first)


EVERYTHING: dict[str, Any] = {
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"}, {"bizTransaction": "urn:x:any"}],
    "sourceList": [{"type": "owning_party", "source": "urn:x:s"}],
    "destinationList": [{"type": "urn:x:own", "destination": "urn:x:d"}],
    "recordTime": "2026-11-01T10:00:00Z",
    "certificationInfo": "https://vietgap.example.vn/1",
    "errorDeclaration": {
        "declarationTime": "2026-11-02T08:00:00Z", "reason": "incorrect_data", "correctiveEventIDs": ["urn:x:c"], "ocop:d": "e",
    },
    "sensorElementList": [
        {
            "sensorMetadata": {"time": "2026-11-01T08:00:00Z", "ocop:m": "1"},
            "sensorReport": [{"type": "Temperature", "value": 4.5, "booleanValue": True, "component": "x", "exception": "ALARM_CONDITION"}],
            "ocop:e": {"ocop:f": ["1", "2"]},
        }
    ],
}  # fmt: skip
LASTING = {"persistentDisposition": {"set": ["available"], "unset": ["conformant"]}, "ilmd": {"ocop:giong": "vàng"}}
FAMILY = {
    "parentID": "urn:x:p",
    "childEPCs": ["urn:x:c"],
    "childQuantityList": [{"epcClass": "urn:x:q", "quantity": 2}],
}
CHANGE = {
    "transformationID": "urn:x:t", "inputEPCList": ["urn:x:1"], "outputEPCList": ["urn:x:2"],
    "inputQuantityList": [{"epcClass": "urn:x:q", "quantity": 2.5, "uom": "KGM"}], "outputQuantityList": [{"epcClass": "urn:x:r"}],
}  # fmt: skip


def _of(kind: str) -> dict[str, Any]:
    event = harvest(**EVERYTHING)
    own: dict[str, Any] = {
        "ObjectEvent": {**LASTING, "epcList": ["urn:x:1"]},
        "TransactionEvent": {"epcList": ["urn:x:1"], "parentID": "urn:x:p"},
        "TransformationEvent": {**LASTING, **CHANGE},
    }.get(kind, FAMILY)
    left_out = {"ObjectEvent": (), "TransactionEvent": (), "TransformationEvent": ("quantityList", "action")}.get(
        kind, ("quantityList",)
    )
    return {**{name: value for name, value in event.items() if name not in left_out}, **own, "type": kind}


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize(
    "kind", ["ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"]
)
def test_every_field_of_every_kind_of_event_comes_back_as_it_was(kind: str, version: Any) -> None:
    first = read(document(_of(kind)))
    raw = to_xml(first, version)
    if version == "2.0":
        assert_valid(raw)
    assert parse_xml(raw).objects == first.objects
    assert _hashes(parse_xml(raw)) == _hashes(first)


def test_several_certificates_of_an_event_are_all_written() -> None:
    several = ["https://vietgap.example.vn/1", "https://vietgap.example.vn/2"]
    assert parse_xml(to_xml([harvest(certificationInfo=several)])).objects[0]["certificationInfo"] == several


def test_moments_without_seconds_are_read_in_answers_only() -> None:
    event, created = harvest(recordTime="2026-11-01T09:00:00Z"), "2026-11-03T00:00:00Z"
    raw = to_xml([event], query=True, created=created)
    assert parse_xml(raw.replace(b"T09:00:00Z", b"T09:00Z")).objects[0]["recordTime"] == "2026-11-01T09:00:00Z"
    with pytest.raises(EpcisError):
        parse_xml(to_xml([event], created=created).replace(b"T09:00:00Z", b"T09:00Z"))


def test_an_error_may_be_declared_without_a_reason() -> None:
    event = harvest(errorDeclaration={"declarationTime": "2026-11-02T08:00:00Z"})
    raw = to_xml([event])
    assert_valid(raw)
    assert parse_xml(raw).objects == (event,)


anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=9)
members = st.recursive(
    st.none() | st.booleans() | st.integers() | anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=9,
)
prefixed = st.builds("{}:{}".format, st.sampled_from(["ocop", "x", "https", "urn"]), anything.filter(bool))


@given(own=st.dictionaries(prefixed, members, max_size=4), version=st.sampled_from(["1.2", "2.0"]))
def test_whatever_extensions_hold_an_event_can_be_read_in_xml(own: dict[str, Any], version: Any) -> None:
    (event,) = parse_xml(to_xml(read(document(harvest(**own))), version, strict=False)).objects
    assert event["quantityList"] == harvest()["quantityList"]
