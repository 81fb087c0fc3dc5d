"""The event hash of CBV 2.0 (chapter 8.9): one fingerprint for all spellings of the same event.

An event is written as one line without separators (the pre-hash string): its fields in the order of the standard,
lists and extensions sorted by code point, values canonical (`epcis.canonical`). The SHA-256 of its UTF-8 bytes is
the event's name in the `ni` scheme (RFC 6920). `eventID`, `recordTime`, the error declaration and comments stay out.
Agrees with the values published with the reference implementation (RalphTro/epcis-event-hash-generator, 2025-10).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from epcis import canonical
from epcis.documents import STANDARD_PREFIXES
from epcis.events import Json
from epcis.grammar import misfits
from epcis.vocabulary import VOCABULARIES

VERSION = "CBV2.0"
_LEFT_OUT = frozenset(
    "@context type eventID recordTime errorDeclaration comment rdfs:comment #text".split()  # noqa: SIM905
)


# Names of RFC 6920's registry that no truncation weakens, and what hashlib calls them.
ALGORITHMS: dict[str, str] = {
    "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512",
    "sha3-224": "sha3_224", "sha3-256": "sha3_256", "sha3-384": "sha3_384", "sha3-512": "sha3_512",
}  # fmt: skip
_HASH_ID = re.compile(r"ni:///([a-z0-9-]+);([0-9a-f]+)\?ver=(CBV2\.\d)", re.ASCII)


def event_hash(
    event: Json,
    namespaces: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    algorithm: str = "sha-256",
) -> str:
    """Compute the event hash ID: `ni:///sha-256;<64 hex digits>?ver=CBV2.0`.

    `event` is a checked event as JSON (`Document.objects`), `namespaces` the prefixes of its document
    (`Document.namespaces`), `ignore` names of fields to leave out (`Document.ignored_fields`), `algorithm` a name
    of `ALGORITHMS`.

    Raises:
        KeyError: an algorithm that is not among them.
    """
    digest = hashlib.new(ALGORITHMS[algorithm], prehash(event, namespaces, ignore).encode()).hexdigest()
    return f"ni:///{algorithm};{digest}?ver={VERSION}"


def hash_algorithm(identifier: str) -> str | None:
    """Tell by which of `ALGORITHMS` an event hash ID was made; None when this is no event hash ID of CBV 2.0."""
    match = _HASH_ID.fullmatch(identifier)
    if match is None or match[1] not in ALGORITHMS:
        return None
    whole = len(match[2]) == 2 * hashlib.new(ALGORITHMS[match[1]]).digest_size
    return match[1] if whole and match[3] == VERSION else None


def prehash(event: Json, namespaces: Mapping[str, str] | None = None, ignore: Collection[str] = ()) -> str:
    """Write the pre-hash string of an event; arguments as `event_hash`."""
    writer = _Writer(STANDARD_PREFIXES if namespaces is None else namespaces, frozenset(ignore))
    return writer.event(event)


_Write = Callable[["_Writer", str, Any], str]


class _Writer:
    """Writes one event; knows the prefixes and the ignored names of its document."""

    __slots__ = ("ignored", "namespaces")

    def __init__(self, namespaces: Mapping[str, str], ignored: frozenset[str]) -> None:
        self.namespaces = namespaces
        self.ignored = _LEFT_OUT | ignored

    def event(self, event: Json) -> str:
        parts = ["eventType=", self.name(event["type"])]
        strange = misfits(event)
        for field, write in _ORDER.items():
            if field in event and field not in self.ignored and field not in strange:
                parts.append(write(self, field, event[field]))
        tail = [
            (_Writer.free if name in strange else _TAIL.get(name, _Writer.free))(self, name, item)
            for name, item in event.items()
            if (name not in _ORDER or name in strange) and name not in self.ignored
        ]
        if "sensorElementList" in event and "sensorElementList" not in strange:
            tail += filter(None, [self.strays(event["sensorElementList"])])
        return "".join(parts) + "".join(sorted(tail))

    def value(self, item: Any) -> str:
        return canonical.value(item, self.namespaces)

    def name(self, name: str) -> str:
        """`prefix:local` as `{namespace}local`; names without a known prefix as they are."""
        prefix, colon, local = name.partition(":")
        namespace = self.namespaces.get(prefix) if colon else None
        return f"{{{namespace}}}{local}" if namespace else name

    # What fields of the standard look like; an empty one vanishes.

    def plain(self, name: str, item: Any) -> str:
        if type(item) is list:
            return self.repeated(name, item)
        text = self.value(item)
        return f"{name}={text}" if text else ""

    def repeated(self, name: str, items: Iterable[Any]) -> str:
        return "".join(sorted(self.plain(name, item) for item in items))

    def moment(self, name: str, item: Any) -> str:
        return f"{name}={canonical.moment(item.strip())}" if type(item) is str and item.strip() else ""

    def epcs(self, name: str, items: Any) -> str:
        return _named(name, self.repeated("epc", items))

    def quantities(self, name: str, items: Any) -> str:
        written = sorted(
            _named("quantityElement", "".join(self.plain(key, item[key]) for key in _QUANTITY if key in item))
            for item in items
        )
        return _named(name, "".join(written))

    def place(self, name: str, item: Any) -> str:
        return _named(name, self.plain("id", item["id"]) + self.extensions(item))

    def persistent(self, name: str, item: Any) -> str:
        word = _word("disposition")
        return _named(
            name, "".join("".join(sorted(word(self, key, v) for v in item.get(key, ()))) for key in ("set", "unset"))
        )

    def pairs(self, name: str, items: Any) -> str:
        """Business transactions, sources and destinations: type first, then the identifier."""
        field = name.removesuffix("List")
        word = _word("bizTransaction" if field == "bizTransaction" else "sourceDest")
        written = sorted(
            (word(self, "type", item["type"]) if "type" in item else "") + self.plain(field, item[field])
            for item in items
        )
        return _named(name, "".join(written))

    def sensors(self, name: str, items: Any) -> str:
        return _named(name, "".join(sorted(_named("sensorElement", self.sensor(item)) for item in items)))

    def sensor(self, item: Json) -> str:
        metadata = _named("sensorMetadata", self.ordered(item.get("sensorMetadata", {}), _METADATA))
        reports = sorted(_named("sensorReport", self.ordered(report, _REPORT)) for report in item["sensorReport"])
        return metadata + "".join(reports) + self.extensions(item)

    def ordered(self, item: Json, order: Mapping[str, _Write]) -> str:
        written = [write(self, name, item[name]) for name, write in order.items() if name in item]
        return "".join(written) + self.extensions(item)

    def strays(self, sensed: list[Any]) -> str:
        """Fields of sensor reports that the order forgot (`bizRules`): they follow at the end of the event."""
        elements = []
        for element in sensed:
            reports = ("".join(self.plain(n, r[n]) for n in ("bizRules",) if n in r) for r in element["sensorReport"])
            elements.append(_named("sensorElement", "".join(sorted(_named("sensorReport", text) for text in reports))))
        return _named("sensorElementList", "".join(sorted(elements)))

    # Extensions and master data: any nesting, sorted at every level.

    def extensions(self, item: Json) -> str:
        return "".join(sorted(self.free(n, v) for n, v in item.items() if ":" in n and n not in self.ignored))

    def free(self, name: str, item: Any) -> str:
        if type(item) is list:
            return "".join(sorted(self.free(name, entry) for entry in item))
        written = self.name(name)
        if type(item) is not dict:
            text = self.value(item)
            return f"{written}={text}" if text else written
        text = self.value(item["#text"]) if "#text" in item else ""
        return written + (f"={text}" if text else "") + self.children(item)

    def children(self, item: Json) -> str:
        return "".join(sorted(self.free(name, entry) for name, entry in item.items() if name not in self.ignored_below))

    @property
    def ignored_below(self) -> frozenset[str]:
        return self.ignored - {"type", "eventID", "recordTime", "errorDeclaration"}


def _named(name: str, content: str) -> str:
    return name + content if content else ""


def _word(field: str) -> _Write:
    """A vocabulary value: a short word becomes its web URI."""
    vocabulary = VOCABULARIES[field]

    def write(writer: _Writer, name: str, item: Any) -> str:
        if item in vocabulary.words:
            return f"{name}={vocabulary.web}{item}"
        return writer.plain(name, item)

    return write


_QUANTITY = ("epcClass", "quantity", "uom")
_SHARED: dict[str, _Write] = dict.fromkeys(
    ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod"), _Writer.plain
)
_METADATA: dict[str, _Write] = {
    **dict.fromkeys(("time", "startTime", "endTime"), _Writer.moment),
    **_SHARED,
    "bizRules": _Writer.plain,
}
_REPORT: dict[str, _Write] = {
    "type": _word("measurement"), "exception": _word("alert"), **_SHARED, "time": _Writer.moment,
    **dict.fromkeys(("microorganism", "chemicalSubstance", "value"), _Writer.plain), "component": _word("component"),
    **dict.fromkeys(
        (
            "stringValue", "booleanValue", "hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev",
            "percRank", "percValue", "uom", "coordinateReferenceSystem",
        ), _Writer.plain,
    ),
}  # fmt: skip
_ORDER: dict[str, _Write] = {
    "eventTime": _Writer.moment, "eventTimeZoneOffset": _Writer.plain, "certificationInfo": _Writer.plain,
    "epcList": _Writer.epcs, "parentID": _Writer.plain, "inputEPCList": _Writer.epcs, "childEPCs": _Writer.epcs,
    "quantityList": _Writer.quantities, "childQuantityList": _Writer.quantities,
    "inputQuantityList": _Writer.quantities, "outputEPCList": _Writer.epcs, "outputQuantityList": _Writer.quantities,
    "action": _Writer.plain, "transformationID": _Writer.plain, "bizStep": _word("bizStep"),
    "disposition": _word("disposition"), "persistentDisposition": _Writer.persistent,
    "readPoint": _Writer.place, "bizLocation": _Writer.place, "sensorElementList": _Writer.sensors,
}  # fmt: skip
# These are sorted among the extensions.
_TAIL: dict[str, _Write] = dict.fromkeys(("bizTransactionList", "sourceList", "destinationList"), _Writer.pairs)
