"""Master data: elements of documents, and questions by their attributes and children."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import EpcisError, parse_xml, read, to_xml
from epcis.masterdata import (
    Element,
    answers,
    elements_in,
    known_by,
    same_name,
    value_key,
    vocabularies_of,
    with_descendants,
    written_out,
)
from epcis.matching import matches, meets
from epcis.queries import parse_query
from epcis.queryterms import ANY, Attribute, Condition, Pattern
from tests.epcis.samples import document, harvest

NS = {"cbvmda": "urn:epcglobal:cbv:mda", "ex": "https://ex.vn/ns/", "gs1": "https://gs1.org/voc/"}
CITY = "urn:epcglobal:cbv:mda#city"
SITE = "https://id.gs1.org/414/8938500110030"
STORE = f"{SITE}/254/KHO"
KIND = "https://id.gs1.org/01/08938500110023"


def vocabulary(kind: str, *elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": f"urn:epcglobal:epcis:vtype:{kind}", "vocabularyElementList": list(elements)}


def element(name: str, *children: str, **attributes: Any) -> dict[str, Any]:
    told = [{"id": f"cbvmda:{key}", "attribute": value} for key, value in attributes.items()]
    return {"id": name, "attributes": told, **({"children": list(children)} if children else {})}


def only(parameter: str, value: Any) -> Condition:
    (found,) = parse_query({parameter: value}, namespaces=NS).conditions
    return found


def elements(*vocabularies: dict[str, Any]) -> list[Element]:
    return list(elements_in(vocabularies, NS))


def test_a_document_says_where_its_master_data_stand() -> None:
    lists = [vocabulary("BusinessLocation", element("urn:x:a", city="Hạ Long"))]
    assert read(document(harvest())).vocabularies == []
    held = read({**document(harvest()), "epcisHeader": {"epcisMasterData": {"vocabularyList": lists}}})
    assert held.vocabularies == lists
    assert parse_xml(to_xml(held)).vocabularies[0]["type"] == lists[0]["type"]
    answer = {"queryName": "x", "resultsBody": {"eventList": [], "vocabularyList": lists}}
    query = {"@context": "https://ref.gs1.org/x", "type": "EPCISQueryDocument", "epcisBody": {"queryResults": answer}}
    assert read(query).vocabularies == lists
    assert read({"@context": "https://ref.gs1.org/x", **harvest()}).vocabularies == []


def test_elements_have_one_spelling_whatever_syntax_they_came_in() -> None:
    (site, step, own) = elements(
        vocabulary("BusinessLocation", element("urn:epc:id:sgln:8938500110.03.0", "urn:epc:id:sgln:8938500110.03.KHO")),
        {
            "type": "epcis:BusinessStep",
            "vocabularyElementList": [
                {"id": "urn:epcglobal:cbv:bizstep:shipping", "attributes": [{"id": "gs1:name", "attribute": 5}, {"id": "ex:no"}]}
            ],
        },
        {"type": "https://ex.vn/vung", "vocabularyElementList": [{"id": "https://ex.vn/v/1"}]},
        {"type": "urn:x:empty"},
    )  # fmt: skip
    assert (site.kind, site.key, site.children) == ("BusinessLocation", SITE, (STORE,))
    assert site.said == "urn:epc:id:sgln:8938500110.03.0"
    assert (step.kind, step.key) == ("BusinessStep", "shipping")
    assert step.attributes == (("https://gs1.org/voc/name", 5), ("https://ex.vn/ns/no", ""))
    assert (own.kind, own.attributes, own.children) == ("https://ex.vn/vung", (), ())


def test_members_of_somebodys_own_namespace_are_kept_and_written_again() -> None:
    own = {
        "ex:area": {"ex:value": 2.5, "unit": "HAR", "ex:plots": [{"ex:n": 1}, 2]},
        "urn:x:note": "Bình Liêu",
        "bare": 1,
    }
    (found,) = elements(vocabulary("BusinessLocation", {"id": "urn:x:a", **own}))
    told = {
        "https://ex.vn/ns/area": {
            "https://ex.vn/ns/value": 2.5, "unit": "HAR", "https://ex.vn/ns/plots": [{"https://ex.vn/ns/n": 1}, 2],
        },
        "urn:x:note": "Bình Liêu",
    }  # fmt: skip
    assert dict(found.own) == told
    (again,) = vocabularies_of([found])
    assert again["vocabularyElementList"] == [{"id": "urn:x:a", **told}]
    assert list(elements_in([again], {})) == [found]


def test_written_again_elements_say_the_same() -> None:
    first = elements(
        vocabulary("BusinessLocation", element(SITE, STORE, city="Hạ Long"), element(STORE, size=5)),
        vocabulary("ReadPoint", element(SITE)),
    )
    again = vocabularies_of(first)
    assert [each["type"][-9:] for each in again] == ["sLocation", "ReadPoint"]
    assert list(elements_in(again, {})) == first
    read({**document(harvest()), "epcisHeader": {"epcisMasterData": {"vocabularyList": again}}})


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("cbvmda:city", CITY), ("city", CITY), ("urn:epcglobal:cbv:mda:city", "urn:epcglobal:cbv:mda:city"),
        ("ex:city", "https://ex.vn/ns/city"), ("urn:x:y", "urn:x:y"), ("gs1:city", "https://gs1.org/voc/city"),
    ],
)  # fmt: skip
def test_names_of_attributes_are_written_out(name: str, full: str) -> None:
    assert written_out(name, NS) == full


def test_attributes_are_the_same_however_their_namespace_ends() -> None:
    ends = ("urn:epcglobal:cbv:mda:city", CITY, "urn:epcglobal:cbv:mda/city", "urn:epcglobal:cbv:mda:#city")
    assert {same_name(name) for name in ends} == {CITY}
    assert same_name("x") == "x"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"HASATTR_bizLocation": ["cbvmda:city"]}, True), ({"HASATTR_bizLocation": ["cbvmda:size", "city"]}, True),
        ({"HASATTR_bizLocation": ["cbvmda:name"]}, False), ({"HASATTR_readPoint": ["cbvmda:city"]}, False),
        ({"HASATTR_ex:noi": ["urn:epcglobal:cbv:mda:city"]}, True),
        ({"EQATTR_bizLocation_cbvmda:city": ["Hạ Long", "Uông Bí"]}, True), ({"EQATTR_bizLocation_city": ["hạ long"]}, False),
        ({"EQATTR_bizLocation_urn:epcglobal:cbv:mda:city": "Hạ Long"}, True), ({"EQATTR_bizLocation_name": "Hạ Long"}, False),
        ({"EQ_ATTR_bizLocation_cbvmda:area": "2.50"}, True), ({"EQATTR_bizLocation_cbvmda:area": 2.5}, True),
        ({"EQATTR_bizLocation_cbvmda:area": 3}, False), ({"EQATTR_bizLocation_postalCode": "1234"}, False),
        ({"EQATTR_bizLocation_postalCode": "01234"}, True), ({"EQATTR_bizLocation_open": True}, True),
        ({"EQATTR_bizLocation_owner": "urn:epc:id:pgln:8938500110.09"}, True), ({"EQATTR_bizLocation_note": "vui"}, True),
        ({"EQATTR_bizLocation_note": "buồn"}, False), ({"EQATTR_bizLocation_none": "x"}, False),
        ({"EQATTR_ex:so_hieu_cbvmda:city": "Hạ Long"}, True), ({"EQATTR_source_city": "Hạ Long"}, False),
    ],
)  # fmt: skip
def test_an_element_answers_what_is_asked_of_it(asked: dict[str, Any], found: bool) -> None:
    place = element(
        SITE, city="Hạ Long", area=2.5, postalCode="01234", open=True, owner="https://id.gs1.org/417/8938500110092",
        note={"#text": "vui", "ex:ai": "B"}, none={"ex:x": {}},
    )  # fmt: skip
    (said,) = elements(vocabulary("BusinessLocation", place))
    ((parameter, value),) = asked.items()
    condition = only(parameter, value)
    assert condition.op == "has"
    assert answers(said, condition) is found
    assert not meets(condition, harvest(), NS)


def test_a_name_parts_where_its_attribute_begins() -> None:
    (condition,) = parse_query({"EQATTR_ex:so_hieu_cbvmda:city": "x"}, namespaces=NS).conditions
    assert isinstance(condition.of, Attribute)
    assert condition.of.field is not None
    assert (condition.of.field.name, condition.of.name) == ("so_hieu", CITY)


@pytest.mark.parametrize("name", ["HASATTR_colour", "EQATTR_colour_city", "EQATTR_bizLocation", "EQATTR_bizLocation_"])
def test_fields_without_master_data_are_no_parameters(name: str) -> None:
    with pytest.raises(EpcisError) as refused:
        parse_query({name: ["x"]})
    assert [problem.code for problem in refused.value.problems] == ["parameter"]


EVENT = {
    **harvest(), "bizStep": "shipping", "bizLocation": {"id": STORE}, "readPoint": {"id": "urn:epc:id:sgln:8938500110.03.0"},
    "epcList": ["urn:epc:id:sgtin:8938500110.002.S1"], "ex:noi": "https://ex.vn/v/1", "ex:so": 5,
    "quantityList": [{"epcClass": "https://ocop.vn/class/A", "quantity": 1}],
    "sourceList": [{"type": "location", "source": SITE}],
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "kind", "name", "found"),
    [
        ("bizLocation", "BusinessLocation", STORE, True), ("bizLocation", "BusinessLocation", SITE, False),
        ("bizLocation", "ReadPoint", STORE, False), ("readPoint", "ReadPoint", SITE, True),
        ("readPoint", "Location", SITE, True), ("readPoint", "https://ex.vn/vung", SITE, True),
        ("bizStep", "BusinessStep", "https://ref.gs1.org/cbv/BizStep-shipping", True), ("disposition", "Disposition", "urn:x:d", False),
        ("source", "SourceDest", SITE, True), ("destination", "SourceDest", SITE, False),
        ("bizTransactionList", "BusinessTransaction", "urn:x:po", True), ("ex:noi", "https://ex.vn/vung", "https://ex.vn/v/1", True),
        ("ex:noi", "https://ex.vn/vung", "https://ex.vn/v/2", False), ("ex:so", "https://ex.vn/vung", "urn:x:5", False),
        ("epc", "EPCClass", "urn:epc:idpat:sgtin:8938500110.002.*", True), ("anyEPC", "EPCClass", KIND, True),
        ("epc", "EPCClass", "https://id.gs1.org/01/08938500110016", False), ("epcClass", "EPCClass", KIND, False),
        ("epcClass", "EPCClass", "https://ocop.vn/class/A", True), ("epcClass", "EPCClass", "https://ocop.vn/class/", False),
        ("epcList", "EPCClass", "urn:epc:id:sgtin:8938500110.002.S1", True), ("quantityList", "EPCClass", "https://ocop.vn/class/A", True),
    ],
)  # fmt: skip
def test_events_are_found_by_the_elements_that_they_name(field: str, kind: str, name: str, found: bool) -> None:
    given_type = kind if ":" in kind else f"urn:epcglobal:epcis:vtype:{kind}"
    said = elements({"type": given_type, "vocabularyElementList": [element(name, city="Hạ Long")]})
    condition = known_by(only(f"EQATTR_{field}_city", "Hạ Long"), said)
    assert meets(condition, EVENT, NS) is found
    assert not meets(known_by(only(f"EQATTR_{field}_city", "Uông Bí"), said), EVENT, NS)


def test_parties_are_found_in_every_role() -> None:
    said = elements(vocabulary("Party", element(SITE, city="Hạ Long")))
    assert known_by(only("HASATTR_source", "city"), said).of == ANY
    assert known_by(only("HASATTR_bizLocation", "city"), said).values == (Pattern((), frozenset()),)


def test_descendants_are_found_at_any_depth_and_circles_end() -> None:
    condition = only("WD_bizLocation", ["urn:x:a"])
    below = {"urn:x:a": ["urn:x:b", "urn:x:c"], "urn:x:c": [STORE, "urn:x:a"]}
    wide = with_descendants(condition, below)
    assert set(wide.values) == {"urn:x:a", "urn:x:b", "urn:x:c", STORE}
    assert not meets(condition, EVENT, NS)
    assert meets(wide, EVENT, NS)
    assert matches(parse_query({"WD_bizLocation": [SITE]}), EVENT)


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.text(max_size=20), st.booleans()))
def test_equal_values_have_one_key(value: Any) -> None:
    assert value_key(value) == value_key(value if isinstance(value, str) else str(value).lower())
    assert value_key([value]) == ""
