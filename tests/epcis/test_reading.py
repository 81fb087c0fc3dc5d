"""Hostile input: a clear error in bounded time, and never any other exception."""

from __future__ import annotations

import json
from contextlib import suppress
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcis import EpcisError, event_hash, parse, read
from epcis.memory import ENTRIES, Remembered
from epcis.reading import load_json
from tests.epcis.samples import document, harvest


def _code(raw: bytes | str, **limits: int) -> str:
    with pytest.raises(EpcisError) as refused:
        parse(raw, **limits)
    return refused.value.problems[0].code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"[" * 10_000, "depth"),
        (b"[" * 10_000 + b"]" * 10_000, "depth"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "depth"),
        (b'["]",' * 5_000 + b"1" + b"]" * 5_000, "depth"),
        (b"NaN", "json"),
        (b'{"quantity": Infinity}', "json"),
        (b'{"quantity": 1e999}', "json"),
        (b'"\\ud800"', "json"),
        ('{"a": "\ud800"}', "encoding"),
        (b'{"a": "\xff"}', "json"),
        (b"", "json"),
        (b'{"type": 1, "type": 2}', "duplicate"),
        (b'{"a": {"b:c": 1, "b\\u003ac": 2}}', "duplicate"),
        (b'{"a": ":", "\\u0061": "\\u003a"}', "duplicate"),
        (b"null", "type"),
        (b"[]", "type"),
        (b'{"type": []}', "type"),
    ],
)
def test_what_is_no_honest_json_document_is_refused_by_name(raw: bytes | str, code: str) -> None:
    assert _code(raw) == code


@pytest.mark.parametrize("number", [10**400, -(10**400), float("inf"), float("nan")])
def test_a_number_beyond_reckoning_is_refused(number: float) -> None:
    with pytest.raises(EpcisError) as refused:
        read(document(harvest(quantityList=[{"epcClass": "urn:x:1", "quantity": number}])))
    assert [problem.code for problem in refused.value.problems] == ["range"]


def test_a_document_over_the_limit_is_not_even_parsed() -> None:
    assert _code(b'{"type": "EPCISDocument"}', max_bytes=10) == "too_large"


def test_a_byte_order_mark_and_colons_in_texts_are_no_fault() -> None:
    raw = json.dumps(document(harvest(**{"ocop:a": 'x:"y":{[: \\', "ocop:b": "\u003a"}))).encode()
    assert parse(b"\xef\xbb\xbf" + raw).events


def test_a_flood_of_faults_is_answered_with_a_thousand_reasons_quickly() -> None:
    flood = document(*[{"type": "ObjectEvent", "x": {}} for _ in range(20_000)])
    began = process_time()
    with pytest.raises(EpcisError) as refused:
        read(flood)
    assert len(refused.value.problems) == 1000
    assert process_time() - began < 5


def test_a_hundred_thousand_identifiers_in_one_event_are_read_in_bounded_time() -> None:
    many = [f"https://id.gs1.org/01/08938500110016/21/A{n}" for n in range(99_998)]
    began = process_time()
    assert len(read(document(harvest(epcList=many))).objects[0]["epcList"]) == 99_998
    assert process_time() - began < 10


@pytest.mark.parametrize("letter", ["a", "%", "%2", ".", "/", "0"])
def test_long_identifiers_do_not_stall_the_checks(letter: str) -> None:
    began = process_time()
    for stem in ("urn:epc:id:sgtin:", "urn:epc:id:cpi:123456.", "https://id.gs1.org/01/", "https://id.gs1.org/8010/"):
        with suppress(EpcisError):
            own = read(document(harvest(epcList=[stem + letter * 20_000])))
            event_hash(own.objects[0])
    assert process_time() - began < 2


leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
anything = st.recursive(  # any JSON value
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
RICH = document(
    harvest(
        ilmd={"ocop:a": "b"},
        epcList=["urn:epc:id:sgtin:89385001.10001.1"],
        persistentDisposition={"set": ["available"]},
        bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:1"}],
        sourceList=[{"type": "location", "source": "urn:x:1"}],
        errorDeclaration={"declarationTime": "2026-11-01T09:00:00Z", "correctiveEventIDs": ["urn:x:1"]},
        sensorElementList=[
            {"sensorMetadata": {"time": "2026-11-01T09:00:00Z"}, "sensorReport": [{"type": "Mass", "value": 1}]}
        ],
    )
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in pairs:
        found += _places(entry, (*path, key))
    return found


@given(st.sampled_from(_places(RICH)[1:]), anything | st.just(...), st.text(max_size=6))
def test_a_mutated_document_is_accepted_whole_or_refused_never_half(
    place: tuple[Any, ...], value: Any, name: str
) -> None:
    mutant = json.loads(json.dumps(RICH))
    holder = mutant
    for key in place[:-1]:
        holder = holder[key]
    if value is ...:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    if isinstance(holder, dict):
        holder.setdefault(name, value if value is not ... else 1)
    with suppress(EpcisError):
        own = read(mutant)
        assert len(own.events) == len(own.objects)
        for event in own.objects:
            event_hash(event, own.namespaces, own.ignored_fields)


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_no_bytes_bring_the_reader_down(raw: bytes | str) -> None:
    with suppress(EpcisError):
        load_json(raw)
    with suppress(EpcisError):
        parse(raw)


@given(st.dictionaries(st.text(max_size=6), anything, max_size=3))
def test_what_python_reads_without_doubles_is_read_the_same(value: dict[str, Any]) -> None:
    raw = json.dumps(value)
    with suppress(EpcisError):  # a lone surrogate, which Python writes and JSON forbids
        assert load_json(raw) == json.loads(raw)


def test_the_reader_of_plain_json_has_its_own_limit_and_keeps_honest_doubts() -> None:
    with pytest.raises(EpcisError) as refused:
        load_json(b"[1]", max_bytes=2)
    assert refused.value.problems[0].code == "too_large"
    assert load_json(b'{"a\\u003ab": 1, "c": 2}') == {"a:b": 1, "c": 2}


def test_brackets_without_end_that_go_nowhere_deep_are_no_json() -> None:
    assert _code(b"[" + b"[]," * 400) == "json"
    assert _code(b'["' + b'","'.join([b"[]]"] * 400) + b'",]') == "json"


def test_what_is_remembered_can_be_forgotten() -> None:
    remembered = Remembered(str.upper)
    assert remembered("a") == "A" and len(remembered) == 1
    assert remembered("a" * 300) == "A" * 300 and len(remembered) == 1
    for n in range(ENTRIES + 1):
        assert remembered(f"n{n}") == f"N{n}" and len(remembered) <= ENTRIES
    remembered.forget()
    assert len(remembered) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"epcList": [1, "urn:x:1", "urn:x:1"]}, ["uri", "repeated"]),
        ({"epcList": [1, {}]}, ["type", "type"]),
        ({"epcList": 7}, ["type"]),
        ({"sensorElementList": [{"sensorReport": []}]}, ["empty"]),
        ({"type": "ocop:Own", "epcList": 1, "@context": 7}, ["context"]),
        ({"sensorElementList": [{"sensorReport": [{"type": "Mass", "stringValue": 7}]}]}, ["type"]),
        ({"type": 7}, ["required"]),
    ],
)
def test_lists_of_anything_are_looked_through(changes: dict[str, Any], code: list[str]) -> None:
    with pytest.raises(EpcisError) as refused:
        read(document(harvest(**changes)))
    assert len(refused.value.problems) == len(code)
