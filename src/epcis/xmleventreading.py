"""Single events in XML, read into their JSON form: fields of the standard, extensions, and the prefixes they need."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from epcis.errors import Problem
from epcis.events import Json
from epcis.vocabulary import short
from epcis.xmltree import XSI, Node, is_own, unwrapped

# A name of an extension must be a URI by its form, so its prefix must be fit for a scheme.
_NOT_IN_PREFIX = re.compile(r"^[^A-Za-z]+|[^A-Za-z0-9.\-]")
_NO_SECONDS = re.compile(r"(T\d\d:\d\d)(Z|[+-])", re.ASCII)
_DECIMALS = frozenset("quantity value minValue maxValue meanValue sDev percRank percValue".split())  # noqa: SIM905


class EventReader:
    """Turns nodes into JSON and gathers the prefixes on the way; `answers` are read with more patience."""

    def __init__(self) -> None:
        self.context: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.answers = False

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

    def extras(self, holder: Node, into: Json) -> None:
        """Extensions of a document or its parts; `ignoreFields` names what stays out of its event hashes."""
        for node in holder.children:
            if is_own(node):
                continue
            if node.name == "ignoreFields":
                into[self.name(node)] = [self.name(child) for child in node.children]
            else:
                _gather(into, self.name(node), self.free(node))

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


def _vocabulary(field: str) -> Callable[[EventReader, Node], Any]:
    return lambda _, node: short(field, node.text)


_MEASURED: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_DECIMALS, _decimal),
    "booleanValue": _boolean, "type": _word("measurement"), "exception": _word("alert"), "component": _word("component"),
}  # fmt: skip
_FIELDS: dict[str, Callable[[EventReader, Node], Any]] = {
    **dict.fromkeys(
        (
            "eventTimeZoneOffset", "eventID", "certificationInfo", "parentID", "action",
            "transformationID",
        ), EventReader.plain,
    ),
    **dict.fromkeys(("eventTime", "recordTime"), lambda reader, node: reader.moment(node.text)),
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), EventReader.texts),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"),
        lambda reader, node: [reader.members(child) for child in node.children],
    ),
    **dict.fromkeys(("readPoint", "bizLocation"), EventReader.members),
    **dict.fromkeys(("bizTransactionList", "sourceList", "destinationList"), EventReader.pairs),
    "bizStep": _vocabulary("bizStep"), "disposition": _vocabulary("disposition"),
    "persistentDisposition": EventReader.persistent, "errorDeclaration": EventReader.error,
    "sensorElementList": lambda reader, node: [reader.sensor(child) for child in node.children],
    "ilmd": EventReader.master,
}  # fmt: skip
