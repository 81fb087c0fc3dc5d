"""Answers as EPCISQueryDocuments: events of many documents in one, each name of an extension still saying the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from epcis import to_xml
from epcis.documents import STANDARD_PREFIXES, prefixes
from epcis.translating import with_links, with_urns
from epcis.vocabulary import urn, web
from epcis.xmlwriting import Version

Json = dict[str, Any]
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
NO_PREFERENCE, LINKS, URNS, NEVER = "No_Preference", "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates"
EPC_FORMATS = (NO_PREFERENCE, LINKS, URNS, NEVER)
WEB_URI, URN = "Always_Web_URI", "Always_URN"
CBV_FORMATS = (NO_PREFERENCE, WEB_URI, URN, NEVER)
SIMPLE_EVENT_QUERY = "SimpleEventQuery"


class Told(NamedTuple):
    """An event of an answer with the JSON-LD context it came in."""

    event: Json
    context: Any


def query_document(
    events: Iterable[Told], *, created: datetime, query_name: str = SIMPLE_EVENT_QUERY,
    subscription: str | None = None, epc_format: str = LINKS,
) -> Json:  # fmt: skip
    """The events as one document, identifiers in the syntax that was asked for."""
    context, own = _gathered(events, epc_format)
    results: Json = {"queryName": query_name, "resultsBody": {"eventList": own}}
    if subscription is not None:
        results = {"subscriptionID": subscription, **results}
    return {
        "@context": context,
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": stamp(created),
        "epcisBody": {"queryResults": results},
    }


def event_document(events: Iterable[Told], *, created: datetime, vocabularies: Sequence[Json] = ()) -> Json:
    """The events as a document to be captured elsewhere, as they came in, with master data in its header."""
    context, own = _gathered(events, NEVER)
    header = {"epcisHeader": {"epcisMasterData": {"vocabularyList": list(vocabularies)}}} if vocabularies else {}
    return {
        "@context": context, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": stamp(created),
        **header, "epcisBody": {"eventList": own},
    }  # fmt: skip


def _gathered(events: Iterable[Told], epc_format: str) -> tuple[list[Any], list[Json]]:
    """The shared context, and the events, each with a context of its own where it needs one."""
    shared, own = _Contexts(), []
    for told in events:
        event = translated(told.event, epc_format)
        kept = shared.take(told.context, event.pop("@context", None))
        own.append({"@context": kept, **event} if kept is not None else event)
    return shared.told(), own


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Contexts:
    """Merges the contexts of many documents; an event whose prefixes mean something else keeps its own."""

    def __init__(self) -> None:
        self.links: dict[str, None] = {CONTEXT: None}
        self.prefixes: dict[str, str] = {}
        self._known: dict[bytes, bool] = {}

    def take(self, context: Any, inner: Any) -> Any:
        """None where the shared context will do for the event, else the context that it needs."""
        if inner is not None and inner != context:
            context = [*_entries(context), *_entries(inner)]
        key = orjson.dumps(context)
        if key not in self._known:
            self._known[key] = self._merge(_entries(context))
        return None if self._known[key] else context

    def _merge(self, entries: list[Any]) -> bool:
        found: dict[str, str] = {}
        for entry in entries:
            if type(entry) is dict:
                if any(type(value) is not str for value in entry.values()):
                    return False
                found |= entry
        if any(self.prefixes.get(prefix, value) != value for prefix, value in found.items()):
            return False
        self.prefixes |= found
        self.links |= {entry: None for entry in entries if type(entry) is str and not _standard(entry)}
        return True

    def told(self) -> list[Any]:
        return [*self.links, self.prefixes] if self.prefixes else list(self.links)


def _entries(context: Any) -> list[Any]:
    return context if type(context) is list else [] if context is None else [context]


def _standard(link: str) -> bool:
    """The context of the standard itself, wherever it was linked from."""
    return link.endswith("epcis-context.jsonld")


def translated(event: Json, epc_format: str) -> Json:
    """The event with its identifiers in the wanted syntax; a new object where anything may differ."""
    if epc_format == URNS:
        return with_urns(event)
    return with_links(event) if epc_format == LINKS else dict(event)


def document_xml(document: Json, *, cbv_format: str = NO_PREFERENCE, version: Version = "2.0") -> bytes:
    """The same answer in XML; one event that XML cannot hold to the letter must not keep all others from being read."""
    results = document["epcisBody"]["queryResults"]
    events = [_worded(event, cbv_format) for event in results["resultsBody"]["eventList"]]
    known: Mapping[str, str] = {**STANDARD_PREFIXES, **prefixes(document["@context"])}
    return to_xml(
        events, version, query=True, created=document["creationDate"], namespaces=known,
        query_name=results["queryName"], subscription_id=results.get("subscriptionID"), strict=False,
    )  # fmt: skip


def _worded(event: Json, cbv_format: str) -> Json:
    """Vocabulary words as web URIs or URNs; bare words, which XML does not have, become URNs by themselves."""
    if cbv_format not in (WEB_URI, URN):
        return event
    spell = web if cbv_format == WEB_URI else urn
    changed: Json = {
        name: spell(name, event[name]) for name in ("bizStep", "disposition") if type(event.get(name)) is str
    }
    if event.get("persistentDisposition"):
        lasting = event["persistentDisposition"]
        changed["persistentDisposition"] = {
            half: [spell("disposition", word) for word in words] if half in ("set", "unset") else words
            for half, words in lasting.items()
        }
    for name, vocabulary in (
        ("bizTransactionList", "bizTransaction"), ("sourceList", "sourceDest"), ("destinationList", "sourceDest"),
    ):  # fmt: skip
        if event.get(name):
            changed[name] = [
                {**item, "type": spell(vocabulary, item["type"])} if "type" in item else item for item in event[name]
            ]
    if event.get("errorDeclaration", {}).get("reason"):
        declared = event["errorDeclaration"]
        changed["errorDeclaration"] = {**declared, "reason": spell("reason", declared["reason"])}
    return {**event, **changed}


def collection(members: Iterable[str]) -> Json:
    """A list of resources or values."""
    return {"@context": CONTEXT, "type": "Collection", "member": list(members)}


RESOURCES = (
    "events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions", "capture", "queries",
)  # fmt: skip
