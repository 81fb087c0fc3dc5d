"""EPCIS in XML, versions 2.0 and 1.2, read into the same `Document` as JSON.

The events come out in the JSON spelling: short words of the vocabulary, lists without wrappers, extensions as
`prefix:name`, with the prefixes in the document's context. The `extension` and `baseExtension` envelopes of 1.2 are
opened. The business header stands whole in `epcisHeader`, its sender, receiver and identifier also where JSON has
them; master data stand in `epcisMasterData`. Of the order of elements only one rule of the XML schema is kept, that
the times come before the action; published documents jumble the rest.
"""

from __future__ import annotations

from dataclasses import replace

from epcis.documents import Document, read
from epcis.errors import EpcisError, Problem, refuse
from epcis.events import Json
from epcis.limits import DEFAULT, Limits
from epcis.xmleventreading import EventReader
from epcis.xmlheadreading import header, vocabularies
from epcis.xmltree import Node, is_own, read_root, unwrapped

_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")


def parse_xml(raw: bytes | str, *, max_bytes: int | None = None, limits: Limits = DEFAULT) -> Document:
    """Read and check an EPCISDocument, an EPCISQueryDocument with results, or one bare event in XML.

    The paths of the reasons are those of the JSON form.

    Raises:
        EpcisError: every reason at once, as `parse`; also `xml`, `doctype`, `order`, `repeated`.
    """
    bounds = limits if max_bytes is None else replace(limits, size=max_bytes)
    source, problems = load_xml(raw, limits=bounds)
    try:
        document = read(source, limits=limits)
    except EpcisError as error:
        raise EpcisError([*problems, *error.problems]) from error
    if problems:
        raise EpcisError(problems)
    return document


def load_xml(raw: bytes | str, *, limits: Limits = DEFAULT) -> tuple[Json, list[Problem]]:
    """The JSON form of a document in XML, not checked yet, and the faults that only its XML shows, with their places.

    Raises:
        EpcisError: what is no XML, or holds no events.
    """
    reader = _Reader()
    source = reader.document(read_root(raw, limits))
    source["@context"] = [_CONTEXT, *([reader.context] if reader.context else [])]
    return source, reader.problems


class _Reader(EventReader):
    """Turns whole documents into JSON."""

    def document(self, root: Node) -> Json:
        self.answers = root.name == "EPCISQueryDocument"
        if root.name in _TYPES or (not is_own(root) and root.child("eventTime") is not None):
            return self.event(root, "")
        source: Json = {"type": root.name}
        for name in ("schemaVersion", "creationDate"):
            if (value := root.attribute(name)) is not None:
                source[name] = value
        body = root.child("EPCISBody") or root
        head, outside = header(self, root)
        if self.answers:
            return self.answer(root, body, head, source)
        source.update(outside)
        if head:
            source["epcisHeader"] = head
        self.extras(root, source)
        source["epcisBody"] = {"eventList": self.events(body, "/epcisBody/eventList")}
        if body is not root:
            self.extras(body, source["epcisBody"])
        return source

    def answer(self, root: Node, body: Node, head: Json, source: Json) -> Json:
        """Results of a query; JSON has no header for them: its master data join the results."""
        results = self.results(root, body)
        master = head.pop("epcisMasterData", None)
        source.update(head)
        if master:
            results["resultsBody"].setdefault("vocabularyList", []).extend(master["vocabularyList"])
        source["epcisBody"] = {"queryResults": results}
        return source

    def results(self, root: Node, body: Node) -> Json:
        """The results of a query; some systems leave out the envelopes around them."""
        holder = body.child("QueryResults") or body
        results: Json = {"queryName": "SimpleEventQuery"}
        for name in ("queryName", "subscriptionID"):
            if (node := holder.child(name)) is not None:
                results[name] = node.text
        self.extras(root, results)
        if holder is not root:
            self.extras(holder, results)
        found = holder.child("resultsBody")
        if found is None:
            raise refuse("required", "The query document holds no results.", "/epcisBody/queryResults/resultsBody")
        results["resultsBody"] = self.found(found)
        return results

    def found(self, node: Node) -> Json:
        path = "/epcisBody/queryResults/resultsBody/eventList"
        listed = node.child("VocabularyList")
        if listed is None:
            return {"eventList": self.events(node, path)}
        return {"eventList": [], "vocabularyList": vocabularies(self, listed)}

    def events(self, holder: Node, path: str) -> list[Json]:
        listed = holder.child("EventList")
        if listed is None:
            raise refuse("required", "The document holds no list of events.", path)
        return [self.event(node, f"{path}/{i}") for i, node in enumerate(unwrapped(listed))]
