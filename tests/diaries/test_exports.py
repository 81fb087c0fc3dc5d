"""A lot's document for others: sound by the official schemas, with the master data of what its events name."""

from __future__ import annotations

import json

import jsonschema
import pytest

import epcis
from epcis.masterdata import elements_in
from epcis.queries import parse_query
from ocop.diaries.exports import document_for, epcis_json, epcis_xml
from ocop.diaries.queries import story_of
from ocop.traces.acts import capture, register_party
from ocop.traces.exports import own_events, own_events_xml
from ocop.traces.models import Party
from ocop.traces.queries.answers import page_of
from tests.diaries.cast import as_, entry, sync, village
from tests.diaries.test_acts_telling import site_of
from tests.epcis.test_xmlwriting import assert_valid
from tests.stamps.cast import lot
from tests.traces.asking import FIXTURES

pytestmark = pytest.mark.django_db
_SCHEMA = FIXTURES / "schema" / "EPCIS-JSON-Schema.json"


@pytest.mark.skipif(not _SCHEMA.exists(), reason="the official schemas stand in ../shared, which is absent here")
def test_a_lot_leaves_with_its_places_makers_and_goods_valid_by_the_official_schemas() -> None:
    people = village()
    made, site = lot(people.coop), site_of(people)
    sync(as_(people.ba), entry("packing", book=people.own_ref, lot=made.pk, site=str(site.key),
                               outputs=[{"lot": made.pk, "quantity": 5, "unit": "chai"}]))  # fmt: skip
    written = epcis_json(story_of(made))
    schema = json.loads(_SCHEMA.read_text("utf-8-sig"))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(json.loads(written))
    told = epcis.parse(written)
    kinds = {element.kind for element in elements_in(told.vocabularies, told.namespaces)}
    assert kinds == {"ReadPoint", "BusinessLocation", "SourceDest", "EPCClass"}
    raw = epcis_xml(story_of(made))
    assert_valid(raw)
    again = epcis.parse_xml(raw)
    assert set(elements_in(again.vocabularies, again.namespaces)) == set(
        elements_in(told.vocabularies, told.namespaces)
    )


def test_whoever_captures_the_document_can_ask_by_what_it_says() -> None:
    people = village()
    made, site = lot(people.coop), site_of(people)
    packing = entry(
        "packing",
        book=people.own_ref,
        lot=made.pk,
        site=str(site.key),
        outputs=[{"lot": made.pk, "quantity": 5, "unit": "chai"}],
    )
    sync(as_(people.ba), packing)
    buyer = register_party(name="Bên mua (mô phỏng)", kind=Party.Kind.PARTNER, by=None, simulated=True)
    capture(epcis.read(document_for(story_of(made))), party=buyer, by=None)
    query = parse_query({"EQATTR_bizLocation_name": site.name})
    assert len(page_of(query, [buyer.pk], size=9).events) == 1


def test_what_a_party_takes_away_brings_its_master_data_along() -> None:
    people = village()
    made, site = lot(people.coop), site_of(people)
    sync(as_(people.ba), entry("packing", book=people.own_ref, lot=made.pk, site=str(site.key),
                               outputs=[{"lot": made.pk, "quantity": 5, "unit": "chai"}]))  # fmt: skip
    party = Party.objects.get(producer=people.coop.producer)
    document = epcis.read(own_events(party))
    assert {element.said for element in elements_in(document.vocabularies, {})} >= {site.uri}
    raw = own_events_xml(party)
    assert_valid(raw)
    assert len(epcis.parse_xml(raw).vocabularies) == len(document.vocabularies)
