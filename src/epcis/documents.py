"""Whole documents: EPCISDocument, EPCISQueryDocument, or one bare event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from epcis import grammar
from epcis.errors import Report, refuse
from epcis.events import Event, Json, typed
from epcis.limits import DEFAULT, Limits
from epcis.reading import as_bytes, decoded, refuse_duplicates

# The prefixes that the official JSON-LD context brings along.
STANDARD_PREFIXES = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda",  # as XML spells it, so that the event hash is the same for both
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
_NONE: Json = {}


@dataclass(frozen=True)
class Document:
    """A document that has been checked.

    `source` is the JSON object as it came; `objects` the events in it, as they came, in their order.
    """

    source: Json
    objects: tuple[Json, ...]

    @property
    def type(self) -> str:
        """`EPCISDocument`, `EPCISQueryDocument`, or the type of the bare event."""
        return str(self.source["type"])

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events, typed (made at the first asking)."""
        return tuple(map(typed, self.objects))

    @cached_property
    def namespaces(self) -> dict[str, str]:
        """Prefixes of the document's own context, with the standard ones below them."""
        return {**STANDARD_PREFIXES, **prefixes(self.source.get("@context"))}

    @property
    def vocabularies(self) -> list[Json]:
        """The master data that the document brings: its `vocabularyList`, of the header or of the results."""
        body = self.source.get("epcisBody", _NONE)
        master = self.source.get("epcisHeader", _NONE).get("epcisMasterData", _NONE)
        results = body.get("queryResults", _NONE).get("resultsBody", _NONE)
        found: list[Json] = master.get("vocabularyList") or results.get("vocabularyList") or []
        return found

    @property
    def ignored_fields(self) -> frozenset[str]:
        """Names that the document excludes from its event hashes (`…:ignoreFields`)."""
        holder = self.source
        if self.type == "EPCISQueryDocument":
            holder = holder["epcisBody"]["queryResults"]
        named = [value for name, value in holder.items() if name.endswith(":ignoreFields")]
        return frozenset(name for value in named if type(value) is list for name in value if type(name) is str)


def prefixes(context: Any) -> dict[str, str]:
    """Collect the prefixes that a JSON-LD context defines in place; linked contexts are never fetched."""
    found: dict[str, str] = {}
    for entry in context if type(context) is list else [context]:
        if type(entry) is dict:
            found.update({prefix: value for prefix, value in entry.items() if type(value) is str})
    return found


def parse(raw: bytes | str, *, max_bytes: int | None = None, limits: Limits = DEFAULT) -> Document:
    """Read and check a document in JSON or JSON-LD.

    `max_bytes` stands for `limits.size` where it is given.

    Raises:
        EpcisError: with every reason at once, at most 1000; what passes a limit is refused alone (`too_large`,
            `too_many`, `too_long`, `depth`).
    """
    data = as_bytes(raw)
    bounds = limits if max_bytes is None else replace(limits, size=max_bytes)
    bounds.refuse_size(data)
    source = decoded(data)
    if type(source) is dict:
        limits.refuse_many(*_unchecked_events(source))
    refuse_duplicates(data, source)
    limits.refuse_long(data, source)
    return _checked(source, limits)


def read(source: Any, *, limits: Limits = DEFAULT) -> Document:
    """Check a document that is JSON values already (dicts, lists, text, numbers), and wrap it.

    Raises:
        EpcisError: as `parse`.
    """
    if type(source) is dict:
        limits.refuse_many(*_unchecked_events(source))
    return _checked(source, limits)


def _checked(source: Any, limits: Limits) -> Document:
    """The document, of which no list is too long."""
    if type(source) is not dict or type(source.get("type")) is not str:
        raise refuse("type", "An EPCIS document is an object that says its type.")
    kind = source["type"]
    # Answers of other systems are to be read even where a key in them is wrong; what we capture is not.
    out = Report(keys=kind != "EPCISQueryDocument", depth=limits.depth)
    if kind == "EPCISDocument":
        grammar.document(source, None, out)
    elif kind == "EPCISQueryDocument":
        grammar.query_document(source, None, out)
    else:
        _bare(source, out)
    out.raise_if_any()
    return Document(source, tuple(_events(kind, source)))


_PATHS = {
    "EPCISDocument": ("epcisBody", "eventList"),
    "EPCISQueryDocument": ("epcisBody", "queryResults", "resultsBody", "eventList"),
}


def _unchecked_events(source: Json) -> tuple[Any, str]:
    """What stands where the events should, and the place."""
    path = _PATHS.get(str(source.get("type")))
    if path is None:
        return [source], ""
    found: Any = source
    for name in path:
        found = found.get(name) if type(found) is dict else None
    return found, "/" + "/".join(path)


def _bare(source: Json, out: Report) -> None:
    grammar.event(source, None, out)
    if "@context" not in source:
        out.add((None, "@context"), "required", "A bare event brings its @context.")


def _events(kind: str, source: Json) -> list[Json]:
    if kind == "EPCISDocument":
        return source["epcisBody"]["eventList"]  # type: ignore[no-any-return]
    if kind == "EPCISQueryDocument":
        return source["epcisBody"]["queryResults"]["resultsBody"]["eventList"]  # type: ignore[no-any-return]
    return [source]
