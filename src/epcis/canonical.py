"""Values in the one spelling that the event hash compares: CBV 2.0, chapter 8.9.

Identifiers become canonical Digital Links, vocabulary words web URIs, moments UTC with milliseconds, numbers bare.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any
from urllib.parse import quote, unquote

from epcis.identifiers import CANONICAL, read_urn
from epcis.memory import Remembered
from epcis.vocabulary import CBV, VOCABULARIES, WEB_VOCABULARY
from gs1.keys import Gs1Error

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NUMERIC = frozenset("0123456789+-.")
_URNS = {
    vocabulary.urn: vocabulary.web for vocabulary in VOCABULARIES.values() if vocabulary.urn.startswith("urn:epcglobal")
}
# A key of Digital Link with the form of its value, and what may follow it in the path.
_LINK = re.compile(
    r"https?://[^/?#]+(?:/[^?#]*?)?/(?:"
    r"(?P<gtin>01/\d{8}|01/\d{12,14}|8006/\d{18})(?P<rest>(?:/(?:22|10|21|235)/[^/?#]+)*)"
    r"|(?P<key>(?:00|8017|8018)/\d{18}|402/\d{17}|417/\d{13}|(?:253|255)/\d{13}[^/?#]*|414/\d{13}(?:/254/[^/?#]+)?"
    r"|8003/\d{14}[^/?#]*|(?:401|8004)/\d{4}[^/?#]+|8010/\d{4}[^/?#]+(?:/8011/\d+)?)"
    r")/?(?:[?#].*)?",
    re.ASCII | re.DOTALL,
)

# Links that are canonical as they come: most of them, and the rest of this module need not look at them.
_PLAIN = re.compile(
    re.escape(CANONICAL) + r"/(?:01/[0-9]{14}(?:/(?:10|21)/[A-Za-z0-9._\-]{1,20})?|00/[0-9]{18}|417/[0-9]{13}|"
    r"414/[0-9]{13}(?:/254/[A-Za-z0-9._\-]{1,20})?)"
)


@Remembered
def identifier(uri: str) -> str | None:
    """Give the canonical, finest Digital Link for an EPC URN or a Digital Link on any host; None for anything else.

    No stem, no query, no product variant, no lot beside a serial number. Check digits are not judged here: a hash
    must not depend on it.
    """
    if _PLAIN.fullmatch(uri):
        return uri
    if uri.startswith("urn:epc:"):
        try:
            link = read_urn(uri)
        except Gs1Error:
            return None
        return CANONICAL + "".join(f"/{ai}/{_escaped(value)}" for ai, value in (link.key, *link.qualifiers))
    match = _LINK.fullmatch(uri)
    if match is None:
        return None
    if match["key"]:
        return f"{CANONICAL}/" + "/".join(map(_escaped, map(unquote, match["key"].split("/"))))
    ai, _, number = match["gtin"].partition("/")
    return f"{CANONICAL}/{ai}/{number.zfill(14)}" + _finest(match["rest"])


def _finest(rest: str) -> str:
    parts = rest.split("/")[1:]
    qualifiers = dict(zip(parts[::2], parts[1::2], strict=True))
    for ai in ("21", "235", "10"):
        if ai in qualifiers:
            return f"/{ai}/{_escaped(unquote(qualifiers[ai]))}"
    return ""


def _escaped(value: str) -> str:
    return quote(value, safe="';=")


def moment(text: str) -> str:
    """Write a moment in UTC with exactly three decimals, rounded half up; what is no moment stays as it is."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    if read.tzinfo is None:
        return text
    try:
        rounded = read.astimezone(UTC) + timedelta(microseconds=500)
    except OverflowError:
        return text
    return rounded.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def value(item: Any, namespaces: Mapping[str, str]) -> str:
    """Write a single value: number, truth value or text."""
    if item is True or item is False:
        return "true" if item else "false"
    if type(item) is int or type(item) is float:
        return _number(item)
    text = item.strip() if type(item) is str else ""
    if text[:1] in _NUMERIC and _NUMBER.fullmatch(text):
        return _number(float(text)) if isfinite(float(text)) else text
    if ":" not in text:
        return text
    return identifier(text) or _word(text, namespaces)


def _number(number: float) -> str:
    """Write a number as the reference implementation does, which knows floats only, also for whole numbers."""
    if type(number) is int:
        if number.bit_length() > 1023:
            return hex(number)
        number = float(number)
    return str(int(number)) if number.is_integer() else str(number)


def _word(text: str, namespaces: Mapping[str, str]) -> str:
    """Vocabulary words: their URNs, and the compact `cbv:` and `gs1:`, become web URIs; other prefixes stay."""
    prefix, _, rest = text.partition(":")
    if prefix in ("cbv", "gs1"):
        base = namespaces.get(prefix, CBV if prefix == "cbv" else WEB_VOCABULARY)
        return base + rest if base.startswith(("https://ref.gs1.org/", "https://gs1.org/")) else text
    if prefix == "urn":
        for urn, web in _URNS.items():
            if text.startswith(urn):
                return web + text[len(urn) :]
    return text
