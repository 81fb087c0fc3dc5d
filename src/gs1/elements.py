"""Element strings: pairs of application identifier and value, each checked against its format."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString

from gs1.contents import fault
from gs1.keys import CSET_82, Gs1Error, has_valid_check_digit

_BRACKETED = re.compile(r"\((\d{2,4})\)")
_CHECKED = {"01", "02", "03", "00", "253", "255", "402", "8003", "8017", "8018", "8006", "8026"} | {
    str(n) for n in range(410, 418)
}
# The identifiers of nearly every stamp, known at sight: digits with a check digit, or so many characters of set 82.
_NUMBERS = {"00": 18, "01": 14, "414": 13, "417": 13}
_TEXTS = {"10": 20, "21": 20, "22": 20, "235": 28, "254": 20}


class Element(NamedTuple):
    """One application identifier with its value."""

    ai: str
    value: str

    def __str__(self) -> str:
        return f"({self.ai}){self.value}"


@lru_cache(maxsize=1024)
def is_known(ai: str) -> bool:
    """Tell whether GS1 has assigned this application identifier."""
    try:
        return GS1ApplicationIdentifier.extract(ai).ai == ai
    except ParseError:
        return False


def element(ai: str, value: str) -> Element:
    """Check one value against the format of its application identifier.

    Raises:
        Gs1Error: unknown identifier, empty, too long, wrong characters, wrong check digit, impossible date.
    """
    if _is_plain(ai, value):
        return Element(ai, value)
    return _read_in_full(ai, value)


def _is_plain(ai: str, value: str) -> bool:
    """Know the commonest elements ten times faster than the full reader does; False means: ask it."""
    if ai in _TEXTS:
        return len(value) <= _TEXTS[ai] and CSET_82.fullmatch(value) is not None
    return len(value) == _NUMBERS.get(ai) and has_valid_check_digit(value)


def _read_in_full(ai: str, value: str) -> Element:
    if not is_known(ai):
        raise Gs1Error(f"AI ({ai}) is not assigned", ai)
    if not value:
        raise Gs1Error(f"AI ({ai}) is empty", ai)
    if not _is_span(ai, value):
        _refuse_malformed(ai, value)
    if failed := fault(ai, value):
        raise Gs1Error(f"AI ({ai}): the value is not what it should be ({failed})", ai)
    return Element(ai, value)


def _is_span(ai: str, value: str) -> bool:
    """Know a span of harvest days, which biip 5 takes for a day and a time."""
    return ai == "7007" and len(value) == 12 and value.isascii() and value.isdigit()


def _refuse_malformed(ai: str, value: str) -> None:
    try:
        found = GS1ElementString.extract(ai + value)
    except ParseError as error:
        raise Gs1Error(f"AI ({ai}): {error}", ai) from error
    if found.value != value:  # biip reads as far as it can and leaves the rest
        raise Gs1Error(f"AI ({ai}) is too long or has characters that are not allowed", ai)
    if found.gtin_error or found.gln_error or found.sscc_error or not _check_digit_holds(ai, value):
        raise Gs1Error(f"AI ({ai}): the check digit is wrong", ai)


def _check_digit_holds(ai: str, value: str) -> bool:
    if ai not in _CHECKED:
        return True
    number = {"253": value[:13], "255": value[:13], "8003": value[1:14], "8006": value[:14], "8026": value[:14]}.get(
        ai, value
    )
    return has_valid_check_digit(number)


def parse_bracketed(text: str) -> tuple[Element, ...]:
    """Read the human form `(01)09520123456788(10)ABC`."""
    parts = _BRACKETED.split(text)
    if parts[0] or len(parts) < 3:
        raise Gs1Error("expected (AI)value pairs")
    return tuple(element(ai, value) for ai, value in zip(parts[1::2], parts[2::2], strict=True))
