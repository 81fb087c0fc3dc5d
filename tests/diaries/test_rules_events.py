"""Every entry is a sound event: whatever is missing, nothing is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import epcis
from ocop.diaries.rules import KINDS, declaration_of, document_of, event_of, stranger_uri
from ocop.diaries.rules.events import Moved, Noted

ORIGIN = "https://ocop.example"
AT = datetime(2026, 8, 9, 7, 30, tzinfo=timezone(timedelta(hours=7)))
LOT = "https://id.gs1.org/01/08938500123450/10/L1"
BATCH = f"{ORIGIN}/class/so7.MAT-1"
OWN = f"{ORIGIN}/chu-the/htx/"


def noted(kind: str, **told: object) -> Noted:
    usual = {"id": uuid4(), "at": AT, "offset": "+07:00", "own": OWN}
    return Noted(kind=kind, **{**usual, **told})  # type: ignore[arg-type]


_things = st.lists(
    st.builds(
        Moved,
        epc=st.sampled_from(["", LOT, BATCH]),
        name=st.text(max_size=20).filter(lambda t: t.isprintable()),
        quantity=st.none() | st.decimals(min_value=0, max_value=10**9, places=3),
        unit=st.sampled_from(["", "kg", "yến", "tạ", "chai 500 ml", "gùi", "lít"]),
    ),
    max_size=4,
)


@given(
    kind=st.sampled_from([k.key for k in KINDS if k.key != "correction"]), inputs=_things, outputs=_things,
    site=st.sampled_from(["", f"{ORIGIN}/loc/{uuid4()}", "https://id.gs1.org/414/8938500123450"]),
    area=st.sampled_from(["", f"{ORIGIN}/obj/vung.{uuid4()}"]), lot=st.sampled_from(["", LOT]),
    spot=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    details=st.fixed_dictionaries(
        {}, optional={"temperature": st.floats(-60, 200), "humidity": st.floats(0, 100),
                      "result": st.sampled_from(["pass", "fail", "pending"]), "work": st.just("bón phân")},
    ),
    partner=st.sampled_from(["", stranger_uri(ORIGIN, 3, "Đại lý Hoa")]),
)  # fmt: skip
def test_whatever_is_noted_is_a_sound_event(**told: object) -> None:
    event = event_of(noted(**told))  # type: ignore[arg-type]
    declared = declaration_of(event, AT, [uuid4()])
    document = epcis.read(document_of([event, declared], ORIGIN, datetime.now(tz=UTC)))
    assert [e.event_id for e in document.events] == [event["eventID"]] * 2


def test_a_harvest_makes_a_batch_of_so_many_kilograms() -> None:
    event = event_of(
        noted("harvest", outputs=[Moved(BATCH, "mật thô", Decimal("120.5"), "kg")], area_code="VN-QNOR-0269")
    )
    assert (event["type"], event["action"], event["bizStep"]) == ("ObjectEvent", "ADD", "creating_class_instance")
    assert event["quantityList"] == [{"epcClass": BATCH, "quantity": 120.5, "uom": "KGM"}]
    assert event["ilmd"]["cbvmda:harvestEndDate"] == "2026-08-09"
    assert event["ocop:plantingArea"] == "VN-QNOR-0269"


def test_packing_turns_batches_into_a_lot_with_its_number_and_last_day() -> None:
    packing = noted(
        "packing", inputs=[Moved(BATCH, "", Decimal(50), "yến")], lot=LOT, lot_code="L1", details={"best_before": "2028-08-15"},
        outputs=[Moved(LOT, "", Decimal(950), "chai 500 ml")],
    )  # fmt: skip
    event = event_of(packing)
    assert event["inputQuantityList"] == [{"epcClass": BATCH, "quantity": 500, "uom": "KGM"}]
    assert event["outputQuantityList"] == [{"epcClass": LOT, "quantity": 950}]
    assert event["ilmd"] == {"cbvmda:lotNumber": "L1", "cbvmda:bestBeforeDate": "2028-08-15"}


def test_half_a_transformation_says_so_by_its_id() -> None:
    event = event_of(noted("processing", outputs=[Moved(BATCH)]))
    assert event["transformationID"] == event["eventID"]
    assert "inputQuantityList" not in event


@pytest.mark.parametrize(("kind", "gave"), [("dispatch", True), ("receipt", False), ("input", False)])
def test_who_gave_and_who_took(kind: str, gave: bool) -> None:
    other = stranger_uri(ORIGIN, 3, "Đại lý Hoa")
    event = event_of(noted(kind, inputs=[Moved(LOT)], partner=other))
    sides = event["sourceList"][0]["source"], event["destinationList"][0]["destination"]
    assert sides == ((OWN, other) if gave else (other, OWN))
    assert "Hoa" not in str(event)


def test_a_failed_test_and_its_paper_are_told() -> None:
    event = event_of(noted("lab", lot=LOT, papers=[f"{ORIGIN}/tep/1/"], details={"result": "fail"}))
    assert (event["bizStep"], event["disposition"]) == ("inspecting", "non_conformant")
    assert event["certificationInfo"] == [f"{ORIGIN}/tep/1/"]
    assert event["quantityList"] == [{"epcClass": LOT}]


def test_a_cold_store_tells_its_temperature_and_a_hive_is_not_found_by_its_event() -> None:
    event = event_of(noted("storage", lot=LOT, details={"temperature": 4.0}, spot=(21.523456, 107.412345)))
    assert event["sensorElementList"][0]["sensorReport"] == [{"type": "Temperature", "value": 4.0, "uom": "CEL"}]
    assert event["readPoint"] == {"id": "geo:21.523,107.412"}


def test_a_unit_that_nobody_else_knows_is_not_passed_off_as_a_count() -> None:
    event = event_of(
        noted("harvest", outputs=[Moved(BATCH, "", Decimal(3), "gùi"), Moved("", "sáp", Decimal(2), "kg")])
    )
    assert event["quantityList"] == [{"epcClass": BATCH}]
    assert event["ocop:named"] == ["sáp 2 kg"]
