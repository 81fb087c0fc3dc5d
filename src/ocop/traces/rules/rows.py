"""From an event to the row it is stored as: pure, and the hottest code of capture."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from epcis import Document, event_hash

from .marks import PATTERNS, SALTS, canonical, canonical_id, family_of, hash64, pair_mark
from .packing import pack

Json = dict[str, Any]
KINDS = {
    "ObjectEvent": 1, "AggregationEvent": 2, "TransactionEvent": 3, "TransformationEvent": 4, "AssociationEvent": 5,
}  # fmt: skip
ACTIONS = {"OBSERVE": 1, "ADD": 2, "DELETE": 3}
_NI = len("ni:///sha-256;")


class Row(NamedTuple):
    """The columns of `traces_event` that an event decides, and its identity."""

    key: UUID
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
        key=key_of(party, name),
        declaration=declaration_of(error) if error else 0,
        event_time=_utc(event["eventTime"]),
        declared_at=_utc(error["declarationTime"]) if error else None,
        transformation=hash64(canonical_id(transformation)) if transformation else None,
        kind=KINDS.get(event["type"], 0),
        action=ACTIONS.get(event.get("action", ""), 0),
        marks=marks_of(event, namespaces),
        inputs=inputs,
        outputs=outputs,
        digest=None if given else bytes.fromhex(name[_NI : _NI + 64]),
        body=pack(event),
    )


def _utc(text: str) -> str:
    """A moment as the database reads it: its zones end at 15 hours, and its fractions at six digits."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()


def key_of(party: int, event_id: str) -> UUID:
    """What a party's event id is known by."""
    return UUID(bytes=blake2b(f"{party} {event_id}".encode(), digest_size=16).digest())


def declaration_of(error: Json) -> int:
    """What an error declaration is known by: the same one captured again is the same, a second one another. Never 0."""
    return hash64(orjson.dumps(error, option=orjson.OPT_SORT_KEYS).decode()) or 1


def assigned_id(digest: bytes | memoryview) -> str:
    """The id of an event that came without one."""
    return f"ni:///sha-256;{bytes(digest).hex()}?ver=CBV2.0"


def named(document: Document) -> Json:
    """The first event of a document with its id, given or assigned, and its context."""
    event = document.objects[0]
    name = event.get("eventID") or event_hash(event, document.namespaces, document.ignored_fields)
    return {"@context": document.source.get("@context"), **event, "eventID": name}


_EPCS = (
    ("epcList", "epc"), ("childEPCs", "epc"), ("inputEPCList", "inputEPC"), ("outputEPCList", "outputEPC"),
)  # fmt: skip
_QUANTITIES = (
    ("quantityList", "epcClass"), ("childQuantityList", "epcClass"), ("inputQuantityList", "inputEPCClass"),
    ("outputQuantityList", "outputEPCClass"),
)  # fmt: skip
_PAIRS = (
    ("bizTransactionList", "bizTransaction", "bizTransaction"), ("sourceList", "source", "source"),
    ("destinationList", "destination", "destination"),
)  # fmt: skip
_WORDS = ("bizStep", "disposition")
_PLACES = ("readPoint", "bizLocation")


def marks_of(event: Json, namespaces: Mapping[str, str]) -> list[int]:
    """Everything the event can be looked for by, each once."""
    found: set[int] = set()
    add = found.add
    if event["type"] not in KINDS:
        add(hash64(event["type"]) ^ SALTS["type"])
    for field in _WORDS:
        if field in event:
            add(hash64(canonical(field, event[field])) ^ SALTS[field])
    for field in _PLACES:
        if field in event:
            add(hash64(canonical_id(event[field]["id"])) ^ SALTS[field])
    _named(event, add)
    _rarer(event, namespaces, add)
    return sorted(found)


def _named(event: Json, add: Any) -> None:
    for listed, field in _EPCS:
        if listed in event:
            _identified(event[listed], field, add)
    for listed, field in _QUANTITIES:
        if listed in event:
            _identified((entry["epcClass"] for entry in event[listed]), field, add)
    for field in ("parentID", "transformationID"):
        if field in event:
            _identified((event[field],), field, add)


def _identified(values: Iterable[str], field: str, add: Any) -> None:
    salt, pattern = SALTS[field], PATTERNS[field]
    for value in values:
        link = canonical_id(value)
        add(hash64(link) ^ salt)
        if family := family_of(link):
            add(hash64(family) ^ pattern)


def _rarer(event: Json, namespaces: Mapping[str, str], add: Any) -> None:
    for listed, field, name in _PAIRS:
        for entry in event.get(listed, ()):
            add(pair_mark(field, entry.get("type", ""), entry[name]))
    lasting = event.get("persistentDisposition", {})
    for field in ("set", "unset"):
        for word in lasting.get(field, ()):
            add(hash64(canonical(field, word)) ^ SALTS[field])
    if "errorDeclaration" in event:
        _declared(event["errorDeclaration"], add)
    for element in event.get("sensorElementList", ()):
        for report in element["sensorReport"]:
            add(hash64(canonical("measurement", report["type"])) ^ SALTS["sensor"])
    _extended(event, namespaces, add)


def _extended(event: Json, namespaces: Mapping[str, str], add: Any) -> None:
    for name in event:
        if ":" in name:
            add(hash64(expanded(name, namespaces)) ^ SALTS["exists"])
    for name in event.get("ilmd", ()):
        add(hash64(f"ilmd {expanded(name, namespaces)}") ^ SALTS["exists"])


def _declared(error: Json, add: Any) -> None:
    if "reason" in error:
        add(hash64(canonical("reason", error["reason"])) ^ SALTS["reason"])
    for name in error.get("correctiveEventIDs", ()):
        add(hash64(canonical_id(name)) ^ SALTS["correctiveEventID"])


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
        return _hashes(event, "childEPCs", "childQuantityList"), [hash64(canonical_id(parent))] if parent else []
    return None, None


def _hashes(event: Json, epcs: str, quantities: str) -> list[int]:
    names = [*event.get(epcs, ()), *(entry["epcClass"] for entry in event.get(quantities, ()))]
    return list(dict.fromkeys(hash64(canonical_id(name)) for name in names))
