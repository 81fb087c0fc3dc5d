"""The event hash: published values agree, and the order of writing does not matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epcis import event_hash, parse, prehash, read, to_link, to_urn
from tests.epcis.fixtures import content, name, paths
from tests.epcis.samples import CONTEXT, document, harvest

HASHED = paths("hash/*.jsonld")


@pytest.mark.parametrize("file", HASHED, ids=name)
def test_every_published_hash_is_reproduced(file: Path | None) -> None:
    read_document = parse(content(file))
    assert file
    expected = file.with_suffix(".hashes").read_text().split()
    given_names = (read_document.namespaces, read_document.ignored_fields)
    assert [event_hash(event, *given_names) for event in read_document.objects] == expected


@pytest.mark.parametrize(
    "file", [file for file in HASHED if file is None or file.with_suffix(".prehashes").exists()], ids=name
)
def test_every_published_prehash_is_reproduced(file: Path | None) -> None:
    read_document = parse(content(file))
    assert file
    lines = file.with_suffix(".prehashes")
    given_names = (read_document.namespaces, read_document.ignored_fields)
    assert [prehash(event, *given_names) for event in read_document.objects] == lines.read_text("utf-8").splitlines()


def test_an_event_of_our_own_has_the_line_that_the_standard_prescribes() -> None:
    own = read(document(harvest(**{"ocop:vùng": "Bình Liêu", "ocop:cân": "7.50"})))
    assert prehash(own.objects[0], own.namespaces) == (
        "eventType=ObjectEventeventTime=2026-11-01T01:00:00.000ZeventTimeZoneOffset=+07:00"
        "quantityListquantityElementepcClass=https://id.gs1.org/01/08938500110016/10/NL000quantity=120uom=KGM"
        "quantityElementepcClass=https://id.gs1.org/01/18938500100014/10/NL001quantity=7.5uom=KGM"
        "action=ADDbizStep=https://ref.gs1.org/cbv/BizStep-commissioningdisposition=https://ref.gs1.org/cbv/Disp-active"
        "readPointid=https://id.gs1.org/414/8938500110009/254/NUONG-1"
        "{https://ocop.example.vn/ns/}cân=7.5{https://ocop.example.vn/ns/}vùng=Bình Liêu"
    )


def _hash(event: dict[str, Any]) -> str:
    own = read(document(event))
    return event_hash(own.objects[0], own.namespaces)


@pytest.mark.parametrize(
    "same",
    [
        {"eventTime": "2026-11-01T01:00:00Z"},
        {"eventTime": "2026-11-01T00:59:59.9996Z"},
        {"eventID": "urn:uuid:0f380eb9-dbc2-551a-a14c-24c628c74c09", "recordTime": "2026-11-02T00:00:00Z"},
        {"bizStep": "urn:epcglobal:cbv:bizstep:commissioning", "disposition": "cbv:Disp-active"},
        {"bizStep": "https://ref.gs1.org/cbv/BizStep-commissioning"},
        {"readPoint": {"id": "https://ocop.example.vn/x/414/8938500110009/254/NUONG-1?q=1"}},
        {"readPoint": {"id": "urn:epc:id:sgln:89385001.1000.NUONG-1"}},
        {"errorDeclaration": {"declarationTime": "2026-11-03T00:00:00Z"}},
        {"bizTransactionList": [], "rdfs:comment": "gặt đầu mùa"},
    ],
)
def test_other_spellings_of_the_same_event_share_its_hash(same: dict[str, Any]) -> None:
    assert _hash(harvest(**same)) == _hash(harvest())


@pytest.mark.parametrize(
    "other",
    [
        {"eventTime": "2026-11-01T08:00:00.001+07:00"},
        {"eventTimeZoneOffset": "+08:00"},
        {"bizStep": "shipping"},
        {"epcList": ["urn:epc:id:sgtin:89385001.10001.1"]},
        {"ocop:note": "x"},
        {"ilmd": {"ocop:note": "x"}},
        {"readPoint": {"id": "https://id.gs1.org/414/8938500110009"}},
    ],
)
def test_a_changed_event_changes_its_hash(other: dict[str, Any]) -> None:
    assert _hash(harvest(**other)) != _hash(harvest())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5).map("ocop:{}".format), inner, max_size=4)
    ),
    max_leaves=12,
)


def _shuffled(value: Any, draw: Any) -> Any:
    """The same value with names and, but for the context, list entries in another order."""
    if isinstance(value, dict):
        return {key: _shuffled(value[key], draw) for key in draw(st.permutations(list(value)))}
    if isinstance(value, list):
        return [_shuffled(entry, draw) for entry in draw(st.permutations(value))]
    return value


@settings(max_examples=50)
@given(st.data(), values, values)
def test_the_order_of_names_and_lists_does_not_change_the_hash(data: st.DataObject, note: Any, master: Any) -> None:
    event = harvest(
        **{"ocop:note": note, "ilmd": {"ocop:master": master}},
        epcList=["urn:epc:id:sgtin:89385001.10001.1", "https://id.gs1.org/01/08938500110016/21/2"],
        sourceList=[{"type": "location", "source": "urn:x:1"}, {"type": "owning_party", "source": "urn:x:2"}],
        sensorElementList=[
            {
                "sensorReport": [{"type": "Temperature", "value": 4, "uom": "CEL"}, {"type": "Mass", "value": 1.5}],
                "ocop:sensor": note,
            }
        ],
    )
    assert _hash(_shuffled(event, data.draw)) == _hash(event)


def test_the_prefix_of_a_namespace_does_not_matter() -> None:
    one = document(harvest(**{"ocop:note": {"ocop:x": "1"}}))
    two = json.loads(json.dumps(one).replace('"ocop', '"qn'))
    assert two["@context"] != CONTEXT
    first, second = read(one), read(two)
    assert event_hash(first.objects[0], first.namespaces) == event_hash(second.objects[0], second.namespaces)


def test_several_certificates_are_told_in_the_order_of_their_names() -> None:
    own = read(document(harvest(certificationInfo=["https://b.example/", "https://a.example/"])))
    assert "certificationInfo=https://a.example/certificationInfo=https://b.example/" in prehash(own.objects[0])


_digits = st.text("0123456789", min_size=7, max_size=7)


@given(
    st.integers(6, 12),
    _digits,
    _digits,
    st.text("AZaz09._-", min_size=1, max_size=20),
    st.sampled_from(["a.example", "id.gs1.org"]),
)
def test_an_urn_and_any_digital_link_of_the_same_thing_share_the_hash(
    prefix: int, one: str, two: str, serial: str, host: str
) -> None:
    number = (one + two)[:13]
    urn = f"urn:epc:id:sgtin:{number[:prefix]}.{number[prefix:]}.{serial}"
    link = to_link(urn, f"https://{host}/x")
    assert _hash(harvest(epcList=[urn])) == _hash(harvest(epcList=[link + "?linkType=all"]))
    assert to_urn(to_link(urn), prefix) == urn
