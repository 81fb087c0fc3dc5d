"""The header of an XML document read: business header and master data, kept whole in the JSON form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from epcis.events import Json
from epcis.xmlheaders import SBDH, SBDH_ROOT
from epcis.xmltree import Node, is_own, unwrapped


class Reader(Protocol):
    """What is needed of the reader of documents: names under prefixes, and free content."""

    def name(self, node: Node) -> str: ...
    def free(self, node: Node) -> Any: ...
    def extras(self, holder: Node, into: Json) -> None: ...


def header(reader: Reader, root: Node) -> tuple[Json, Json]:
    """Give the members of `epcisHeader`, and those of the document that JSON keeps outside (`sender`, …)."""
    found: Json = {}
    outside: Json = {}
    node = root.child("EPCISHeader")
    for child in unwrapped(node) if node is not None else ():
        if child.namespace == SBDH and child.name == SBDH_ROOT:
            found[reader.name(child)] = reader.free(child)
            outside = _parties(child)
        elif child.name == "EPCISMasterData" and is_own(child):
            listed = child.child("VocabularyList")
            found["epcisMasterData"] = {"vocabularyList": vocabularies(reader, listed) if listed is not None else []}
    return found, outside


def _parties(node: Node) -> Json:
    places = {
        "sender": ("Sender", "Identifier"),
        "receiver": ("Receiver", "Identifier"),
        "instanceIdentifier": ("DocumentIdentification", "InstanceIdentifier"),
    }
    return {name: text for name, path in places.items() if (text := _text_at(node, path))}


def _text_at(node: Node | None, path: tuple[str, ...]) -> str:
    for name in path:
        node = node.child(name) if node is not None else None
    return node.text if node is not None else ""


def vocabularies(reader: Reader, node: Node) -> list[Json]:
    """A VocabularyList as `vocabularyList`."""
    return [_vocabulary(reader, child) for child in unwrapped(node)]


def _vocabulary(reader: Reader, node: Node) -> Json:
    found: Json = _named(node, "type")
    elements = node.child("VocabularyElementList")
    if elements is not None:
        found["vocabularyElementList"] = [_element(reader, child) for child in elements.children]
    reader.extras(node, found)
    return found


def _element(reader: Reader, node: Node) -> Json:
    found: Json = _named(node, "id")
    attributes = [_attribute(reader, child) for child in unwrapped(node) if child.name == "attribute" and is_own(child)]
    if attributes:
        found["attributes"] = attributes
    children = node.child("children")
    if children is not None:
        found["children"] = [child.text for child in children.children]
    reader.extras(node, found)
    return found


def _attribute(reader: Reader, node: Node) -> Json:
    content = replace(node, attributes=[attribute for attribute in node.attributes if attribute[:2] != ("id", "")])
    return {**_named(node, "id"), "attribute": reader.free(content)}


def _named(node: Node, name: str) -> Json:
    value = node.attribute(name)
    return {} if value is None else {name: value}
