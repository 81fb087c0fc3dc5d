"""Limits: what is too much is refused by name, quickly, and in bounded memory."""

from __future__ import annotations

import json
import tracemalloc
from time import process_time
from typing import Any

import pytest

from epcis import EpcisError, Limits, parse, parse_xml, read, to_xml
from tests.epcis.samples import document, harvest


def _codes(raw: bytes, limits: Limits | None = None) -> list[str]:
    reader = parse_xml if raw.lstrip().startswith(b"<") else parse
    with pytest.raises(EpcisError) as refused:
        reader(raw, limits=limits or Limits())
    return [problem.code for problem in refused.value.problems]


def _quickly(raw: bytes, megabytes: int) -> list[str]:
    """The codes, given within a few seconds of this process and so much further memory."""
    tracemalloc.start()
    began = process_time()
    try:
        codes = _codes(raw)
        took, peak = process_time() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < 12 and peak < megabytes * 1024 * 1024, (took, peak)
    return codes


def _raw(**changes: Any) -> bytes:
    return json.dumps(document(harvest(**changes))).encode()


def _in_xml(epcs: str) -> bytes:
    return to_xml([harvest(epcList=["urn:x:1"])]).replace(b"<epc>urn:x:1</epc>", epcs.encode())


def test_ten_thousand_levels_are_refused() -> None:
    assert _quickly(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 8) == ["depth"]
    assert _quickly(b"[" * 10_000, 8) == ["depth"]
    assert _quickly(b"<a>" * 10_000, 8) == ["depth"]


def test_fifty_megabytes_are_refused_unread() -> None:
    assert _quickly(b'{"type":"' + b"a" * 50_000_000 + b'"}', 1) == ["too_large"]
    assert _quickly(b"<a>" + b" " * 50_000_000 + b"</a>", 1) == ["too_large"]


def test_a_million_identifiers_in_one_event_are_refused() -> None:
    many = _raw(epcList=["urn:x:1"]).replace(b'"urn:x:1"', b",".join([b'"u:1"'] * 1_000_000))
    assert _quickly(many, 150) == ["too_many"]
    assert _quickly(_in_xml("<epc>u:1</epc>" * 1_000_000), 100) == ["too_many"]
    assert _codes(_in_xml("<epc>u:1</epc>" * 200), Limits(epcs=201)) == ["too_many"]


def test_identifiers_and_quantities_of_one_event_count_together() -> None:
    event = harvest(epcList=["urn:x:1", "urn:x:2"])
    assert read(document(event), limits=Limits(epcs=4)).events
    with pytest.raises(EpcisError, match="4 objects and quantities; at most 3"):
        read(document(event), limits=Limits(epcs=3))


@pytest.mark.parametrize("kind", ["EPCISDocument", "EPCISQueryDocument", "ObjectEvent"])
def test_events_are_counted_in_every_kind_of_document(kind: str) -> None:
    source: dict[str, Any] = {**document(harvest(), harvest()), "type": kind}
    if kind == "EPCISQueryDocument":
        listed = source.pop("epcisBody")
        source["epcisBody"] = {"queryResults": {"queryName": "q", "resultsBody": listed}}
    limits = Limits(events=1)
    if kind == "ObjectEvent":
        source, limits = {**harvest(), "@context": []}, Limits(epcs=1)
    with pytest.raises(EpcisError) as refused:
        read(source, limits=limits)
    assert [problem.code for problem in refused.value.problems] == ["too_many"]


@pytest.mark.parametrize("body", [None, 7, {"eventList": 7}, {"eventList": [7]}])
def test_a_body_that_is_none_is_left_to_the_grammar(body: Any) -> None:
    with pytest.raises(EpcisError) as refused:
        read({**document(), "epcisBody": body})
    assert [problem.code for problem in refused.value.problems] == ["type"]


LONG = Limits(text=100)


@pytest.mark.parametrize("letter", ["a", "ế", '"', "\\", "\n"])
def test_a_text_is_as_long_as_its_characters(letter: str) -> None:
    for at in (5, 99):
        note = "b" * at + letter * (100 - at)
        assert parse(_raw(**{"ocop:note": note}), limits=LONG).events
        assert _codes(_raw(**{"ocop:note": note + letter}), LONG) == ["too_long"]


def test_long_names_are_texts_and_numbers_are_not() -> None:
    assert _codes(_raw(**{"ocop:" + "a" * 100: 1}), LONG) == ["too_long"]
    assert parse(_raw(**{"ocop:numbers": list(range(100))}), limits=LONG).events
    assert parse(_raw() + b" " * 1000, limits=LONG).events


def test_long_texts_and_attributes_in_xml_are_refused() -> None:
    fits = "urn:x:" + "1" * 94
    assert parse_xml(_in_xml(f"<epc>{fits}</epc>"), limits=LONG).events
    assert _codes(_in_xml(f"<epc>{fits}1</epc>"), LONG) == ["too_long"]
    assert _codes(_in_xml(f'<epc a="{fits}1">urn:x:1</epc>'), LONG) == ["too_long"]


def _nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"ocop:a": value}
    return value


@pytest.mark.parametrize("where", ["ocop:note", "ilmd", "readPoint", "@context"])
def test_an_extension_is_as_deep_as_the_limit_says(where: str) -> None:
    def put(levels: int) -> dict[str, Any]:
        deep = _nested(levels)
        inside = {"ilmd": {"ocop:a": deep}, "readPoint": {"id": "urn:x:1", "a": deep}, "@context": {"a": deep}}
        return document(harvest(**{where: inside.get(where, deep)}))

    less = 1 if where == "@context" else 0
    assert read(put(10 - less), limits=Limits(depth=10)).events
    with pytest.raises(EpcisError) as refused:
        read(put(11 - less), limits=Limits(depth=10))
    assert {problem.code for problem in refused.value.problems} == {"depth"}


def test_attributes_of_master_data_are_bounded_too() -> None:
    def put(levels: int) -> dict[str, Any]:
        element = {"id": "urn:x:1", "attributes": [{"id": "urn:x:2", "attribute": {"a": _nested(levels)}}]}
        lists = [{"type": "urn:x:v", "vocabularyElementList": [element]}]
        return {**document(harvest()), "epcisHeader": {"epcisMasterData": {"vocabularyList": lists}}}

    assert read(put(9), limits=Limits(depth=10)).events
    with pytest.raises(EpcisError, match="deeper than 10"):
        read(put(10), limits=Limits(depth=10))


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE a [{BOMB}]>",
        '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE a PUBLIC "-//x//y" "http://127.0.0.1:9/x.dtd">',
        "<!DOCTYPE a>",
    ],
)
def test_no_entity_is_expanded_and_nothing_is_fetched(doctype: str) -> None:
    whole = _in_xml("<epc>&l9;</epc>").decode().replace("?>", "?>" + doctype, 1)
    assert _quickly(whole.encode(), 8) == ["doctype"]
    assert _codes(whole.replace(doctype, "").encode()) == ["xml"]
