"""How values are packed into the bits of a compressed Digital Link: numbers as short as their digits allow, or text in the
narrowest of five alphabets; six bits a character of base64url.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from gs1.elements import Element
from gs1.keys import Gs1Error

LONGEST = 800  # characters of a compressed segment; a link that fills a QR code has fewer
# Public implementations, GS1's own among them, pack these differently or not at all: a guess could read a wrong value.
UNSETTLED = frozenset({"4330", "4331", "4332", "4333", "7011", "7258", "8007", "8043"})

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SIX_BITS = {character: place for place, character in enumerate(BASE64)}
_ASCII = 4
_HEX = "0123456789abcdef"
_ALPHABETS: dict[int, tuple[int, str]] = {
    1: (4, _HEX),
    2: (4, _HEX.upper()),
    3: (6, BASE64),
    _ASCII: (7, "".join(map(chr, range(128)))),
}
_FITS = ((0, r"[0-9]+"), (2, r"[0-9A-F]+"), (1, r"[0-9a-f]+"), (3, r"[A-Za-z0-9_-]+"))
_PART = re.compile(r"([NXYZ])(\.\.)?(\d+)")


class Part(NamedTuple):
    """A part of a value: digits or text, of just so many characters or of up to so many."""

    digits: bool
    length: int
    fixed: bool


_OWN: dict[str, tuple[Part, ...]] = {
    "7007": (Part(True, 6, True), Part(True, 6, False)),
    **dict.fromkeys((f"723{n}" for n in range(10)), (Part(False, 30, False),)),
}


class Bits:
    """Bits of a compressed segment, taken from the left."""

    __slots__ = ("_value", "left")

    def __init__(self, packed: str) -> None:
        if not 0 < len(packed) <= LONGEST or not SIX_BITS.keys() >= set(packed):
            raise Gs1Error("the compressed part is empty, too long or not base64url")
        self._value = 0
        for character in packed:
            self._value = self._value << 6 | SIX_BITS[character]
        self.left = 6 * len(packed)

    def take(self, count: int) -> int:
        if count > self.left:
            raise Gs1Error("the compressed part ends too early")
        self.left -= count
        return self._value >> self.left & ((1 << count) - 1)


def value_of(bits: Bits, ai: str) -> str:
    return "".join(_part(bits, part) for part in parts_packed(ai))


def _part(bits: Bits, part: Part) -> str:
    if part.digits:
        return _number(bits, part.length if part.fixed else bits.take(part.length.bit_length()))
    alphabet = bits.take(3)
    return text_of(bits, alphabet, part.length if part.fixed else bits.take(part.length.bit_length()))


def _number(bits: Bits, length: int) -> str:
    number = bits.take(_bits_of(length))
    if number >= 10**length:
        raise Gs1Error("a number in the compressed part has more digits than it says")
    return f"{number:0{length}d}" if length else ""


def text_of(bits: Bits, alphabet: int, length: int) -> str:
    if alphabet == 0:
        return _number(bits, length)
    if alphabet not in _ALPHABETS:
        raise Gs1Error("a text in the compressed part is in no known alphabet")
    width, characters = _ALPHABETS[alphabet]
    return "".join(characters[bits.take(width)] for _ in range(length))


@lru_cache(maxsize=1024)
def parts_packed(ai: str) -> tuple[Part, ...]:
    """Give the parts in which the value of an assigned identifier is packed.

    Raises:
        Gs1Error: the identifier is one of UNSETTLED.
    """
    if ai in UNSETTLED:
        raise Gs1Error(f"AI ({ai}) has no settled compressed form", ai)
    if ai in _OWN:
        return _OWN[ai]
    parts: list[Part] = []
    for kind, up_to, length in _PART.findall(GS1ApplicationIdentifier.extract(ai).format.split("+", 1)[1]):
        part = Part(kind == "N", int(length), not up_to)
        if parts and part.fixed and parts[-1].fixed and part.digits == parts[-1].digits:
            part = part._replace(length=part.length + parts.pop().length)
        parts.append(part)
    return tuple(parts)


@lru_cache(maxsize=256)
def _bits_of(digits: int) -> int:
    """How many bits a number takes; the hundredth is the standard's own, by which no digits at all take one bit."""
    return math.ceil(digits * math.log2(10) + 0.01)


def bits_of_element(held: Element) -> str:
    bits, at = "", 0
    for part in parts_packed(held.ai):
        text = held.value[at : at + part.length]
        at += len(text)
        length = "" if part.fixed else f"{len(text):0{part.length.bit_length()}b}"
        bits += length + _bits_of_number(text) if part.digits else bits_of_text(text, length)
    return bits


def _bits_of_number(digits: str) -> str:
    return f"{int(digits or '0'):0{_bits_of(len(digits))}b}"


def bits_of_text(text: str, length: str) -> str:
    alphabet = next((number for number, fitting in _FITS if re.fullmatch(fitting, text)), _ASCII)
    if alphabet == 0:
        return f"000{length}{_bits_of_number(text)}"
    width, characters = _ALPHABETS[alphabet]
    return f"{alphabet:03b}{length}" + "".join(f"{characters.index(c):0{width}b}" for c in text)
