"""EPCIS in XML, versions 2.0 and 1.2, read into the same `Document` as JSON.

The events come out in the JSON spelling: short words of the vocabulary, lists without wrappers, extensions as
`prefix:name`, with the prefixes in the document's context. The `extension` and `baseExtension` envelopes of 1.2 are
opened. The business header stands whole in `epcisHeader`, its sender, receiver and identifier also where JSON has
them; master data stand in `epcisMasterData`. Of the order of elements only one rule of the XML schema is kept, that
the times come before the action; published documents jumble the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from epcis.documents import Document, read
from epcis.errors import EpcisError, Problem, refuse
from epcis.events import Json
from epcis.limits import DEFAULT, Limits
from epcis.vocabulary import short
from epcis.xmlheadreading import header, vocabularies
from epcis.xmltree import XSI, Node, is_own, read_root, unwrapped

_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
# A name of an extension must be a URI by its form, so its prefix must be fit for a scheme.
_NOT_IN_PREFIX = re.compile(r"^[^A-Za-z]+|[^A-Za-z0-9.\-]")
_NO_SECONDS = re.compile(r"(T\d\d:\d\d)(Z|[+-])", re.ASCII)
_TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")
_DECIMALS = frozenset("quantity value minValue maxValue meanValue sDev percRank percValue".split())  # noqa: SIM905


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


class _Reader:
    """Turns nodes into JSON and gathers the prefixes on the way."""

    def __init__(self) -> None:
        self.context: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.answers = False

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

    def extras(self, holder: Node, into: Json) -> None:
        """Extensions of a document or its parts; `ignoreFields` names what stays out of its event hashes."""
        for node in holder.children:
            if is_own(node):
                continue
            if node.name == "ignoreFields":
                into[self.name(node)] = [self.name(child) for child in node.children]
            else:
                _gather(into, self.name(node), self.free(node))

    def events(self, holder: Node, path: str) -> list[Json]:
        listed = holder.child("EventList")
        if listed is None:
            raise refuse("required", "The document holds no list of events.", path)
        return [self.event(node, f"{path}/{i}") for i, node in enumerate(unwrapped(listed))]

    def event(self, node: Node, path: str) -> Json:
        event: Json = {"type": node.name if is_own(node) else self.name(node)}
        for name, namespace, prefix, value in node.attributes:
            if namespace and namespace != XSI:
                event[self.qualified(name, namespace, prefix)] = value
        for child in unwrapped(node):
            name = child.name if is_own(child) else self.name(child)
            if name == "action" and not event.keys() >= {"eventTime", "eventTimeZoneOffset"}:
                self.problems.append(
                    Problem(f"{path}/action", "order", "The times of an event come before its action.")
                )
            value = _FIELDS[name](self, child) if name in _FIELDS else self.free(child)
            if ":" in name or name == "certificationInfo":
                _gather(event, name, value)
            elif name in event:
                self.problems.append(Problem(f"{path}/{name}", "repeated", f"The element {name} stands twice."))
            else:
                event[name] = value
        return event

    # Fields of the standard.

    def moment(self, text: str) -> str:
        """Other systems answer with moments that lack the seconds; what we capture must have them."""
        return _NO_SECONDS.sub(r"\1:00\2", text) if self.answers else text

    def plain(self, node: Node) -> Any:
        return node.text

    def texts(self, node: Node) -> list[str]:
        return [child.text for child in node.children]

    def members(self, node: Node) -> Json:
        """An object of plain members, and extensions among them."""
        found: Json = {}
        for child in unwrapped(node):
            if is_own(child):
                if ("nil", XSI) not in (attribute[:2] for attribute in child.attributes):
                    found[child.name] = self.member(child)
            else:
                _gather(found, self.name(child), self.free(child))
        return found

    def member(self, node: Node) -> Any:
        if node.name in _DECIMALS:
            return _decimal(node.text)
        return self.free(node) if node.children else node.text

    def error(self, node: Node) -> Json:
        found = self.members(node)
        if "declarationTime" in found:
            found["declarationTime"] = self.moment(found["declarationTime"])
        if "reason" in found:
            found["reason"] = short("reason", found["reason"])
        if (ids := node.child("correctiveEventIDs")) is not None:
            found["correctiveEventIDs"] = self.texts(ids)
        return found

    def pairs(self, node: Node) -> list[Json]:
        """Business transactions, sources and destinations: the type is an attribute."""
        found = []
        for child in node.children:
            pair: Json = {child.name: child.text}
            if (kind := child.attribute("type")) is not None:
                pair["type"] = short("bizTransaction" if child.name == "bizTransaction" else "sourceDest", kind)
            found.append(pair)
        return found

    def persistent(self, node: Node) -> Json:
        found: Json = {}
        for child in node.children:
            found.setdefault(child.name, []).append(short("disposition", child.text))
        return found

    def sensor(self, node: Node) -> Json:
        found: Json = {}
        for child in unwrapped(node):
            if child.name == "sensorMetadata" and is_own(child):
                found["sensorMetadata"] = self.measured(child)
            elif child.name == "sensorReport" and is_own(child):
                found.setdefault("sensorReport", []).append(self.measured(child))
            else:
                _gather(found, self.name(child), self.free(child))
        return found

    def measured(self, node: Node) -> Json:
        found: Json = {}
        for name, namespace, prefix, value in node.attributes:
            if namespace:
                found[self.qualified(name, namespace, prefix)] = value
            else:
                found[name] = _MEASURED.get(name, str)(value)
        return found

    # Extensions and master data.

    def free(self, node: Node) -> Any:
        """Text alone as text; members, attributes and text together as an object; repeated members as lists."""
        found: Json = {}
        for name, namespace, prefix, value in node.attributes:
            if namespace != XSI:
                found[self.qualified(name, namespace, prefix)] = value
        for child in node.children:
            _gather(found, self.name(child), self.free(child))
        if not found:
            return node.text
        return {"#text": node.text, **found} if node.text else found

    def master(self, node: Node) -> Json:
        found = self.free(node)
        return found if isinstance(found, dict) else {}

    def name(self, node: Node) -> str:
        return self.qualified(node.name, node.namespace, node.prefix)

    def qualified(self, name: str, namespace: str, prefix: str) -> str:
        """`prefix:name`, under one prefix for each namespace and one namespace for each prefix."""
        if not namespace:
            return name
        chosen = self.prefixes.get(namespace)
        if chosen is None:
            chosen = _NOT_IN_PREFIX.sub("", prefix) or "ns"
            while chosen in self.context:
                chosen += "x"
            self.prefixes[namespace], self.context[chosen] = chosen, namespace
        return f"{chosen}:{name}"


def _gather(into: Json, name: str, value: Any) -> None:
    """Put a member in; the second of a name makes it a list."""
    if name not in into:
        into[name] = value
    elif isinstance(into[name], list):
        into[name].append(value)
    else:
        into[name] = [into[name], value]


def _decimal(text: str) -> Any:
    """A number where it is one; otherwise the text, which the check then refuses with its place."""
    if not text.isascii() or text.strip("+-.0123456789eE"):
        return text
    try:
        return int(text) if text.isdecimal() and len(text) < 19 else float(text)
    except ValueError:
        return text


def _boolean(text: str) -> Any:
    return {"true": True, "1": True, "false": False, "0": False}.get(text, text)


def _word(field: str) -> Callable[[str], Any]:
    return lambda text: short(field, text)


def _vocabulary(field: str) -> Callable[[_Reader, Node], Any]:
    return lambda _, node: short(field, node.text)


_MEASURED: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_DECIMALS, _decimal),
    "booleanValue": _boolean, "type": _word("measurement"), "exception": _word("alert"), "component": _word("component"),
}  # fmt: skip
_FIELDS: dict[str, Callable[[_Reader, Node], Any]] = {
    **dict.fromkeys(
        (
            "eventTimeZoneOffset", "eventID", "certificationInfo", "parentID", "action",
            "transformationID",
        ), _Reader.plain,
    ),
    **dict.fromkeys(("eventTime", "recordTime"), lambda reader, node: reader.moment(node.text)),
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), _Reader.texts),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
        lambda reader, node: [reader.members(child) for child in node.children],
    ),
    **dict.fromkeys(("readPoint", "bizLocation"), _Reader.members),
    **dict.fromkeys(("bizTransactionList", "sourceList", "destinationList"), _Reader.pairs),
    "bizStep": _vocabulary("bizStep"), "disposition": _vocabulary("disposition"),
    "persistentDisposition": _Reader.persistent, "errorDeclaration": _Reader.error,
    "sensorElementList": lambda reader, node: [reader.sensor(child) for child in node.children],
    "ilmd": _Reader.master,
}  # fmt: skip
