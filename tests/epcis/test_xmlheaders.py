"""Headers: the business header and master data are kept from XML to JSON and back."""

from __future__ import annotations

from typing import Any

import pytest

from epcis import EpcisError, parse_xml, read, to_xml
from tests.epcis.samples import document, harvest
from tests.epcis.test_xmlwriting import assert_valid

SBDH = """<s:StandardBusinessDocumentHeader xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">
<s:HeaderVersion>1.0</s:HeaderVersion><s:Sender><s:Identifier Authority="GS1">urn:x:a</s:Identifier></s:Sender>
<s:Receiver><s:Identifier>urn:x:b</s:Identifier></s:Receiver><s:Receiver><s:Identifier>urn:x:c</s:Identifier></s:Receiver>
<s:DocumentIdentification><s:Standard>EPCglobal</s:Standard><s:TypeVersion>1.0</s:TypeVersion>
<s:InstanceIdentifier>77</s:InstanceIdentifier><s:Type>Events</s:Type>
<s:CreationDateAndTime>2026-11-01T09:00:00Z</s:CreationDateAndTime></s:DocumentIdentification></s:StandardBusinessDocumentHeader>"""
MASTER = """<EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation">
<VocabularyElementList><VocabularyElement id="urn:epc:id:sgln:0037000.00729.0">
<attribute id="urn:epcglobal:cbv:mda:latitude">+21.5</attribute>
<attribute id="urn:epcglobal:cbv:mda:address"><o:Address xmlns:o="https://ocop.example.vn/ns/"><o:Street ma="1">A &amp; B</o:Street></o:Address></attribute>
<children><id>urn:epc:id:sgln:0037000.00729.8201</id></children><o:note xmlns:o="https://ocop.example.vn/ns/">x</o:note>
</VocabularyElement></VocabularyElementList></Vocabulary><Vocabulary type="urn:x:empty"/></VocabularyList></EPCISMasterData>"""
LISTS = [
    {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [
            {
                "id": "urn:epc:id:sgln:0037000.00729.0",
                "attributes": [
                    {"id": "urn:epcglobal:cbv:mda:latitude", "attribute": "+21.5"},
                    {
                        "id": "urn:epcglobal:cbv:mda:address",
                        "attribute": {"o:Address": {"o:Street": {"#text": "A & B", "ma": "1"}}},
                    },
                ],
                "children": ["urn:epc:id:sgln:0037000.00729.8201"],
                "o:note": "x",
            }
        ],
    },
    {"type": "urn:x:empty"},
]


def _with(header: str, query: bool = False) -> bytes:
    body = b"<EPCISBody>"
    return to_xml([harvest()], query=query).replace(body, f"<EPCISHeader>{header}</EPCISHeader>".encode() + body)


def test_a_business_header_is_kept_whole_and_its_parties_stand_where_json_has_them() -> None:
    first = parse_xml(_with(SBDH))
    assert (first.source["sender"], first.source["receiver"], first.source["instanceIdentifier"]) == (
        "urn:x:a",
        "urn:x:b",
        "77",
    )
    raw = to_xml(first)
    assert_valid(raw)
    assert b'Authority="GS1"' in raw
    assert parse_xml(raw).source == first.source


def test_master_data_are_kept_whole() -> None:
    for version in ("2.0", "1.2"):
        first = parse_xml(_with(SBDH + f"<extension>{MASTER}</extension>"))
        assert first.source["epcisHeader"]["epcisMasterData"] == {"vocabularyList": LISTS}
        raw = to_xml(first, version)  # type: ignore[arg-type]
        again = parse_xml(raw)
        assert again.source["epcisHeader"] == first.source["epcisHeader"]
    assert_valid(to_xml(first))


def test_parties_in_json_become_a_business_header() -> None:
    raw = to_xml(read({**document(harvest()), "sender": "urn:x:a", "instanceIdentifier": "7"}))
    assert_valid(raw)
    again = parse_xml(raw).source
    assert (again["sender"], again["instanceIdentifier"]) == ("urn:x:a", "7")
    assert "receiver" not in again


def test_an_answer_keeps_its_header_and_master_data() -> None:
    first = parse_xml(_with(SBDH + f"<extension>{MASTER}</extension>", query=True))
    assert first.source["epcisBody"]["queryResults"]["resultsBody"]["vocabularyList"] == LISTS
    raw = to_xml(first)
    assert_valid(raw)
    assert b"<EPCISHeader>" in raw and parse_xml(raw).source == first.source


def test_an_answer_of_master_data_alone_is_a_list_of_vocabularies() -> None:
    answer: dict[str, Any] = {
        **document(),
        "type": "EPCISQueryDocument",
        "@context": [{"o": "https://ocop.example.vn/ns/"}],
    }
    body = {"eventList": [], "vocabularyList": LISTS}
    answer["epcisBody"] = {"queryResults": {"queryName": "SimpleMasterDataQuery", "resultsBody": body}}
    raw = to_xml(read(answer))
    assert_valid(raw)
    assert b"<EventList>" not in raw
    assert parse_xml(raw).source["epcisBody"] == answer["epcisBody"]


def test_empty_and_strange_headers_are_read_as_what_they_are() -> None:
    assert "epcisHeader" not in parse_xml(_with("")).source
    assert parse_xml(_with("<extension><EPCISMasterData/></extension>")).source["epcisHeader"] == {
        "epcisMasterData": {"vocabularyList": []}
    }
    assert "epcisHeader" not in parse_xml(_with("<o:other xmlns:o='urn:o'/>")).source
    empty = SBDH.partition(">")[0] + "/>"
    assert "sender" not in parse_xml(_with(empty)).source
    assert to_xml(parse_xml(_with(empty))).count(b"EPCISHeader") == 0


def test_a_vocabulary_without_its_type_is_refused_with_its_place() -> None:
    with pytest.raises(EpcisError) as refused:
        parse_xml(_with(f"<extension>{MASTER}</extension>".replace(' type="urn:x:empty"', "")))
    assert [problem.path for problem in refused.value.problems] == [
        "/epcisHeader/epcisMasterData/vocabularyList/1/type"
    ]


def test_extensions_of_the_document_its_body_and_its_results_are_kept() -> None:
    names = '<o:ignoreFields xmlns:o="urn:o:"><o:x/><o:y/></o:ignoreFields>'
    extra = '<o:note xmlns:o="urn:o:">1</o:note><o:note xmlns:o="urn:o:">2</o:note>'
    plain = to_xml([harvest()]).replace(b"</EPCISBody>", f"{extra}</EPCISBody>{names}{extra}".encode())
    first = parse_xml(plain)
    assert first.source["o:note"] == first.source["epcisBody"]["o:note"] == ["1", "2"]
    assert first.ignored_fields == {"o:x", "o:y"}
    assert_valid(to_xml(first))
    assert parse_xml(to_xml(first)).source == first.source
    asked = to_xml([harvest()], query=True).replace(b"</epcisq:Q", f"{names}{extra}</epcisq:Q".encode())
    assert parse_xml(to_xml(parse_xml(asked))).source == parse_xml(asked).source
    assert parse_xml(asked).ignored_fields == {"o:x", "o:y"}


def test_attributes_of_an_event_in_a_namespace_are_extensions() -> None:
    raw = to_xml([harvest()]).replace(b"<ObjectEvent>", b'<ObjectEvent xmlns:o="urn:o:" o:ma="7" id="x">')
    assert parse_xml(raw).events[0].extensions == {"o:ma": "7"}


def test_elements_without_attributes_or_children_and_attributes_of_any_kind_are_kept() -> None:
    values = ["text", 2.5, {"o:x": "1"}]
    element = {"id": "urn:x:1", "attributes": [{"id": f"urn:x:{i}", "attribute": v} for i, v in enumerate(values)]}
    lists = [
        {"type": "urn:x:t", "vocabularyElementList": [{"id": "urn:x:0"}, element, {"id": "urn:x:2", "children": []}]}
    ]
    whole = {**document(harvest()), "epcisHeader": {"epcisMasterData": {"vocabularyList": lists}}}
    first = read({**whole, "@context": [{"o": "urn:o:"}]})
    assert_valid(to_xml(first))
    again = parse_xml(to_xml(first)).source["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    assert again[0]["vocabularyElementList"] == [
        {"id": "urn:x:0"},
        {
            **element,
            "attributes": [element["attributes"][0], {"id": "urn:x:1", "attribute": "2.5"}, element["attributes"][2]],
        },
        {"id": "urn:x:2"},
    ]
    lists[0]["vocabularyElementList"][1]["attributes"][0]["attribute"] = [1]  # type: ignore[index]
    with pytest.raises(EpcisError, match="text, a number or an object"):
        read(whole)


def test_a_document_without_a_body_element_is_read_where_its_list_stands() -> None:
    raw = to_xml([harvest()]).replace(b"<EPCISBody>", b"").replace(b"</EPCISBody>", b"")
    assert len(parse_xml(raw).objects) == 1
