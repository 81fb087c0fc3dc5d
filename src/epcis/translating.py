"""Identifiers of an event in one syntax: all as GS1 Digital Link URIs, or all as EPC URNs.

What has no other spelling (a private URI, a kind of key without the other form, a company prefix of unknown
length) stays as it is: an event is never refused for its spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from biip.gs1_prefixes import GS1CompanyPrefix

from epcis.events import Json
from epcis.identifiers import SCHEMES, to_link, to_urn
from epcis.memory import Remembered
from gs1.digitallink import parse
from gs1.keys import Gs1Error

# Where the company prefix begins in the key: behind the indicator, extension or leading digit.
_BEHIND_FIRST = frozenset({"00", "01", "8003", "8006"})
# Fields of one identifier or a list of them, and fields that hold such fields.
_IDENTIFIERS = frozenset({
    "epcList", "childEPCs", "inputEPCList", "outputEPCList", "parentID", "epcClass", "id", "source", "destination",
    "bizTransaction", "transformationID", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules",
})  # fmt: skip
_HOLDERS = frozenset({
    "quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList", "readPoint", "bizLocation",
    "sourceList", "destinationList", "bizTransactionList", "sensorElementList", "sensorMetadata", "sensorReport",
})  # fmt: skip
_AFTER_DIGITS = re.compile(r"[^0-9].*", re.DOTALL)
KEYS = frozenset(scheme.ai for scheme in SCHEMES.values())


@Remembered
def link_of(uri: str) -> str:
    """The Digital Link URI (on id.gs1.org) of an EPC URN; anything else as it is."""
    if not uri.startswith("urn:epc:"):
        return uri
    try:
        return to_link(uri)
    except Gs1Error:
        return uri


@Remembered
def urn_of(uri: str) -> str:
    """The EPC URN of a Digital Link URI, the company prefix's length as GS1 lists it; anything else as it is."""
    if not uri.startswith(("http://", "https://")):
        return uri
    try:
        link = parse(uri)
        if link.key.ai not in KEYS:
            return uri
        digits = _prefix_digits(link.key.ai, link.key.value)
        return to_urn(link, digits) if digits else uri
    except Gs1Error:
        return uri


def _prefix_digits(ai: str, value: str) -> int:
    """How long the company prefix is, 0 when GS1 does not list it; a key that was read has four digits at least."""
    found = GS1CompanyPrefix.extract(_AFTER_DIGITS.sub("", value[1:] if ai in _BEHIND_FIRST else value))
    return len(found.value) if found and 6 <= len(found.value) <= 12 else 0


def with_links(event: Json) -> Json:
    """The event with every EPC URN as a Digital Link URI."""
    translated: Json = _translated(event, link_of)
    return translated


def with_urns(event: Json) -> Json:
    """The event with every Digital Link URI of a known company prefix as an EPC URN."""
    translated: Json = _translated(event, urn_of)
    return translated


def _translated(value: Any, to: Callable[[str], str]) -> Any:
    """Walk the standard's own fields; extensions and master data are somebody else's words."""
    if type(value) is list:
        return [_translated(item, to) for item in value]
    if type(value) is not dict:
        return value
    return {name: _field(name, item, to) for name, item in value.items()}


def _field(name: str, item: Any, to: Callable[[str], str]) -> Any:
    if name in _IDENTIFIERS:
        return to(item) if type(item) is str else [to(each) for each in item]
    return _translated(item, to) if name in _HOLDERS else item
