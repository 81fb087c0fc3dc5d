"""Entries are captured as events under their producer's party, in the same transaction; corrections declare errors."""

from __future__ import annotations

from typing import Any

import pytest

from ocop.diaries.models import Entry
from ocop.traces.models import Event, Party
from ocop.traces.rules.packing import unpack
from tests.diaries.cast import as_, entry, sync, village
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
