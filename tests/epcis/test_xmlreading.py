"""EPCIS in XML gives the same events and hashes as in JSON, and hostile XML gives an error."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import EpcisError, event_hash, parse_xml, prehash, xmltree
from tests.epcis.fixtures import content, name, paths

GOOD = paths("xml-valid/*/*.xml", "xml-query/*/*.xml", "hash/*.xml")
BAD = paths("xml-invalid/*/*.xml", "xml-query-invalid/*/*.xml")


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_every_valid_xml_example_is_accepted_and_typed(file: Path | None) -> None:
    read_document = parse_xml(content(file))
    assert len(read_document.events) == len(read_document.objects) > 0


@pytest.mark.parametrize("file", BAD, ids=name)
def test_every_invalid_xml_example_is_refused_with_its_place(file: Path | None) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_xml(content(file))
    assert all(problem.path for problem in refused.value.problems)


@pytest.mark.parametrize("file", paths("hash/*.xml"), ids=name)
def test_every_published_hash_of_an_xml_document_is_reproduced(file: Path | None) -> None:
    read_document = parse_xml(content(file))
    assert file
    names = (read_document.namespaces, read_document.ignored_fields)
    expected = file.with_suffix(".prehashes").read_text("utf-8").strip().splitlines()
    assert [prehash(event, *names) for event in read_document.objects] == expected
    expected = file.with_suffix(".hashes").read_text().split()
    assert [event_hash(event, *names) for event in read_document.objects] == expected


HARVEST = """<?xml version="1.0"?>
<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:1" xmlns:o="https://ocop.example.vn/ns/"
  schemaVersion="1.2" creationDate="2026-11-01T09:00:00+07:00"><EPCISBody><EventList><ObjectEvent>
  <eventTime>2026-11-01T08:00:00+07:00</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
  <baseExtension><eventID>urn:uuid:0f380eb9-dbc2-551a-a14c-24c628c74c09</eventID></baseExtension>
  <epcList/><action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>
  <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po"> urn:x:1 </bizTransaction></bizTransactionList>
  <extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:89385001.10001.L1</epcClass>
    <quantity>12.50</quantity><uom>KGM</uom></quantityElement></quantityList>
    <ilmd><o:giong ma="1">lúa nếp</o:giong><o:anh>a</o:anh><o:anh>b</o:anh></ilmd></extension>
  <o:thoitiet/></ObjectEvent></EventList></EPCISBody></e:EPCISDocument>"""


def test_a_document_of_version_1_2_comes_out_as_json_of_2_0() -> None:
    (event,) = parse_xml(HARVEST).objects
    assert event["eventID"].startswith("urn:uuid:")
    assert event["bizStep"] == "commissioning"
    assert event["bizTransactionList"] == [{"type": "po", "bizTransaction": "urn:x:1"}]
    assert event["quantityList"][0]["quantity"] == 12.5
    assert event["ilmd"] == {"o:giong": {"#text": "lúa nếp", "ma": "1"}, "o:anh": ["a", "b"]}
    assert event["o:thoitiet"] == ""


def test_two_namespaces_under_one_prefix_stay_apart() -> None:
    twice = HARVEST.replace("<o:thoitiet/>", '<o:thoitiet/><o:x xmlns:o="https://khac.example.vn/">1</o:x>')
    read_document = parse_xml(twice)
    other = next(name for name in read_document.objects[0] if name.endswith(":x"))
    assert read_document.namespaces[other.partition(":")[0]] == "https://khac.example.vn/"
    assert "{https://khac.example.vn/}x=1" in prehash(read_document.objects[0], read_document.namespaces)


@pytest.mark.parametrize("prefix", ["_mã", "ghi_chú", "v1.0-a"])
def test_a_prefix_that_json_could_not_carry_is_spelt_anew(prefix: str) -> None:
    renamed = parse_xml(HARVEST.replace("o:", f"{prefix}:").replace("xmlns:o=", f"xmlns:{prefix}="))
    first, second = parse_xml(HARVEST), renamed
    assert event_hash(first.objects[0], first.namespaces) == event_hash(second.objects[0], second.namespaces)


def _code(raw: bytes | str) -> str:
    with pytest.raises(EpcisError) as refused:
        parse_xml(raw)
    return refused.value.problems[0].code


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><EPCISDocument>&b;</EPCISDocument>'
SPY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><EPCISDocument>&x;</EPCISDocument>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (BOMB, "doctype"),
        (SPY, "doctype"),
        ('<!DOCTYPE a SYSTEM "https://example.vn/x.dtd"><a/>', "doctype"),
        ("<a>" * 10_000, "depth"),
        ("", "xml"),
        ("<a>&nbsp;</a>", "xml"),
        ("<a b='\ud800'/>", "xml"),
        (b"<?xml version='1.0' encoding='x-none'?><a/>", "xml"),
        (b"\xff\xfe<", "xml"),
        ("<EPCISDocument/>", "required"),
        ("<EPCISQueryDocument/>", "required"),
        (HARVEST.replace("12.50", "12,5"), "type"),
        (HARVEST.replace("12.50", "1e"), "type"),
        (HARVEST.replace("<epcList/>", "<epcList/><epcList/>"), "repeated"),
        (HARVEST.replace("+07:00</eventTime>", "</eventTime>"), "time"),
    ],
)
def test_hostile_or_wrong_xml_is_refused_by_name(raw: bytes | str, code: str) -> None:
    assert _code(raw) == code


def test_size_and_count_have_their_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_xml(HARVEST, max_bytes=100)
    assert refused.value.problems[0].code == "too_large"
    monkeypatch.setattr(xmltree, "MAX_NODES", 10)
    assert _code(HARVEST) == "too_large"


PIECES = [
    "<",
    ">",
    "</",
    "/>",
    "epcList",
    "eventTime",
    "extension",
    "o:x",
    " type='po'",
    "&lt;",
    "1e400",
    "\u0000",
    "x",
]


@given(st.integers(0, len(HARVEST)), st.integers(0, 40), st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
def test_a_mutated_document_is_read_or_refused_and_nothing_else(at: int, cut: int, put: str) -> None:
    mutant = HARVEST[:at] + put + HARVEST[at + cut :]
    with suppress(EpcisError):
        read_document = parse_xml(mutant)
        assert len(read_document.events) == len(read_document.objects)
        for event in read_document.objects:
            event_hash(event, read_document.namespaces)


@given(st.binary(max_size=50))
def test_no_bytes_bring_the_xml_reader_down(raw: bytes) -> None:
    with suppress(EpcisError):
        parse_xml(raw)


def test_an_error_declaration_without_its_moment_is_refused_at_its_place() -> None:
    raw = HARVEST.replace("</eventID>", "</eventID><errorDeclaration><reason>urn:x:1</reason></errorDeclaration>")
    with pytest.raises(EpcisError) as refused:
        parse_xml(raw)
    (problem,) = refused.value.problems
    assert problem.path == "/epcisBody/eventList/0/errorDeclaration/declarationTime"


def test_an_action_before_the_times_is_refused_beside_other_reasons() -> None:
    moved = HARVEST.replace("<action>ADD</action>", "").replace("<ObjectEvent>", "<ObjectEvent><action>ADD</action>")
    for raw, codes in ((moved, ["order"]), (moved.replace("12.50", "x"), ["order", "type"])):
        with pytest.raises(EpcisError) as refused:
            parse_xml(raw)
        assert [problem.code for problem in refused.value.problems] == codes


def test_types_of_the_schema_are_no_content_and_truth_is_read_strictly() -> None:
    typed = HARVEST.replace(
        "<o:thoitiet/>", '<o:thoitiet xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="o:x">1</o:thoitiet>'
    )
    assert parse_xml(typed).objects[0]["o:thoitiet"] == "1"
    said = '<sensorElementList><sensorElement><sensorReport type="gs1:Mass" booleanValue="yes"/></sensorElement></sensorElementList>'
    with pytest.raises(EpcisError) as refused:
        parse_xml(HARVEST.replace("<epcList/>", f"<epcList/>{said}"))
    assert [problem.path for problem in refused.value.problems] == [
        "/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/booleanValue"
    ]
