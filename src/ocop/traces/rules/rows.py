"""From an event to the row it is stored as: pure, and the hottest code of capture."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson

from epcis import Document, event_hash
from epcis.memory import Remembered

from .marks import PATTERNS, SALTS, canonical, hash64, known64, pair_mark, sight
from .packing import pack

Json = dict[str, Any]
KINDS = {
    "ObjectEvent": 1, "AggregationEvent": 2, "TransactionEvent": 3, "TransformationEvent": 4, "AssociationEvent": 5,
}  # fmt: skip
ACTIONS = {"OBSERVE": 1, "ADD": 2, "DELETE": 3}
_NI = len("ni:///sha-256;")


class Row(NamedTuple):
    """The columns of `traces_event` that an event decides, and its identity."""

    key: str  # 32 hexadecimal digits
    declaration: int
    event_time: str
    declared_at: str | None
    transformation: int | None
    kind: int
    action: int
    marks: list[int]
    inputs: list[int] | None
    outputs: list[int] | None
    digest: bytes | None
    body: bytes


def row_of(event: Json, party: int, namespaces: Mapping[str, str], ignored: Collection[str] = ()) -> Row:
    """Make the row; an event without an id gets the event hash of CBV 2.0 as its id."""
    given = event.get("eventID")
    name = given or event_hash(event, namespaces, ignored)
    error = event.get("errorDeclaration")
    transformation = event.get("transformationID")
    inputs, outputs = ends_of(event)
    return Row(
        key_of(party, name),
        declaration_of(error) if error else 0,
        _utc(event["eventTime"]),
        _utc(error["declarationTime"]) if error else None,
        sight(transformation).own if transformation else None,
        KINDS.get(event["type"], 0),
        ACTIONS.get(event.get("action", ""), 0),
        marks_of(event, namespaces),
        inputs,
        outputs,
        None if given else bytes.fromhex(name[_NI : _NI + 64]),
        pack(event),
    )


def _utc(text: str) -> str:
    """A moment as the database reads it: its zones end at 15 hours, and its fractions at six digits."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()


def key_of(party: int, event_id: str) -> str:
    """What a party's event id is known by, as the database reads a uuid."""
    return blake2b(f"{party} {event_id}".encode(), digest_size=16).hexdigest()


def declaration_of(error: Json) -> int:
    """What an error declaration is known by: the same one captured again is the same, a second one another. Never 0."""
    return hash64(orjson.dumps(error, option=orjson.OPT_SORT_KEYS).decode()) or 1


def assigned_id(digest: bytes | memoryview) -> str:
    """The id of an event that came without one."""
    return f"ni:///sha-256;{bytes(digest).hex()}?ver=CBV2.0"


def count_of(document: Document) -> int:
    return len(document.objects)


def named(document: Document) -> Json:
    """The first event of a document with its id, given or assigned, and its context."""
    event = document.objects[0]
    name = event.get("eventID") or event_hash(event, document.namespaces, document.ignored_fields)
    return {"@context": document.source.get("@context"), **event, "eventID": name}


def marks_of(event: Json, namespaces: Mapping[str, str]) -> list[int]:
    """Everything the event can be looked for by, each once."""
    found: set[int] = set()
    for name, item in event.items():
        if (note := _NOTES.get(name)) is not None:
            note(found, item)
        elif ":" in name:
            found.add(known64(expanded(name, namespaces)) ^ SALTS["exists"])
    if event["type"] not in KINDS:
        found.add(known64(event["type"]) ^ SALTS["type"])
    for name in event.get("ilmd", ()):
        found.add(known64(f"ilmd {expanded(name, namespaces)}") ^ SALTS["exists"])
    return sorted(found)


_Note = Callable[[set[int], Any], None]


def _word(field: str) -> _Note:
    """A word of a vocabulary, in any of its spellings."""
    salt = SALTS[field]

    @Remembered
    def mark(value: str) -> int:
        return hash64(canonical(field, value)) ^ salt

    return lambda found, value: found.add(mark(value))


def _words(field: str) -> _Note:
    word = _word(field)

    def note(found: set[int], values: Iterable[str]) -> None:
        for value in values:
            word(found, value)

    return note


def _place(field: str) -> _Note:
    salt = SALTS[field]
    return lambda found, place: found.add(sight(place["id"]).own ^ salt)


def _ids(field: str, part: str = "") -> _Note:
    """Identifiers with their families; `part` names the field of a quantity that holds one."""
    salt, pattern = SALTS[field], PATTERNS[field]

    def note(found: set[int], values: Iterable[Any]) -> None:
        for value in values:
            own, family = sight(value[part] if part else value)
            found.add(own ^ salt)
            if family is not None:
                found.add(family ^ pattern)

    return note


def _id(field: str) -> _Note:
    several = _ids(field)
    return lambda found, value: several(found, (value,))


def _pairs(field: str) -> _Note:
    def note(found: set[int], entries: Iterable[Json]) -> None:
        found.update(pair_mark(field, entry.get("type", ""), entry[field]) for entry in entries)

    return note


def _lasting(found: set[int], item: Json) -> None:
    for field in ("set", "unset"):
        _LASTING[field](found, item.get(field, ()))


def _declared(found: set[int], error: Json) -> None:
    if "reason" in error:
        _REASON(found, error["reason"])
    found.update(sight(name).own ^ SALTS["correctiveEventID"] for name in error.get("correctiveEventIDs", ()))


def _sensed(found: set[int], elements: Iterable[Json]) -> None:
    for element in elements:
        _MEASUREMENT(found, (report["type"] for report in element["sensorReport"]))


_LASTING = {field: _words(field) for field in ("set", "unset")}
_REASON, _MEASUREMENT = _word("reason"), _words("sensor")
_NOTES: dict[str, _Note] = {
    "bizStep": _word("bizStep"), "disposition": _word("disposition"),
    "readPoint": _place("readPoint"), "bizLocation": _place("bizLocation"),
    "epcList": _ids("epc"), "childEPCs": _ids("epc"),
    "inputEPCList": _ids("inputEPC"), "outputEPCList": _ids("outputEPC"),
    "quantityList": _ids("epcClass", "epcClass"), "childQuantityList": _ids("epcClass", "epcClass"),
    "inputQuantityList": _ids("inputEPCClass", "epcClass"), "outputQuantityList": _ids("outputEPCClass", "epcClass"),
    "parentID": _id("parentID"), "transformationID": _id("transformationID"),
    "bizTransactionList": _pairs("bizTransaction"), "sourceList": _pairs("source"),
    "destinationList": _pairs("destination"), "persistentDisposition": _lasting,
    "errorDeclaration": _declared, "sensorElementList": _sensed,
}  # fmt: skip


def expanded(name: str, namespaces: Mapping[str, str]) -> str:
    """`prefix:local` with its namespace written out, so that a prefix may be called as one likes."""
    prefix, colon, local = name.partition(":")
    namespace = namespaces.get(prefix) if colon else None
    return f"{namespace}{local}" if namespace else name


def ends_of(event: Json) -> tuple[list[int] | None, list[int] | None]:
    """What a transformation took and made, or an aggregation put into what; as hashes without a field's salt."""
    kind = event["type"]
    if kind == "TransformationEvent":
        return _hashes(event, "inputEPCList", "inputQuantityList"), _hashes(
            event, "outputEPCList", "outputQuantityList"
        )
    if kind in ("AggregationEvent", "AssociationEvent"):
        parent = event.get("parentID")
        return _hashes(event, "childEPCs", "childQuantityList"), [sight(parent).own] if parent else []
    return None, None


def _hashes(event: Json, epcs: str, quantities: str) -> list[int]:
    names = [*event.get(epcs, ()), *(entry["epcClass"] for entry in event.get(quantities, ()))]
    return list(dict.fromkeys(sight(name).own for name in names))
