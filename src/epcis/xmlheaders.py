"""The header of an XML document: the Standard Business Document Header (SBDH 1.3) and master data."""

from __future__ import annotations

from typing import Any

from epcis.errors import Place
from epcis.events import Json
from epcis.xmlevents import EventWriter

SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
SBDH_ROOT = "StandardBusinessDocumentHeader"


def header(writer: EventWriter, source: Json, vocabulary: Any = None) -> str:
    """Write EPCISHeader for a document in JSON, or nothing.

    A header that came in XML stands in `epcisHeader` (of an answer: in the document) under the prefix of SBDH; else
    one is made of `sender`, `receiver` and `instanceIdentifier`.
    """
    own = source.get("epcisHeader", {})
    at: Place = (None, "epcisHeader")
    inside = _business(writer, source, own)
    if vocabulary is None:
        vocabulary = own.get("epcisMasterData", {}).get("vocabularyList")
    if vocabulary:
        lists = writer.vocabularies(vocabulary, at)
        inside += f"<extension><EPCISMasterData>{lists}</EPCISMasterData></extension>"
    return f"<EPCISHeader>{inside}</EPCISHeader>" if inside else ""


def _business(writer: EventWriter, source: Json, own: Json) -> str:
    for holder in (own, source):
        for name, value in holder.items():
            if name.endswith(":" + SBDH_ROOT) and type(value) is dict:
                return _element(writer, name, value, (None, name))
    if any(name in source for name in ("sender", "receiver", "instanceIdentifier")):
        return _made(writer, source)
    return ""


def _element(writer: EventWriter, name: str, value: Any, at: Place) -> str:
    """In this header, members without a prefix are attributes (`Authority`)."""
    if type(value) is list:
        return "".join(_element(writer, name, entry, at) for entry in value)
    tag = writer.names.tag(name, at)
    if type(value) is not dict:
        return f"<{tag}>{writer.names.text(value, at)}</{tag}>"
    said = writer.attributes({key: entry for key, entry in value.items() if _is_attribute(key)}, at)
    inside = writer.names.text(value["#text"], at) if "#text" in value else ""
    inside += "".join(_element(writer, key, entry, (at, key)) for key, entry in value.items() if ":" in key)
    return f"<{tag}{said}>{inside}</{tag}>"


def _is_attribute(name: str) -> bool:
    return ":" not in name and name != "#text"


def _made(writer: EventWriter, source: Json) -> str:
    p = writer.names.bind(SBDH, "sbdh")

    def said(name: str, value: Any) -> str:
        return f"<{p}:{name}>{writer.names.text(value, None)}</{p}:{name}>"

    def partner(name: str, value: Any) -> str:
        return f"<{p}:{name}>{said('Identifier', value)}</{p}:{name}>"

    document = (
        said("Standard", "EPCglobal") + said("TypeVersion", "1.0")
        + said("InstanceIdentifier", source.get("instanceIdentifier", "")) + said("Type", "Events")
        + said("CreationDateAndTime", source.get("creationDate"))
    )  # fmt: skip
    inside = (
        said("HeaderVersion", "1.0") + partner("Sender", source.get("sender", ""))
        + partner("Receiver", source.get("receiver", ""))
        + f"<{p}:DocumentIdentification>{document}</{p}:DocumentIdentification>"
    )  # fmt: skip
    return f"<{p}:{SBDH_ROOT}>{inside}</{p}:{SBDH_ROOT}>"
