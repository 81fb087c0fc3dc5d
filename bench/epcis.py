"""EPCIS events per second and core: read and checked from JSON beside orjson alone, and hashed beside SHA-256 alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import orjson

from bench.line import Line, per_second
from epcis import Document, event_hash, parse, prehash
from epcis.canonical import identifier
from epcis.identifiers import link_fault, urn_fault

EVENTS = 1_000
_DAY = "2026-11-01T08:00:00.000+07:00"


def lines() -> Iterator[Line]:
    """Documents of 1 000 events, as the province's diary sends them: no identifier occurs twice."""
    raw = [_raw(offset) for offset in range(0, 20_000, EVENTS)]
    documents = [parse(one) for one in raw]

    def each(work: Callable[[bytes], object]) -> float:
        """Each document in turn; what an earlier one left in memory is forgotten first."""

        def all_of(count: int) -> None:
            _forget()
            for one in raw[: count // EVENTS]:
                work(one)

        return per_second(all_of, EVENTS * len(raw))

    def hashed(work: Callable[[Document], object]) -> float:
        def all_of(count: int) -> None:
            _forget()
            for one in documents[: count // EVENTS]:
                work(one)

        return per_second(all_of, EVENTS * len(documents))

    floor = each(orjson.loads)
    yield Line("epcis.checked", each(parse), "events/s", "higher", floor)
    yield Line("epcis.typed", each(lambda one: parse(one).events), "events/s", "higher", floor)
    lined = [[prehash(event, one.namespaces).encode() for event in one.objects] for one in documents]
    plain = per_second(
        lambda _: [hashlib.sha256(line).hexdigest() for one in lined for line in one], len(lined) * EVENTS
    )
    yield Line("epcis.hashed", hashed(_hash_all), "events/s", "higher", plain)


def _hash_all(document: Document) -> None:
    for event in document.objects:
        event_hash(event, document.namespaces)


def _forget() -> None:
    for remembered in (link_fault, urn_fault, identifier):
        remembered.forget()


def _raw(offset: int) -> bytes:
    events = [_event(offset + n) for n in range(EVENTS)]
    return orjson.dumps(
        {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"x": "https://x.example/"}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": _DAY,
            "epcisBody": {"eventList": events},
        }
    )


def _event(n: int) -> dict[str, object]:
    """A packing or harvesting step of about 600 bytes."""
    event: dict[str, object] = {
        "type": "ObjectEvent",
        "eventTime": _DAY,
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "readPoint": {"id": "https://id.gs1.org/414/8938500110009/254/NUONG-1"},
        "bizLocation": {"id": "https://id.gs1.org/414/8938500110009"},
        "x:note": {"x:weather": "nắng", "x:worker": f"N{n % 97}"},
    }
    if n % 2:
        event["epcList"] = [f"https://id.gs1.org/01/08938500110016/21/S{n}A{i}" for i in range(3)]
    else:
        event["quantityList"] = [
            {"epcClass": f"https://id.gs1.org/01/08938500110016/10/L{n}", "quantity": 12.5, "uom": "KGM"}
        ]
    return event
