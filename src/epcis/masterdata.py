"""Master data (EPCIS 2.0, 6.1.1 and 6.5): what documents say of places, parties and classes, and questions by it.

A query that names attributes (`HASATTR_…`, `EQATTR_…`) or descendants (`WD_…`) is answered in two steps: first the
elements that meet it, then, by `known_by` and `with_descendants`, the same condition on their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from epcis.events import Json
from epcis.memory import Remembered
from epcis.queryterms import ANY, Attribute, Condition, Field, Pattern
from epcis.queryvalues import decimal, known_as
from epcis.vocabulary import short

_STANDARD = re.compile(r"(?:urn:epcglobal:epcis:vtype:|https://ref\.gs1\.org/epcis/|epcis:)(\w+)", re.ASCII)
_PLACES, _PARTIES = ("readPoint", "bizLocation"), ("source", "destination")
_CLASSES = (
    "epc", "parentID", "inputEPC", "outputEPC", "anyEPC", "epcClass", "inputEPCClass", "outputEPCClass", "anyEPCClass",
)  # fmt: skip
# Which fields name elements of a vocabulary of the standard; one of somebody's own may stand in any field.
_NAMED_IN: dict[str, tuple[str, ...]] = {
    "ReadPoint": ("readPoint",), "BusinessLocation": ("bizLocation",), "Location": (*_PLACES, *_PARTIES),
    "SourceDest": _PARTIES, "Party": _PARTIES, "BusinessStep": ("bizStep",), "Disposition": ("disposition",),
    "BusinessTransaction": ("bizTransaction",), "EPCClass": _CLASSES, "EPCInstance": _CLASSES,
}  # fmt: skip
# Kinds of things of which every instance and lot begins with the link of its kind.
_FAMILY = re.compile(r"https://id\.gs1\.org/(?:(?:01|8003)/[0-9]{14}|(?:253|255)/[0-9]{13}|8006/[0-9]{18})")
_NAME = re.compile(r"(.+?)[/#:]+([^/#:]+)", re.DOTALL)
CBV_ATTRIBUTES = "urn:epcglobal:cbv:mda"


class Element(NamedTuple):
    """One element of a vocabulary. `said` is its id as it was given, `key` the one spelling; children are keys.

    Attributes are (name, value) in their order; names are written out, values as they came. `own` are members of
    somebody's own namespace in the same form, with the names inside them written out as well.
    """

    vocabulary: str
    said: str
    key: str
    attributes: tuple[tuple[str, Any], ...] = ()
    children: tuple[str, ...] = ()
    own: tuple[tuple[str, Any], ...] = ()

    @property
    def kind(self) -> str:
        """The vocabulary's word in the standard (`BusinessLocation`); the whole type where it is somebody's own."""
        return kind_of(self.vocabulary)


@Remembered
def kind_of(vocabulary: str) -> str:
    match = _STANDARD.fullmatch(vocabulary)
    return match[1] if match else vocabulary


def elements_in(vocabularies: Iterable[Json], namespaces: Mapping[str, str]) -> Iterator[Element]:
    """The elements of a `vocabularyList` that has been checked."""
    for vocabulary in vocabularies:
        for element in vocabulary.get("vocabularyElementList", ()):
            yield _element(vocabulary["type"], element, namespaces)


def _element(vocabulary: str, source: Json, namespaces: Mapping[str, str]) -> Element:
    kind = kind_of(vocabulary)
    attributes = tuple(
        (written_out(each["id"], namespaces), each.get("attribute", "")) for each in source.get("attributes", ())
    )
    children = tuple(_key(kind, child) for child in source.get("children", ()))
    own = _spelt({name: value for name, value in source.items() if ":" in name}, namespaces)
    return Element(vocabulary, source["id"], _key(kind, source["id"]), attributes, children, tuple(own.items()))


def _spelt(value: Any, namespaces: Mapping[str, str]) -> Any:
    """Members with the names of namespaces written out, at any depth."""
    if type(value) is dict:
        return {
            written_out(name, namespaces) if ":" in name else name: _spelt(entry, namespaces)
            for name, entry in value.items()
        }
    return [_spelt(entry, namespaces) for entry in value] if type(value) is list else value


def _key(kind: str, name: str) -> str:
    word = {"BusinessStep": "bizStep", "Disposition": "disposition"}.get(kind)
    return short(word, name) if word else known_as(name)


def vocabularies_of(elements: Iterable[Element]) -> list[Json]:
    """The elements as a `vocabularyList`, one list for each vocabulary."""
    found: dict[str, list[Json]] = {}
    for element in elements:
        told: Json = {"id": element.said}
        if element.attributes:
            told["attributes"] = [{"id": name, "attribute": value} for name, value in element.attributes]
        if element.children:
            told["children"] = list(element.children)
        told |= element.own
        found.setdefault(element.vocabulary, []).append(told)
    return [{"type": name, "vocabularyElementList": told} for name, told in found.items()]


def written_out(name: str, namespaces: Mapping[str, str]) -> str:
    """`prefix:name` with its namespace; a bare name is one of the CBV; anything else as it is."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return f"{CBV_ATTRIBUTES}#{name}"
    base = namespaces.get(prefix)
    return name if not base else base + local if base[-1] in "/#:" else f"{base}#{local}"


@Remembered
def same_name(name: str) -> str:
    """A name written out, however its namespace ends: `…mda:city` and `…mda#city` are the same attribute."""
    match = _NAME.fullmatch(name)
    return f"{match[1]}#{match[2]}" if match else name


def value_key(value: Any) -> str:
    """What equal values share, so that they can be looked for: numbers by what they are, identifiers in one spelling."""
    if type(value) is bool:
        return str(value).lower()
    try:
        return str(decimal(value))
    except ValueError:
        return known_as(value) if type(value) is str else ""


def may_stand_in(kind: str, condition: Condition) -> bool:
    """Whether the field that a condition is about names elements of such a vocabulary."""
    return condition.subject == "extension" or kind not in _NAMED_IN or condition.subject in _NAMED_IN[kind]


def answers(element: Element, condition: Condition) -> bool:
    """Whether an element has the attribute, or the value of it, that a condition asks for."""
    wanted = condition.of
    assert isinstance(wanted, Attribute)
    if not may_stand_in(element.kind, condition):
        return False
    if not wanted.name:
        return any(same_name(name) in condition.values for name, _ in element.attributes)
    found = [value for name, value in element.attributes if same_name(name) == wanted.name]
    return any(_equal(value, each) for value in found for each in condition.values)


def _equal(value: Any, wanted: Any) -> bool:
    """Texts as they are or as identifiers; numbers and truth values also when asked for as text."""
    if type(value) is dict:
        return any(_equal(value[name], wanted) for name in ("#text", "@value") if name in value)
    if type(value) is str and type(wanted) is str:
        return value == wanted or known_as(value) == known_as(wanted)
    return bool(value_key(value)) and value_key(value) == value_key(wanted)


def known_by(condition: Condition, elements: Iterable[Element]) -> Condition:
    """A condition on attributes as one on ids: events whose field names an element that answers it.

    A class of goods stands for its lots and instances, too.
    """
    wanted = condition.of
    assert isinstance(wanted, Attribute)
    keys = frozenset(element.key for element in elements if answers(element, condition))
    starts = tuple(sorted(key for key in keys if condition.subject in _CLASSES and _FAMILY.fullmatch(key)))
    of: str | Field = wanted.field or (ANY if condition.subject in (*_PARTIES, "bizTransaction") else "")
    return condition._replace(op="match", values=(Pattern(starts, keys),), of=of)


def with_descendants(condition: Condition, children: Mapping[str, Sequence[str]]) -> Condition:
    """A condition with descendants (`WD_…`) that names all of them: what lies below its values, by their children."""
    found = dict.fromkeys(condition.values)
    waiting = list(found)
    while waiting:
        below = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(dict.fromkeys(below))
        waiting += below
    return condition._replace(values=tuple(found))
