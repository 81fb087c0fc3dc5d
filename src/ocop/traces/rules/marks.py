"""Marks: 64-bit numbers under which an event is found, whatever spelling it or the question uses.

A mark is the hash of a canonical value, XORed with the salt of its field. Values are canonical when URN, own-domain
Digital Link and id.gs1.org, or the three spellings of a vocabulary word, have become one. Two values share a mark by
chance once in 2^64; whoever must be sure looks at the event itself.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple

from epcis.canonical import identifier
from epcis.memory import Remembered
from epcis.vocabulary import VOCABULARIES, short

_BITS = (1 << 64) - 1
_SIGN = 1 << 63


def hash64(text: str) -> int:
    """A signed 64-bit hash, as PostgreSQL's bigint holds it."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


@Remembered
def known64(text: str) -> int:
    """The same, remembered: for words and names that come again."""
    return hash64(text)


# The fields that events are marked under. EPC and EPCClass fields as SimpleEventQuery groups them.
FIELDS = (
    "type", "bizStep", "disposition", "readPoint", "bizLocation",
    "epc", "parentID", "inputEPC", "outputEPC", "epcClass", "inputEPCClass", "outputEPCClass",
    "transformationID", "bizTransaction", "source", "destination", "set", "unset",
    "eventID", "correctiveEventID", "reason", "exists", "sensor",
)  # fmt: skip
SALTS: dict[str, int] = {field: hash64(f"field {field}") for field in FIELDS}
# The same fields, for a whole family of identifiers: all serials or lots of one GTIN.
PATTERNS: dict[str, int] = {field: hash64(f"pattern {field}") for field in FIELDS}
_WORDS = {"set": "disposition", "unset": "disposition", "sensor": "measurement"}


def canonical(field: str, value: str) -> str:
    """The one spelling under which a value of a field is marked and looked for."""
    vocabulary = _WORDS.get(field, field)
    if vocabulary in VOCABULARIES and vocabulary not in ("bizTransaction", "sourceDest"):
        return short(vocabulary, value)
    return canonical_id(value)


def canonical_id(value: str) -> str:
    """A GS1 key in its finest canonical link; anything else as it is."""
    return value if _PLAIN.fullmatch(value) else identifier(value) or value


# Most identifiers come as they are kept, and need no translating.
_PLAIN = re.compile(
    r"https://id\.gs1\.org/(?:01/[0-9]{14}(?:/(?:10|21)/[A-Za-z0-9._\-]{1,20})?|00/[0-9]{18}|417/[0-9]{13}|"
    r"414/[0-9]{13}(?:/254/[A-Za-z0-9._\-]{1,20})?)"
)


class Sight(NamedTuple):
    """The hash of an identifier, and of the family it belongs to, if any."""

    own: int
    family: int | None


@Remembered
def sight(value: str) -> Sight:
    link = canonical_id(value)
    family = family_of(link)
    return Sight(hash64(link), known64(family) if family else None)


def mark(field: str, value: str) -> int:
    """The mark of a value in a field, from any spelling."""
    return hash64(canonical(field, value)) ^ SALTS[field]


def pair_mark(field: str, kind: str, value: str) -> int:
    """The mark of a business transaction, source or destination of a given type (empty: of any type)."""
    vocabulary = "bizTransaction" if field == "bizTransaction" else "sourceDest"
    return hash64(f"{short(vocabulary, kind)} {canonical_id(value)}") ^ SALTS[field]


def pattern_mark(field: str, family: str) -> int:
    """The mark of a family of identifiers, named by its canonical link without the last part (`…/01/{gtin}`)."""
    return hash64(family) ^ PATTERNS[field]


_FAMILY = re.compile(r"(https://id\.gs1\.org/(?:01/\d{14}|8003/\d{14}|(?:253|255)/\d{13}|414/\d{13}|8010/[^/]+))/?.+")


def family_of(link: str) -> str:
    """What a canonical link is one of: its GTIN, asset type, document type; empty when it is of no family."""
    if link.startswith("https://id.gs1.org/01/"):
        return link[:36] if len(link) > 36 else ""
    match = _FAMILY.fullmatch(link)
    return match[1] if match else ""
