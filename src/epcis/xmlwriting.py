"""EPCIS in XML, versions 2.0 and 1.2, written from checked documents or events in JSON.

Version 2.0 is valid against the official schema but for one thing: several `certificationInfo` of an event are all
written, where the schema has room for one. What 1.2 does not know (sensors, persistent dispositions, certification,
association events) stands in the `extension` envelopes that 1.2 keeps for later versions; words new in CBV 2.0 stand
as web URIs. Reading the XML again gives the same event hashes and, where the events came in XML, the same events. XML
cannot tell a list of one entry from the entry, a number from its text, or a list in a list from one long list (the
last alone may change a hash), and names of extensions that are whole URIs get a prefix (which changes the hash).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from epcis.documents import STANDARD_PREFIXES, Document, prefixes
from epcis.errors import Place, Report, refuse
from epcis.events import Json
from epcis.xmlevents import EventWriter
from epcis.xmlheaders import header

Version = Literal["2.0", "1.2"]
_DOCUMENTS = ("EPCISDocument", "EPCISQueryDocument")


def to_xml(
    document: Document | Iterable[Json],
    version: Version = "2.0",
    query: bool = False,
    *,
    created: str | None = None,
    namespaces: Mapping[str, str] | None = None,
    query_name: str = "SimpleEventQuery",
    subscription_id: str | None = None,
    strict: bool = True,
) -> bytes:
    """Write a checked document, or checked events as JSON objects, as XML in UTF-8.

    A document keeps its kind (`query=True` makes any an EPCISQueryDocument); a document of one bare event gives the
    bare event; events alone become a document, whose prefixes are `namespaces` (the standard ones without it).
    `created` is the moment of creation (RFC 3339) where the document says none; without it the latest moment among
    the events is taken. Unless `strict`, what XML cannot hold is written as near to it as XML allows: characters as
    U+FFFD, signs in names as `_x0020_`, objects in the place of single values as JSON, misshapen fields not at all.

    Raises:
        EpcisError: if `strict`, what XML cannot hold (`xml_name`, `xml_text`, `xml_field`), each with its place in the JSON;
            `creationDate` missing and no event to take it from; `version` unknown.
    """
    if version not in ("2.0", "1.2"):
        raise refuse("version", "EPCIS is written in XML as version 2.0 or 1.2.")
    source, objects, names = _opened(document, namespaces or {})
    out = Report()
    writer = EventWriter(names, out, old=version == "1.2", strict=strict)
    if source and not query and source["type"] not in _DOCUMENTS:
        text = _bare(writer, source)
    else:
        asked = query or source.get("type") == "EPCISQueryDocument"
        page = _Page(writer, source, objects, version, created)
        text = page.answer(query_name, subscription_id) if asked else page.document()
    out.raise_if_any()
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode()


def _opened(
    document: Document | Iterable[Json], namespaces: Mapping[str, str]
) -> tuple[Json, tuple[Json, ...], Mapping[str, str]]:
    if isinstance(document, Document):
        return document.source, document.objects, document.namespaces
    return {}, tuple(document), {**STANDARD_PREFIXES, **namespaces}


def _bare(writer: EventWriter, event: Json) -> str:
    content, tag = writer.bare(event, None)
    return f"<{tag}{writer.names.declarations()}>{content}</{tag}>\n"


class _Page:
    """One document: its root, header, body and extensions."""

    def __init__(
        self, writer: EventWriter, source: Json, objects: tuple[Json, ...], version: str, created: str | None
    ) -> None:
        self.writer = writer
        self.source = source
        self.objects = objects
        self.version = version
        self.created = source.get("creationDate") or created or _latest(objects)
        self.major = version[0] if version == "2.0" else "1"

    def document(self) -> str:
        root = self.writer.names.bind(f"urn:epcglobal:epcis:xsd:{self.major}", "epcis")
        body = self.source.get("epcisBody", {})
        events = self.events(("epcisBody", "eventList"))
        inside = f"<EPCISBody>{events}{self.extras(body, _at('epcisBody'))}</EPCISBody>"
        return self.rooted(
            f"{root}:EPCISDocument",
            header(self.writer, self.source) + inside + self.extras(self.source, None),
        )

    def answer(self, query_name: str, subscription_id: str | None) -> str:
        root = self.writer.names.bind(f"urn:epcglobal:epcis-query:xsd:{self.major}", "epcisq")
        results = self.source.get("epcisBody", {}).get("queryResults", {})
        named = f"<queryName>{self.text(results.get('queryName', query_name))}</queryName>"
        if (subscription := results.get("subscriptionID", subscription_id)) is not None:
            named += f"<subscriptionID>{self.text(subscription)}</subscriptionID>"
        path = ("epcisBody", "queryResults", "resultsBody")
        vocabulary = results.get("resultsBody", {}).get("vocabularyList")
        if vocabulary and not self.objects:
            found, aside = self.writer.vocabularies(vocabulary, _at(*path, "vocabularyList")), None
        else:
            found, aside = self.events((*path, "eventList")), vocabulary
        tail = self.extras(results, _at(*path[:2]))
        body = f"<{root}:QueryResults>{named}<resultsBody>{found}</resultsBody>{tail}</{root}:QueryResults>"
        return self.rooted(
            f"{root}:EPCISQueryDocument",
            header(self.writer, self.source, aside) + f"<EPCISBody>{body}</EPCISBody>" + self.extras(self.source, None),
        )

    def rooted(self, tag: str, content: str) -> str:
        if self.created is None:
            raise refuse("required", "An XML document says when it was created.", "/creationDate")
        said = f' schemaVersion="{self.version}" creationDate="{self.text(self.created)}"'
        return f"<{tag}{self.writer.names.declarations()}{said}>{content}</{tag}>\n"

    def text(self, value: Any) -> str:
        return self.writer.names.text(value, None)

    def events(self, path: tuple[str, ...]) -> str:
        """All events; each may bring prefixes of its own context."""
        at = _at(*path)
        return f"<EventList>{''.join(self.event(event, (at, i)) for i, event in enumerate(self.objects))}</EventList>"

    def event(self, event: Json, at: Place) -> str:
        if "@context" in event and (own := prefixes(event["@context"])):
            return self.writer.speaking(own).event(event, at)
        return self.writer.event(event, at)

    def extras(self, holder: Json, at: Place) -> str:
        """Extensions of the document or its body; names to be ignored are written as empty elements."""
        return "".join(
            (self.writer.named if _names(name, value) else self.writer.free)(name, value, (at, name))
            for name, value in holder.items()
            if ":" in name and not name.endswith(":StandardBusinessDocumentHeader")
        )


def _names(name: str, value: Any) -> bool:
    return name.endswith(":ignoreFields") and type(value) is list and all(type(entry) is str for entry in value)


def _at(*keys: str) -> Place:
    place: Place = None
    for key in keys:
        place = (place, key)
    return place


def _latest(objects: Iterable[Json]) -> str | None:
    """The latest record time, else event time, as written in the events."""
    moments = [event.get("recordTime") or event["eventTime"] for event in objects]
    return max(moments, default=None)
