"""Marks, packing, positions and sameness, without a database."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.traces.rules import marks, packing, positions, rows
from ocop.traces.rules.sameness import same_event

GTIN = "https://id.gs1.org/01/04012345111118"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "spellings"),
    [
        ("epc", [f"{GTIN}/21/987", "urn:epc:id:sgtin:4012345.011111.987", "https://shop.example/x/01/04012345111118/21/987?a=b"]),
        ("epcClass", [f"{GTIN}/10/L1", "urn:epc:class:lgtin:4012345.011111.L1"]),
        ("bizStep", ["shipping", "urn:epcglobal:cbv:bizstep:shipping", "https://ref.gs1.org/cbv/BizStep-shipping", "cbv:BizStep-shipping"]),
        ("set", ["recalled", "https://ref.gs1.org/cbv/Disp-recalled"]),
        ("readPoint", ["https://id.gs1.org/414/4012345000009/254/A", "urn:epc:id:sgln:4012345.00000.A"]),
    ],
)  # fmt: skip
def test_all_spellings_of_a_value_share_one_mark(field: str, spellings: list[str]) -> None:
    assert len({marks.mark(field, spelling) for spelling in spellings}) == 1


def test_the_same_value_in_two_fields_has_two_marks() -> None:
    assert len({marks.mark(field, f"{GTIN}/21/987") for field in marks.FIELDS}) == len(marks.FIELDS)
    assert all(-(2**63) <= marks.mark(field, "x:y") < 2**63 for field in marks.FIELDS)


@given(st.text(string.ascii_letters + string.digits + "!%()*+,-.:;=_'", min_size=1, max_size=20))
def test_a_serial_belongs_to_the_family_of_its_gtin(serial: str) -> None:
    from urllib.parse import quote

    link = marks.canonical_id(f"{GTIN}/21/{quote(serial, safe='')}")
    assert marks.family_of(link) == GTIN
    assert marks.canonical_id(link) == link


@pytest.mark.parametrize("link", [GTIN, "https://id.gs1.org/00/089385001100000016", "https://x.example/class/A.1", ""])
def test_what_is_whole_belongs_to_no_family(link: str) -> None:
    assert marks.family_of(link) == ""


@given(st.dictionaries(st.text(), JSON))
def test_an_event_is_packed_and_unpacked_without_loss(event: dict[str, object]) -> None:
    assert packing.unpack(packing.pack(event)) == event
    assert list(packing.unpack(packing.pack(event))) == list(event)


def test_an_event_of_the_usual_kind_is_packed_into_a_third() -> None:
    event = {
        "type": "ObjectEvent", "eventTime": "2026-11-01T08:12:13.000+07:00", "eventTimeZoneOffset": "+07:00",
        "action": "ADD", "bizStep": "commissioning", "epcList": [f"https://id.gs1.org/01/08938500110016/21/X{n}" for n in range(3)],
    }  # fmt: skip
    assert len(packing.pack(event)) * 3 < len(str(event))


def test_a_text_of_an_unknown_packing_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown dictionary"):
        packing.unpack(b"\x09abc")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2679, 12, 31), timezones=st.just(UTC)))
def test_positions_grow_with_the_months_and_javascript_can_hold_them(moment: datetime) -> None:
    month = positions.month_of(moment)
    assert positions.first_of(month) < positions.first_of(month + 1) <= 2**53
    assert (positions.first_of(month + 1) - 1) >> positions.SHIFT == month
    assert positions.first_day(month) == moment.date().replace(day=1)
    assert positions.partition_of(month) == f"traces_event_{moment:%Y}_{moment:%m}"


def test_a_month_is_that_of_utc() -> None:
    new_year = datetime.fromisoformat("2027-01-01T06:59:59+07:00")
    assert positions.partition_of(positions.month_of(new_year)) == "traces_event_2026_12"
    assert positions.partition_of(positions.month_of(new_year + timedelta(seconds=1))) == "traces_event_2027_01"


def test_events_are_the_same_by_their_meaning_and_not_by_their_spelling() -> None:
    event = {
        "type": "ObjectEvent", "eventTime": "2026-11-01T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE", "epcList": ["urn:epc:id:sgtin:4012345.011111.987"], "eventID": "urn:x:1",
    }  # fmt: skip
    other = {
        **event,
        "eventTime": "2026-11-01T01:00:00.000Z",
        "epcList": [f"{GTIN}/21/987"],
        "recordTime": "2026-11-02T00:00:00Z",
    }
    assert same_event(event, {}, (), other, {})
    assert not same_event(event, {}, (), {**other, "action": "ADD"}, {})


def test_marks_of_an_event_hold_what_it_may_be_asked_for() -> None:
    event = {
        "type": "ObjectEvent", "action": "ADD", "bizStep": "packing", "epcList": [f"{GTIN}/21/1", f"{GTIN}/21/2"],
        "quantityList": [{"epcClass": f"{GTIN}/10/L"}], "ilmd": {"cbvmda:lotNumber": "L"}, "x:note": "a",
        "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"}], "persistentDisposition": {"set": ["recalled"]},
        "sensorElementList": [{"sensorReport": [{"type": "Temperature"}]}],
        "errorDeclaration": {"reason": "did_not_occur", "correctiveEventIDs": ["urn:x:2"]},
    }  # fmt: skip
    found = rows.marks_of(event, {"x": "https://x.example/"})
    assert found == sorted(set(found))
    for field, value in [
        ("bizStep", "packing"), ("epc", f"{GTIN}/21/2"), ("epcClass", f"{GTIN}/10/L"), ("set", "recalled"),
        ("sensor", "Temperature"), ("reason", "did_not_occur"), ("correctiveEventID", "urn:x:2"),
        ("exists", "https://x.example/note"),
    ]:  # fmt: skip
        assert marks.mark(field, value) in found, field
    assert marks.pair_mark("bizTransaction", "urn:epcglobal:cbv:btt:po", "urn:x:po") in found
    assert marks.pattern_mark("epc", GTIN) in found and marks.pattern_mark("epcClass", GTIN) in found
