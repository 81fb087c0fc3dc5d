"""Mutational fuzzing: whatever comes, the libraries answer with a document or with an error of their own.

    python -m tests.epcis.fuzz SECONDS [SEED]     keeps on; prints each input that brought something else up

The suite runs a few seconds of it (`test_fuzz.py`).
"""

from __future__ import annotations

import base64
import copy
import json
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from epcis import Document, EpcisError, event_hash, parse, parse_xml, to_link, to_urn, to_xml
from epcis.xmljobs import job_to_xml, parse_xml_job
from epcis.xmlqueries import parse_xml_poll
from gs1.digitallink import build
from gs1.digitallink import parse as parse_link
from gs1.elements import parse_bracketed
from gs1.keys import Gs1Error

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
# Seeds for a clone without the published examples.
OWN = [
    b'{"@context":["x:y",{"o":"urn:o:"}],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-11-01T09:00:00Z",'
    b'"epcisBody":{"eventList":[{"type":"ObjectEvent","eventTime":"2026-11-01T08:00:00Z","eventTimeZoneOffset":"+07:00",'
    b'"action":"ADD","epcList":["urn:epc:id:sgtin:0614141.107346.2017"],"ilmd":{"o:a":{"#text":"b"}},'
    b'"sensorElementList":[{"sensorReport":[{"type":"Temperature","value":4.5,"uom":"CEL"}]}]}]}}',
    b'<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" xmlns:o="urn:o:" schemaVersion="2.0" '
    b'creationDate="2026-11-01T09:00:00Z"><EPCISBody><EventList><ObjectEvent><eventTime>2026-11-01T08:00:00Z</eventTime>'
    b"<eventTimeZoneOffset>+07:00</eventTimeZoneOffset><epcList><epc>urn:x:1</epc></epcList><action>ADD</action>"
    b'<o:x o:y="z">1</o:x></ObjectEvent></EventList></EPCISBody></e:EPCISDocument>',
]
URIS = [
    b"https://id.gs1.org/01/08938500123450/10/L1/21/S1?17=271231&3103=000195", b"urn:epc:id:sgtin:0614141.107346.2017",
    b"https://a.example/x/8003/08938500123450ABC", b"urn:epc:id:cpi:0614141.123ABC.123", b"(01)08938500123450(10)A",
    b"https://a.example/414/8938500110009/254/X", b"urn:epc:class:lgtin:4012345.012345.998877", b"(8008)2611010830",
]  # fmt: skip
TOKENS = [
    b'"', b"{", b"}", b"[", b"]", b":", b",", b"<", b">", b"</", b"/>", b"&", b"&#0;", b"<!DOCTYPE a>", b"\x00", b"\xff",
    b"\xed\xa0\x80", b"null", b"true", b"-0", b"1e999", b"1e-7", b"0.1", b"99999999999999999999", b'""', b"[]", b"{}",
    b'"\\ud800"', b'"\\u0000"', b'"#text"', b'"@type"', b'"xml:lang"', b"extension", b"urn:epc:id:", b"https://id.gs1.org/",
    b"ObjectEvent", b"TransformationEvent", b"AssociationEvent", b"o:Event", b"EPCISQueryDocument", b"\xe1\xba\xbf", b" ",
    b"%", b"%2F", b"%00", b"*", b"#", b"xmlns=''", b"urn:epcglobal:cbv:bizstep:shipping", b"2026-02-30T00:00:00Z", b"\n",
]  # fmt: skip

NAMES = [
    "o:x", "x:y", "type", "@context", "#text", "ilmd", "epcList", "quantityList", "bizStep", "readPoint", "sensorElementList",
    "errorDeclaration", "persistentDisposition", "bizTransactionList", "sourceList", "eventID", "id", "uom", "comment",
    "rdfs:comment", "example:ignoreFields", "sbdh:StandardBusinessDocumentHeader", "epcisHeader", "vocabularyList", "xml:lang",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 1.5, 1e-7, 1e22, 10**18, "", " ", "x", "x:y", "urn:x:1", "\u0000", "\ufffe", "ế", "#", "{}x", [], {}, [[]], [{}],
    [None], {"#text": {}}, {"#text": 1, "o:a": [[1], [2]]}, {"id": "urn:x:1"}, ["urn:x:1"], "o:Event", "urn:x:Event", "ObjectEvent",
    "TransformationEvent", "AssociationEvent", "TransactionEvent", "AggregationEvent", "EPCISQueryDocument", "0", "1e999", "DELETE",
    {"o": "urn:epcglobal:epcis:xsd:2"}, {"example": "http://www.w3.org/2000/xmlns/"}, {"gs1": "x"}, "9999-12-31T23:59:59-14:00",
    "2026-11-01T08:00:00.123456789+07:00", "https://id.gs1.org/01/08938500123450", {"set": ["active"], "unset": []},
]  # fmt: skip


def seeds() -> list[bytes]:
    """Our own examples, and the published ones where they are."""
    files = [
        file for pattern in ("*/*.json*", "*/*.xml", "*/*/*.json*", "*/*/*.xml")
        for file in sorted((FIXTURES / "epcis").glob(pattern)) if "schema" not in file.parts and file.stat().st_size < 40_000
    ]  # fmt: skip
    return OWN + URIS + [file.read_bytes().removeprefix(b"\xef\xbb\xbf") for file in files]


def mutated(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Another input near to this one: still JSON or XML by half, any bytes by half."""
    if raw.lstrip()[:1] == b"{" and chance.random() < 0.6:
        return _other_json(raw, chance)
    return _other_bytes(raw, others, chance)


def _other_json(raw: bytes, chance: random.Random) -> bytes:
    value = json.loads(raw)
    for _ in range(chance.choice((1, 1, 2, 4))):
        places = list(_places(value))
        holder, key = chance.choice(places)
        source, name = chance.choice(places)
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(source[name])
            case 2 if isinstance(holder, dict):
                holder[str(name) if isinstance(name, str) else chance.choice(NAMES)] = copy.deepcopy(source[name])
            case 3 if isinstance(holder, dict):
                holder[chance.choice(NAMES)] = copy.deepcopy(chance.choice(VALUES))
            case _:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
        if not value:
            break
    return json.dumps(value).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(entry, dict | list) and entry:
            yield from _places(entry)


def _other_bytes(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((0, 1, 2, 5, 40, 400)))
        match chance.randrange(6):
            case 0:
                data[at:end] = chance.choice(TOKENS)
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end] * chance.choice((1, 2, 30))
            case 3 if at < len(data):
                data[at] = chance.randrange(256)
            case 4:
                _swap(data, chance)
            case _:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                data[at:end] = other[start : start + chance.choice((3, 30, 300))]
    return bytes(data)


def _swap(data: bytearray, chance: random.Random) -> None:
    """Put one quoted text or number in the place of another, so that the mutant stays well formed."""
    marks = [i for i, byte in enumerate(data) if byte in b'":,>']
    if len(marks) > 3:
        i, j = sorted(chance.sample(range(len(marks) - 1), 2))
        (a, b), (c, d) = marks[i : i + 2], marks[j : j + 2]
        data[c:d], data[a:b] = bytes(data[a:b]), bytes(data[c:d])


def documents(raw: bytes) -> None:
    for read in (parse, parse_xml):
        try:
            found = read(raw)
        except EpcisError as error:
            assert error.problems  # noqa: PT017
            continue
        assert len(found.events) == len(found.objects)
        for event in found.objects:
            event_hash(event, found.namespaces, found.ignored_fields)
        for version in ("2.0", "1.2"):
            _written(found, version)


def _written(found: Document, version: str) -> None:
    """What is written can be read again; a document without the like of XML may be refused."""
    try:
        raw = to_xml(found, version)  # type: ignore[arg-type]
    except EpcisError:
        return
    try:
        again = parse_xml(raw)
    except EpcisError as error:
        # Numbers and texts beyond what we read, and keys that a query document may tell but a document may not.
        assert {problem.code for problem in error.problems} <= _LOST, (raw, error.problems)  # noqa: PT017
        return
    assert len(again.objects) == len(found.objects)


_LOST = {"depth", "too_long", "too_many"}


def others(raw: bytes) -> None:
    for read in (parse_xml_job, parse_xml_poll):
        try:
            found = read(raw)
        except EpcisError:
            continue
        if isinstance(found, dict):
            job_to_xml(found)


def uris(raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    for read in (parse_link, to_link, lambda uri: to_urn(uri, 7), lambda said: build(parse_bracketed(said))):
        try:
            read(text)
        except Gs1Error as error:
            assert str(error)  # noqa: PT017


def failures(seconds: float, seed: int, trials: int | None = None) -> Iterator[tuple[bytes, str]]:
    """Try mutants until the time or the trials are over; give each that brought up another error, with its trace."""
    chance, material, ends = random.Random(seed), seeds(), monotonic() + seconds
    done = 0
    while monotonic() < ends and (trials is None or done < trials):
        done += 1
        raw = mutated(chance.choice(material), material, chance)
        targets: tuple[Callable[[bytes], None], ...] = (
            (documents, others) if len(raw) > 200 else (documents, others, uris)
        )
        for target in targets:
            try:
                target(raw)
            except Exception:  # whatever it is, it is a find
                yield raw, traceback.format_exc()
    print(f"{done} mutants", file=sys.stderr)


def main(seconds: float, seed: int = 0) -> int:
    found = 0
    for raw, trace in failures(seconds, seed):
        found += 1
        print(base64.b64encode(raw).decode(), trace, sep="\n", flush=True)
        if found >= 20:
            break
    return found


if __name__ == "__main__":
    sys.exit(min(main(float(sys.argv[1]), *map(int, sys.argv[2:])), 1))
