"""Master data: said in documents, kept with its history, seen as events are, and asked by its attributes."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection

import epcis
from epcis.masterdata import elements_in
from epcis.queries import parse_query
from ocop.journal.rules import Refused
from ocop.traces.acts import capture, grant_view
from ocop.traces.exports import own_events_json
from ocop.traces.models import Element, Party
from ocop.traces.queries import masterdata
from ocop.traces.queries.answers import page_of
from ocop.traces.queries.masterdata import TooComplex, elements_of
from tests.traces.asking import Asker, document, event, events_in, in_address, next_of, party

YARD, STORE, FIELD = (f"https://id.gs1.org/414/89385001100{n}" for n in ("30", "47", "54"))
HONEY = "https://id.gs1.org/01/08938500110023"
PLACES = "urn:epcglobal:epcis:vtype:BusinessLocation"
CLASSES = "urn:epcglobal:epcis:vtype:EPCClass"


def element(name: str, /, *children: str, **attributes: Any) -> dict[str, Any]:
    told = [{"id": f"cbvmda:{key}", "attribute": value} for key, value in attributes.items()]
    return {"id": name, "attributes": told, **({"children": list(children)} if children else {})}


def saying(*elements: dict[str, Any], events: tuple[dict[str, Any], ...] = (), kind: str = PLACES) -> dict[str, Any]:
    lists = [{"type": kind, "vocabularyElementList": list(elements)}]
    return {**document(*events), "epcisHeader": {"epcisMasterData": {"vocabularyList": lists}}}


def say(party: Party, *elements: dict[str, Any], kind: str = PLACES) -> None:
    capture(epcis.read(saying(*elements, kind=kind)), party=party, by=None)


def at(number: int, place: str, **more: Any) -> dict[str, Any]:
    return event(number, bizLocation={"id": place}, readPoint={"id": place}, **more)


@pytest.fixture
def asker(db: None) -> Asker:
    return Asker(party())


def found(asker: Asker, **query: Any) -> str:
    return "".join(sorted(name[-1] for name in asker.ask(query)))


def test_a_document_without_events_says_its_master_data(asker: Asker) -> None:
    response = asker.send("POST", "/capture", saying(element("urn:epc:id:sgln:8938500110.03.0", city="Hạ Long")))
    assert response.status_code == 202
    (kept,) = Element.objects.all()
    assert (kept.party, kept.vocabulary, kept.key) == (asker.party, PLACES, YARD)
    assert kept.said == "urn:epc:id:sgln:8938500110.03.0"
    assert kept.created == "2026-11-22T00:00:00Z"


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_master_data_in_an_xml_header_are_kept_alike(asker: Asker, version: Any) -> None:
    raw = epcis.to_xml(epcis.read(saying(element(YARD, STORE, city="Hạ Long"), events=(at(1, YARD),))), version)
    headers = {**asker.headers}
    asker.client.post("/epcis/v2/capture", raw, "application/xml", headers=headers)
    assert found(asker, EQATTR_bizLocation_city="Hạ Long") == "1"
    (kept,) = elements_of(asker.party)
    assert kept.children == (STORE,)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_members_of_somebodys_own_namespace_come_back_as_they_went_in(asker: Asker, form: str) -> None:
    told = saying({**element(YARD, city="Hạ Long"), "ex:area": {"ex:value": "2.5"}, "ex:note": "Bình Liêu"})
    source = epcis.read({**told, "@context": [told["@context"], {"ex": "https://ex.vn/ns/"}]})
    for _ in range(2):
        capture(source if form == "json" else epcis.parse_xml(epcis.to_xml(source)), party=asker.party, by=None)
    assert Element.objects.count() == 1
    for body in (own_events_json(asker.party), epcis.to_xml(epcis.parse(own_events_json(asker.party)))):
        again = epcis.parse(body) if body.startswith(b"{") else epcis.parse_xml(body)
        (found,) = elements_in(again.vocabularies, again.namespaces)
        assert found.own == (
            ("https://ex.vn/ns/area", {"https://ex.vn/ns/value": "2.5"}),
            ("https://ex.vn/ns/note", "Bình Liêu"),
        )


def test_events_are_asked_by_attributes_of_what_they_name(asker: Asker) -> None:
    asker.capture(at(1, YARD), at(2, "urn:epc:id:sgln:8938500110.04.0"), at(3, FIELD), event(4, bizStep="shipping"))
    say(asker.party, element(YARD, city="Hạ Long", area=2), element(STORE, city="Uông Bí"))
    say(asker.party, element(HONEY, brand="Ba Chẽ"), kind=CLASSES)
    say(
        asker.party,
        element("urn:epcglobal:cbv:bizstep:shipping", name="Gửi"),
        kind=PLACES.replace("BusinessLocation", "BusinessStep"),
    )
    assert found(asker, HASATTR_bizLocation="cbvmda:city") == "12"
    assert found(asker, HASATTR_bizLocation="cbvmda:area|cbvmda:none") == "1"
    assert found(asker, **{"EQATTR_bizLocation_cbvmda:city": "Hạ Long|Cẩm Phả"}) == "1"
    assert found(asker, EQ_ATTR_bizLocation_area="2.0") == "1"
    assert found(asker, HASATTR_readPoint="cbvmda:city") == ""
    assert found(asker, EQATTR_epc_brand="Ba Chẽ") == "1234"
    assert found(asker, EQATTR_anyEPC_brand="Ba Chẽ", EQATTR_bizLocation_city="Uông Bí") == "2"
    assert found(asker, EQATTR_bizStep_name="Gửi") == "4"


def test_extensions_and_parties_may_name_elements_too(asker: Asker) -> None:
    asker.capture(
        event(1, **{"ex:vung": "https://ex.vn/v/1"}), event(2, **{"ex:vung": "https://ex.vn/v/2"}),
        event(3, sourceList=[{"type": "location", "source": YARD}]),
        context=["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "https://ex.vn/ns/"}],
    )  # fmt: skip
    say(asker.party, element("https://ex.vn/v/1", name="Vùng ba kích"), kind="https://ex.vn/vung")
    say(asker.party, element(YARD, name="Xưởng"), kind="urn:epcglobal:epcis:vtype:SourceDest")
    asked = in_address({"EQATTR_ex:vung_name": "Vùng ba kích"})
    response = asker.get(f"/events?{asked}", GS1_Extensions="ex=https://ex.vn/ns/")
    assert [each["eventID"][-1] for each in events_in(response)] == ["1"]
    assert found(asker, EQATTR_source_name="Xưởng") == "3"
    assert found(asker, EQATTR_destination_name="Xưởng") == ""


def test_what_a_party_said_last_holds_and_nothing_is_lost(asker: Asker) -> None:
    asker.capture(at(1, YARD))
    for city in ("Hạ Long", "Uông Bí", "Uông Bí"):
        say(asker.party, element(YARD, city=city))
    assert found(asker, EQATTR_bizLocation_city="Hạ Long") == ""
    assert found(asker, EQATTR_bizLocation_city="Uông Bí") == "1"
    assert [row.attributes[0][1] for row in Element.objects.all()] == ["Hạ Long", "Uông Bí"]
    say(asker.party, element(YARD))
    assert found(asker, HASATTR_bizLocation="city") == ""
    assert Element.objects.count() == 3


def test_two_vocabularies_may_name_the_same_place(asker: Asker) -> None:
    asker.capture(at(1, YARD))
    say(asker.party, element(YARD, city="Hạ Long"))
    say(asker.party, element(YARD, name="Cửa"), kind=PLACES.replace("BusinessLocation", "ReadPoint"))
    assert found(asker, HASATTR_bizLocation="city") == found(asker, HASATTR_readPoint="name") == "1"
    assert found(asker, HASATTR_bizLocation="name") == found(asker, HASATTR_readPoint="city") == ""


def test_others_master_data_count_only_where_their_events_are_seen(asker: Asker) -> None:
    other = party("Kho mô phỏng")
    asker.capture(at(1, YARD))
    say(other, element(YARD, STORE, city="Hạ Long"))
    asker.capture(at(2, STORE))
    assert found(asker, HASATTR_bizLocation="city") == found(Asker(other), HASATTR_bizLocation="city") == ""
    assert found(asker, WD_bizLocation=YARD) == "1"
    grant_view(other, to=asker.party, by=None)
    assert found(asker, HASATTR_bizLocation="city") == "1"
    assert found(asker, WD_bizLocation=YARD) == "12"
    office = Asker(party("Sở mô phỏng", Party.Kind.AUTHORITY))
    assert found(office, HASATTR_bizLocation="city") == "1"


def test_descendants_are_found_through_children_at_any_depth(asker: Asker) -> None:
    asker.capture(at(1, YARD), at(2, STORE), at(3, f"{FIELD}/254/A"), event(4))
    say(asker.party, element(YARD, STORE))
    say(asker.party, element(STORE, FIELD, YARD))
    assert found(asker, WD_bizLocation="urn:epc:id:sgln:8938500110.03.0") == "123"
    assert found(asker, WD_bizLocation=STORE) == "123"
    assert found(asker, WD_readPoint=YARD) == "1"
    say(asker.party, element(YARD))
    assert found(asker, WD_bizLocation=YARD) == "1"


def test_a_refused_document_says_nothing_and_one_that_proceeds_does(asker: Asker) -> None:
    asker.capture(event(1))
    twisted = event(1, bizStep="shipping")
    body = saying(element(YARD, city="Hạ Long"), events=(twisted,))
    asker.send("POST", "/capture", body)
    assert not Element.objects.exists()
    asker.send("POST", "/capture", body, GS1_Capture_Error_Behaviour="proceed")
    assert Element.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_said_meanwhile_changes_no_answer_half_way() -> None:
    asker = Asker(party())
    try:
        asker.capture(*(at(n, YARD) for n in range(4)), *(at(n, STORE) for n in range(4, 8)))
        say(asker.party, element(YARD, city="Hạ Long"))
        first = asker.get(f"/events?{in_address({'HASATTR_bizLocation': 'city', 'perPage': '3'})}")
        say(asker.party, element(YARD), element(STORE, city="Hạ Long"))
        names = [each["eventID"][-1] for each in [*events_in(first), *asker.events(next_of(first))]]
        assert names == ["0", "1", "2", "3"]
        assert found(asker, HASATTR_bizLocation="city") == "4567"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE traces_event, traces_identity, traces_element, pgqueuer")


def test_a_named_query_and_its_subscription_may_ask_by_attributes(asker: Asker) -> None:
    asker.capture(at(1, YARD), at(2, STORE))
    say(asker.party, element(YARD, city="Hạ Long"))
    body = {"name": "ha-long", "query": {"EQATTR_bizLocation_cbvmda:city": ["Hạ Long"]}}
    assert asker.send("POST", "/queries", body).status_code == 201
    assert found(asker) == "12"
    assert [name[-1] for name in asker.ask({}, "/queries/ha-long/events")] == ["1"]


def test_conditions_that_mean_too_many_elements_are_too_complex(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    say(asker.party, *(element(f"https://ex.vn/loc/{n}", city="Hạ Long") for n in range(4)))
    monkeypatch.setattr(masterdata, "MOST", 3)
    response = asker.get("/events?HASATTR_bizLocation=city")
    assert response.status_code == 413
    assert orjson.loads(response.content)["type"] == "epcisException:QueryTooComplexException"
    with pytest.raises(TooComplex):
        page_of(parse_query({"HASATTR_bizLocation": ["city"]}), None, size=1)


def test_control_characters_of_no_script_are_refused(asker: Asker) -> None:
    with pytest.raises(Refused):
        say(asker.party, element(YARD, city="Hạ\0Long"))
    assert not Element.objects.exists()


def test_odd_values_are_kept_and_found(asker: Asker) -> None:
    asker.capture(at(1, YARD))
    long = "rất dài " * 5_000
    odd = {"#text": "vui", "cbvmda:x": [1, {"cbvmda:y": None}]}
    say(asker.party, element(YARD, note=odd, big=1e300, text=long, small=1e-300))
    assert found(asker, EQATTR_bizLocation_note="vui") == "1"
    assert found(asker, EQATTR_bizLocation_big="1e300") == "1"
    say(asker.party, element(YARD, note=odd, big=1e300, text=long, small=1e-300))
    assert Element.objects.count() == 1
