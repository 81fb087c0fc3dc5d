"""Entries are captured as events under their producer's party, in the same transaction; corrections declare errors."""

from __future__ import annotations

from typing import Any

import pytest

from epcis.queries import parse_query
from ocop.diaries.acts import SiteFacts, add_site
from ocop.diaries.acts.telling import tell_master_data
from ocop.diaries.models import Entry, Site
from ocop.diaries.rules.places import Spot
from ocop.diaries.tasks import jobs as tasks
from ocop.places.models import Place
from ocop.producers.models import Producer
from ocop.traces.models import Element, Event, Party
from ocop.traces.queries.answers import page_of
from ocop.traces.rules.packing import unpack
from tests.diaries.cast import Village, as_, entry, sync, village
from tests.stamps.cast import lot

pytestmark = pytest.mark.django_db


def told() -> list[dict[str, Any]]:
    return [unpack(event.body) for event in Event.objects.order_by("position")]


def test_each_entry_is_an_event_of_its_producer_and_once() -> None:
    people = village()
    harvest = entry("harvest", outputs=[{"batch": "MAT-1", "quantity": 120, "unit": "kg"}])
    for _ in range(2):
        sync(as_(people.in_), harvest)
    (event,) = told()
    assert event["eventID"] == f"urn:uuid:{harvest['id']}"
    assert event["quantityList"][0]["epcClass"].endswith(f"/class/so{people.household.pk}.MAT-1")
    assert Event.objects.get().party == Party.objects.get(producer=people.coop.producer)


def test_a_harvest_before_breakfast_belongs_to_its_own_day() -> None:
    people = village()
    early = entry("harvest", at="2026-08-09T05:10:00+07:00", outputs=[{"batch": "MAT-1", "quantity": 2, "unit": "kg"}])
    sync(as_(people.in_), early)
    (event,) = told()
    assert (event["eventTime"], event["eventTimeZoneOffset"]) == ("2026-08-09T05:10:00+07:00", "+07:00")
    assert event["ilmd"]["cbvmda:harvestEndDate"] == "2026-08-09"


def test_a_packing_names_the_lot_as_lots_do() -> None:
    people = village()
    made = lot(people.coop)
    packing = entry(
        "packing", book=people.own_ref, lot=made.pk,
        inputs=[{"batch": "MAT-1", "book": people.household.ref, "quantity": 500, "unit": "kg"}],
        outputs=[{"lot": made.pk, "quantity": 950}],
    )  # fmt: skip
    packing["outputs"][0]["unit"] = "chai"
    assert sync(as_(people.ba), packing)["refused"] == []
    (event,) = told()
    assert event["outputQuantityList"] == [{"epcClass": made.epc, "quantity": 950}]
    assert event["ilmd"]["cbvmda:lotNumber"] == made.code


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_correction_declares_the_error_whichever_comes_first(order: tuple[int, int], withdrawn: bool) -> None:
    people = village()
    wrong = entry("harvest", outputs=[{"batch": "MAT-1", "quantity": 1200, "unit": "kg"}])
    right = entry("correction", corrects=wrong["id"]) if withdrawn else {**entry("harvest"), "corrects": wrong["id"],
        "outputs": [{"batch": "MAT-1", "quantity": 120, "unit": "kg"}]}  # fmt: skip
    for i in order:
        sync(as_(people.in_), (wrong, right)[i])
    declared = [event["errorDeclaration"] for event in told() if "errorDeclaration" in event]
    assert len(declared) == 1
    assert declared[0]["reason"] == ("did_not_occur" if withdrawn else "incorrect_data")
    assert declared[0].get("correctiveEventIDs") == (None if withdrawn else [f"urn:uuid:{right['id']}"])
    assert len([e for e in told() if "errorDeclaration" not in e]) == (1 if withdrawn else 2)


def test_together_in_one_sync_they_are_declared_once() -> None:
    people = village()
    wrong = entry(note="bốn")
    sync(as_(people.in_), entry(note="ba", corrects=wrong["id"]), wrong)
    assert len([e for e in told() if "errorDeclaration" in e]) == 1
    assert Entry.objects.count() == 2


def _asked(producer: Producer, **parameter: str) -> list[str]:
    party = Party.objects.get(producer=producer)
    page = page_of(parse_query(dict(parameter)), [party.pk], size=50)
    return [found.json["eventID"] for found in page.events]


def site_of(people: Village, gln: str = "8938500110030") -> Site:
    province, _ = Place.objects.get_or_create(slug="tinh-mo-phong", kind=Place.Kind.PROVINCE, name="Tỉnh Mô Phỏng")
    place, _ = Place.objects.get_or_create(
        slug="xa-mo-phong", kind=Place.Kind.COMMUNE, name="Xã Mô Phỏng", parent=province
    )
    facts = SiteFacts("Xưởng (mô phỏng)", "workshop", gln=gln, place=place, spot=Spot(21.523456, 107.412345))
    return add_site(people.coop.producer, facts, by=people.ba)


def test_what_entries_name_answers_questions_by_its_attributes() -> None:
    people = village()
    made, site = lot(people.coop), site_of(people)
    packing = entry(
        "packing",
        book=people.own_ref,
        lot=made.pk,
        site=str(site.key),
        outputs=[{"lot": made.pk, "quantity": 5, "unit": "chai"}],
    )
    elsewhere = entry("note", book=people.own_ref)
    assert sync(as_(people.ba), packing, elsewhere)["refused"] == []
    name = [f"urn:uuid:{packing['id']}"]
    producer = people.coop.producer
    for parameter, value in (
        ("EQATTR_bizLocation_cbvmda:city", "Xã Mô Phỏng"), ("EQATTR_readPoint_name", "Xưởng (mô phỏng)"),
        ("EQATTR_outputEPCClass_descriptionShort", made.product.name), ("HASATTR_anyEPCClass", "cbvmda:countryOfOrigin"),
        ("EQATTR_bizLocation_latitude", "21.523"), ("EQATTR_bizLocation_urn:epcglobal:cbv:mda#state", "Tỉnh Mô Phỏng"),
    ):  # fmt: skip
        assert _asked(producer, **{parameter: value}) == name, parameter
    assert _asked(producer, EQATTR_bizLocation_city="Xã Khác") == []
    sync(as_(people.ba), packing)
    assert len({(row.vocabulary, row.key) for row in Element.objects.all()}) == Element.objects.count()


def test_no_household_is_named_and_no_hive_can_be_found_by_what_is_told() -> None:
    people = village()
    site = add_site(
        people.coop.producer, SiteFacts("Nương (mô phỏng)", "field", spot=Spot(21.523456, 107.412345)), by=people.ba,
        book=people.household,
    )  # fmt: skip
    sync(
        as_(people.in_), entry("harvest", site=str(site.key), outputs=[{"batch": "MAT-1", "quantity": 2, "unit": "kg"}])
    )
    words = " ".join(f"{row.said} {row.attributes}" for row in Element.objects.all())
    assert "Hộ Páo" not in words and "21.523456" not in words and "21.523" in words


def test_names_that_changed_and_events_of_before_are_told_at_night() -> None:
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
    producer = people.coop.producer
    assert tasks["diaries.tell_master_data"]() == 1
    before = Element.objects.count()
    assert tasks["diaries.tell_master_data"]() == 1 and Element.objects.count() == before
    made.product.name = "Mật ong bạc hà mới (mô phỏng)"
    made.product.save(update_fields=["name"])
    tell_master_data()
    assert Element.objects.count() == before + 1
    assert len(_asked(producer, EQATTR_outputEPCClass_descriptionShort=made.product.name)) == 1
    Element.objects.all().delete()  # an installation from before there were master data
    assert _asked(producer, HASATTR_bizLocation="name") == []
    tell_master_data()
    assert len(_asked(producer, HASATTR_bizLocation="name")) == 1


def test_a_product_without_a_gtin_is_told_under_the_name_of_its_lot() -> None:
    people = village(None)
    made = lot(people.coop)
    sync(
        as_(people.ba),
        entry("packing", book=people.own_ref, lot=made.pk, outputs=[{"lot": made.pk, "quantity": 5, "unit": "chai"}]),
    )
    kept = Element.objects.get(vocabulary__endswith=":EPCClass")
    assert kept.key == made.epc
    assert len(_asked(people.coop.producer, EQATTR_anyEPCClass_descriptionShort=made.product.name)) == 1
