"""Values of query parameters: read from JSON or text, and brought to the one spelling that is compared.

Each reader takes one value and gives it in that spelling, or raises ValueError with what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from epcis.canonical import identifier
from epcis.errors import shown
from epcis.formats import is_hex, is_moment, is_uri
from epcis.vocabulary import VOCABULARIES, short

Reader = Callable[[Any], Any]

EVENT_TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")
ACTIONS = ("OBSERVE", "ADD", "DELETE")


def text(item: Any) -> str:
    if type(item) is not str or not item:
        raise ValueError(f"{shown(item)} is no text")
    return item


def uri(item: Any) -> str:
    """Any absolute URI, as it is."""
    if type(item) is not str or not is_uri(item):
        raise ValueError(f"{shown(item)} is no URI")
    return item


def known_as(value: str) -> str:
    """The one spelling of an identifier: EPC URN and Digital Link on any host become the link of id.gs1.org."""
    return identifier(value) or value


def identified(item: Any) -> str:
    """An identifier: a URI in its canonical spelling."""
    return known_as(uri(item))


def moment(item: Any) -> datetime:
    """A date and time with a zone, in UTC."""
    if type(item) is not str or not is_moment(item):
        raise ValueError(f"{shown(item)} is no date and time with a zone (2026-11-22T08:00:00+07:00)")
    return datetime.fromisoformat(item).astimezone(UTC)


def decimal(item: Any) -> float:
    """A finite number; text is read as one."""
    if type(item) is bool or type(item) not in (int, float, str):
        raise ValueError(f"{shown(item)} is no number")
    try:
        found = float(item)
    except (ValueError, OverflowError):
        found = float("nan")
    if not isfinite(found) or (type(item) is str and ("_" in item or item != item.strip())):
        raise ValueError(f"{shown(item)} is no number")
    return found


def whole(item: Any) -> int:
    """A whole number from 1 up."""
    written = str(item) if type(item) is int else item
    if (
        type(written) is not str
        or not (written.isascii() and written.isdigit())
        or len(written) > 9
        or not int(written)
    ):
        raise ValueError(f"{shown(item)} is no whole number from 1 to 999999999")
    return int(written)


def truth(item: Any) -> bool:
    """A truth value: true, false, 1, 0, or nothing at all, which asks for what is there."""
    if item in (True, None, "true", "", "1"):
        return True
    if item in (False, "false", "0"):
        return False
    raise ValueError(f"{shown(item)} is neither true nor false")


def hex_binary(item: Any) -> str:
    if type(item) is not str or not is_hex(item):
        raise ValueError(f"{shown(item)} is no hexadecimal text")
    return item.upper()


def action(item: Any) -> str:
    if item not in ACTIONS:
        raise ValueError(f"{shown(item)} is no action; there are ADD, OBSERVE and DELETE")
    return str(item)


def event_type(item: Any) -> str:
    if item in EVENT_TYPES:
        return str(item)
    return uri(item)


def word_of(vocabulary: str) -> Reader:
    """A reader of words of one vocabulary, or of somebody's own URI: any spelling becomes the short word."""
    words = VOCABULARIES[vocabulary].words

    def read(item: Any) -> str:
        if type(item) is not str:
            raise ValueError(f"{shown(item)} is no text")
        word = short(vocabulary, item)
        if word in words or is_uri(word):
            return word
        raise ValueError(f"{shown(item)} is neither a word of the Core Business Vocabulary nor a URI")

    return read
