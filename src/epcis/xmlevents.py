"""Single events in XML: the order of the elements, and how each field of the standard is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from epcis.errors import Place, Report
from epcis.events import Json
from epcis.grammar import SHAPES, misfits
from epcis.vocabulary import NEW_IN_2_0, VOCABULARIES, short
from epcis.xmlnames import Names, decimal
from epcis.xmltree import XSI

_BUSINESS = ("bizStep", "disposition", "readPoint", "bizLocation", "bizTransactionList")
_PARTIES = ("sourceList", "destinationList")
_LATER = ("sensorElementList", "persistentDisposition")
_CHANGES = ("inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID")
_BASE = ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo")
_ORDER: dict[str, tuple[str, ...]] = {
    "ObjectEvent": ("epcList", "action", *_BUSINESS, "quantityList", *_PARTIES, *_LATER, "ilmd"),
    "AggregationEvent": ("parentID", "childEPCs", "action", *_BUSINESS, "childQuantityList", *_PARTIES, *_LATER),
    "TransactionEvent": (
        "bizTransactionList", "parentID", "epcList", "action", *_BUSINESS[:4], "quantityList", *_PARTIES, *_LATER,
    ),
    "TransformationEvent": (*_CHANGES, *_BUSINESS, *_PARTIES, *_LATER, "ilmd"),
    "AssociationEvent": (
        "parentID", "childEPCs", "childQuantityList", "action", *_BUSINESS, *_PARTIES, *_LATER,
    ),
}  # fmt: skip
_ANY = tuple(dict.fromkeys(name for order in _ORDER.values() for name in order))
# Of 1.2: what stands in the event, in its extension, and in the extension of that.
_OLD: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "ObjectEvent": (("epcList", "action", *_BUSINESS), ("quantityList", *_PARTIES, "ilmd"), _LATER),
    "AggregationEvent": (
        ("parentID", "childEPCs", "action", *_BUSINESS), ("childQuantityList", *_PARTIES), _LATER,
    ),
    "TransactionEvent": (
        ("bizTransactionList", "parentID", "epcList", "action", *_BUSINESS[:4]), ("quantityList", *_PARTIES), _LATER,
    ),
    "TransformationEvent": ((*_CHANGES, *_BUSINESS, *_PARTIES, "ilmd"), _LATER, ()),
    "AssociationEvent": (_ORDER["AssociationEvent"], (), ()),
}  # fmt: skip
# Lists that 1.2 wants even when they are empty.
_DEMANDED = {"ObjectEvent": "epcList", "AggregationEvent": "childEPCs", "TransactionEvent": "epcList"}


class EventWriter:
    """Writes events under the prefixes of one document."""

    def __init__(self, namespaces: Mapping[str, str], out: Report, *, old: bool = False, strict: bool = True) -> None:
        self.names = Names(namespaces, out, strict)
        self.old = old

    def speaking(self, own: Mapping[str, str]) -> EventWriter:
        """The same writer for an event whose own context adds prefixes."""
        names = self.names
        writer = EventWriter({**names.namespaces, **own}, names.out, old=self.old, strict=names.strict)
        writer.names.bound = self.names.bound
        return writer

    def event(self, event: Json, at: Place) -> str:
        """One event, in the envelope that its version and type want around it."""
        content, tag = self.bare(event, at)
        wrapped = f"<{tag}>{content}</{tag}>"
        kind = event["type"]
        if self.old and kind == "AssociationEvent":
            return _in("extension", _in("extension", wrapped))
        if (self.old and kind == "TransformationEvent") or (not self.old and kind not in SHAPES):
            return _in("extension", wrapped)
        return wrapped

    def bare(self, event: Json, at: Place) -> tuple[str, str]:
        """The content and the tag of one event, without any envelope."""
        kind = event["type"]
        if kind not in SHAPES:
            return self.foreign(event, at), self.names.tag(kind, (at, "type"))
        written = self.old_fields(event, at) if self.old else self.fields(event, at, (*_BASE, *_ORDER[kind]))
        return written + self.extensions(event, at), kind

    def fields(self, event: Json, at: Place, order: tuple[str, ...]) -> str:
        return "".join(_FIELDS[name](self, name, event[name], (at, name)) for name in order if name in event)

    def old_fields(self, event: Json, at: Place) -> str:
        kind = event["type"]
        if (demanded := _DEMANDED.get(kind)) and demanded not in event:
            event = {**event, demanded: []}
        own, inner, innermost = _OLD[kind]
        base = self.fields(event, at, _BASE[3:5]) + _in("extension", self.fields(event, at, _BASE[5:]))
        later = _in("extension", self.fields(event, at, innermost))
        return (
            self.fields(event, at, _BASE[:3]) + _in("baseExtension", base) + self.fields(event, at, own)
            + _in("extension", self.fields(event, at, inner) + later)
        )  # fmt: skip

    def foreign(self, event: Json, at: Place) -> str:
        """An event of somebody's own type: the fields of the standard, then the rest as it is."""
        for name in misfits(event):
            self.names.fault((at, name), "xml_field", f"In XML, the field {name} has the form that EPCIS gives it.")
            event = {key: value for key, value in event.items() if key != name}
        order = tuple(name for name in (*_BASE, *_ANY) if name in event)
        rest = (name for name in event if name not in order and name not in ("type", "@context"))
        return self.fields(event, at, order) + "".join(self.free(name, event[name], (at, name)) for name in rest)

    # Fields of the standard.

    def plain(self, name: str, value: Any, at: Place) -> str:
        return f"<{name}>{self.names.text(value, at)}</{name}>"

    def repeated(self, name: str, value: Any, at: Place) -> str:
        return "".join(self.plain(name, entry, at) for entry in (value if type(value) is list else [value]))

    def word(self, field: str, value: str) -> str:
        """A vocabulary value as XML spells it; anything else as it is."""
        vocabulary = VOCABULARIES[field]
        known = short(field, value) if self.old else value
        if known not in vocabulary.words:
            return value
        if vocabulary.urn == "urn:gs1:voc:":
            return "gs1:" + known
        return (vocabulary.web if self.old and known in NEW_IN_2_0 else vocabulary.urn) + known

    def vocabulary(self, name: str, value: Any, at: Place) -> str:
        return self.plain(name, self.word(name, value), at)

    def epcs(self, name: str, value: Any, at: Place) -> str:
        return f"<{name}>{self.repeated('epc', value, at)}</{name}>"

    def quantities(self, name: str, value: Any, at: Place) -> str:
        return f"<{name}>{''.join(self.quantity(entry, (at, i)) for i, entry in enumerate(value))}</{name}>"

    def quantity(self, entry: Json, at: Place) -> str:
        inside = self.plain("epcClass", entry["epcClass"], at)
        if "quantity" in entry:
            inside += f"<quantity>{decimal(entry['quantity'])}</quantity>"
        elif "uom" in entry:  # the schema has no unit without an amount
            inside += f'<quantity {self.names.bind(XSI, "xsi")}:nil="true"/>'
        if "uom" in entry:
            inside += self.plain("uom", entry["uom"], at)
        return _in("quantityElement", inside)

    def place(self, name: str, value: Any, at: Place) -> str:
        own = (self.free(key, value[key], (at, key)) for key in value if key != "id" and ":" not in key)
        content = self.plain("id", value["id"], at) + _in("extension", "".join(own)) + self.extensions(value, at)
        return f"<{name}>{content}</{name}>"

    def pairs(self, name: str, value: Any, at: Place) -> str:
        field = name.removesuffix("List")
        kinds = "bizTransaction" if field == "bizTransaction" else "sourceDest"
        written = ""
        for i, entry in enumerate(value):
            kind = f' type="{self.names.text(self.word(kinds, entry["type"]), at)}"' if "type" in entry else ""
            written += f"<{field}{kind}>{self.names.text(entry[field], (at, i))}</{field}>"
        return _in(name, written)

    def persistent(self, name: str, value: Any, at: Place) -> str:
        return _in(name, "".join(
            self.plain(key, self.word("disposition", word), at)
            for key in ("unset", "set") for word in value.get(key, ())
        ))  # fmt: skip

    def error(self, name: str, value: Any, at: Place) -> str:
        inside = self.plain("declarationTime", value["declarationTime"], at)
        if "reason" in value:
            inside += self.plain("reason", self.word("reason", value["reason"]), at)
        if "correctiveEventIDs" in value:
            ids = self.repeated("correctiveEventID", value["correctiveEventIDs"], at)
            inside += f"<correctiveEventIDs>{ids}</correctiveEventIDs>"
        return _in(name, inside + self.extensions(value, at))

    def sensors(self, name: str, value: Any, at: Place) -> str:
        return _in(name, "".join(self.sensor(entry, (at, i)) for i, entry in enumerate(value)))

    def sensor(self, entry: Json, at: Place) -> str:
        inside = ""
        if "sensorMetadata" in entry:
            inside = self.measured("sensorMetadata", entry["sensorMetadata"], (at, "sensorMetadata"))
        for i, report in enumerate(entry["sensorReport"]):
            inside += self.measured("sensorReport", report, ((at, "sensorReport"), i))
        return _in("sensorElement", inside + self.extensions(entry, at))

    def measured(self, tag: str, entry: Json, at: Place) -> str:
        worded = {name: self.word(_WORDS[name], value) if name in _WORDS else value for name, value in entry.items()}
        return f"<{tag}{self.attributes(worded, at)}/>"

    def attributes(self, entry: Json, at: Place) -> str:
        """Each once: two prefixes of one namespace could make two names the same."""
        written: dict[str, str] = {}
        for name, value in entry.items():
            tag = self.names.tag(name, (at, name))
            if tag in written:
                self.names.fault((at, name), "xml_name", f"{tag} would stand twice in one element.")
            written.setdefault(tag, self.names.text(value, (at, name)))
        return "".join(f' {tag}="{text}"' for tag, text in written.items())

    def master(self, name: str, value: Any, at: Place) -> str:
        return f"<{name}>{self.members(value, at)}</{name}>"

    # Extensions: any nesting.

    def extensions(self, holder: Json, at: Place) -> str:
        return "".join(self.free(name, value, (at, name)) for name, value in holder.items() if ":" in name)

    def free(self, name: str, value: Any, at: Place) -> str:
        """An element for each entry of a list; members inside; what can only be an attribute as an attribute."""
        if type(value) is list:
            return "".join(self.free(name, entry, (at, i)) for i, entry in enumerate(value))
        tag = self.names.tag(name, at)
        if type(value) is not dict:
            return f"<{tag}>{self.names.text(value, at)}</{tag}>"
        attributes = {key: entry for key, entry in value.items() if self.names.is_attribute(key, entry)}
        content = self.members({key: entry for key, entry in value.items() if key not in attributes}, at)
        return f"<{tag}{self.attributes(attributes, at)}>{content}</{tag}>"

    def members(self, holder: Json, at: Place) -> str:
        text = self.names.text(holder["#text"], (at, "#text")) if "#text" in holder else ""
        return text + "".join(self.free(name, entry, (at, name)) for name, entry in holder.items() if name != "#text")

    def named(self, name: str, value: Any, at: Place) -> str:
        """A list of names, each as an empty element."""
        tag = self.names.tag(name, at)
        inside = (f"<{self.names.tag(entry, at)}/>" for entry in value)
        return f"<{tag}>{''.join(inside)}</{tag}>"

    # Master data.

    def vocabularies(self, value: Any, at: Place) -> str:
        return f"<VocabularyList>{''.join(self.listed(v, (at, i)) for i, v in enumerate(value))}</VocabularyList>"

    def listed(self, vocabulary: Json, at: Place) -> str:
        elements = vocabulary.get("vocabularyElementList", ())
        inside = _in("VocabularyElementList", "".join(self.element(e, (at, i)) for i, e in enumerate(elements)))
        kind = self.names.text(vocabulary["type"], at)
        return f'<Vocabulary type="{kind}">{inside}{self.extensions(vocabulary, at)}</Vocabulary>'

    def element(self, element: Json, at: Place) -> str:
        inside = ""
        for i, attribute in enumerate(element.get("attributes", ())):
            value = attribute.get("attribute", "")
            content = self.members(value, at) if type(value) is dict else self.names.text(value, (at, i))
            inside += f'<attribute id="{self.names.text(attribute["id"], at)}">{content}</attribute>'
        if element.get("children"):
            inside += _in("children", self.repeated("id", element["children"], at))
        key = self.names.text(element["id"], at)
        return f'<VocabularyElement id="{key}">{inside}{self.extensions(element, at)}</VocabularyElement>'


def _in(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag}>" if content else ""


_WORDS = {"type": "measurement", "exception": "alert", "component": "component"}
_Write = Callable[[EventWriter, str, Any, Place], str]
_FIELDS: dict[str, _Write] = {
    **dict.fromkeys(
        (*_BASE[:4], "action", "parentID", "transformationID"), EventWriter.plain,
    ),
    "certificationInfo": EventWriter.repeated, "errorDeclaration": EventWriter.error,
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), EventWriter.epcs),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), EventWriter.quantities
    ),
    **dict.fromkeys(("bizStep", "disposition"), EventWriter.vocabulary),
    **dict.fromkeys(("readPoint", "bizLocation"), EventWriter.place),
    **dict.fromkeys(("bizTransactionList", *_PARTIES), EventWriter.pairs),
    "sensorElementList": EventWriter.sensors, "persistentDisposition": EventWriter.persistent,
    "ilmd": EventWriter.master,
}  # fmt: skip
