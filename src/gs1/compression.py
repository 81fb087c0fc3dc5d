"""Compressed Digital Links: read and written after the compression chapter of GS1 Digital Link (1.1, 1.2).

A compressed link is one path segment in base64url. Its bits hold one record after another: an application identifier, four bits
a digit, then its value; or a code in which a letter stands for a usual group of identifiers, then their values; or `F` and a
pair of the query that is none of GS1's. Values are numbers as short as their digits allow, or text in the narrowest of five
alphabets. What is left of the last character is zero.

    >>> unpacked = decompress("https://id.gs1.org/DBHKVAdpQgowOQ")
    >>> unpacked.uri("https://id.gs1.org")
    'https://id.gs1.org/01/09780345418913/21/12345'
    >>> compress(unpacked.link, "https://id.gs1.org")
    'https://id.gs1.org/DBHKVAdpQgowOQ'
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote, unquote

from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from gs1.digitallink import KEYS, DigitalLink, build, parse_path, parts_of
from gs1.elements import Element, element, is_known
from gs1.keys import Gs1Error

Pair = tuple[str, str]
LONGEST = 800  # characters of a compressed segment; a link that fills a QR code has fewer
# Public implementations, GS1's own among them, pack these differently or not at all: a guess could read a wrong value.
UNSETTLED = frozenset({"4330", "4331", "4332", "4333", "7011", "7258", "8007", "8043"})

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SIX_BITS = {character: place for place, character in enumerate(_BASE64)}
_FOREIGN = 0xF  # the first four bits of a pair that is none of GS1's
_LONGEST_FOREIGN = 127
_LONGEST_VALUE = 160  # characters; ninety of an internal identifier, in seven bits each, take 107
_ASCII = 4
_HEX = "0123456789abcdef"
_ALPHABETS: dict[int, tuple[int, str]] = {
    1: (4, _HEX),
    2: (4, _HEX.upper()),
    3: (6, _BASE64),
    _ASCII: (7, "".join(map(chr, range(128)))),
}
_FITS = ((0, r"[0-9]+"), (2, r"[0-9A-F]+"), (1, r"[0-9a-f]+"), (3, r"[A-Za-z0-9_-]+"))
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_PART = re.compile(r"([NXYZ])(\.\.)?(\d+)")

_GROUPS: dict[str, tuple[str, ...]] = {
    "0A": ("01", "22"), "0B": ("01", "10"), "0C": ("01", "21"), "0D": ("01", "17"), "0E": ("01", "7003"), "0F": ("01", "30"),
    "1A": ("01", "10", "21", "17"), "1B": ("01", "15"), "1C": ("01", "11"), "1D": ("01", "16"), "1E": ("01", "91"),
    "1F": ("01", "10", "15"),
    **{f"2{letter}": ("01", f"310{n}") for n, letter in enumerate("ABCDEF")},
    **{f"3{letter}": ("01", f"320{n}") for n, letter in enumerate("ABCDEF")},
    "9A": ("8010", "8011"), "9B": ("8017", "8019"), "9C": ("8018", "8019"), "9D": ("414", "254"),
    **{f"A{n}": ("01", f"392{n}") for n in range(10)},
    **{f"C{n}": ("255", f"390{n}") for n in range(10)},
    **{f"C{letter}": ("255", f"394{n}") for n, letter in enumerate("ABCD")},
}  # fmt: skip


class Part(NamedTuple):
    """A part of a value: digits or text, of just so many characters or of up to so many."""

    digits: bool
    length: int
    fixed: bool


_OWN: dict[str, tuple[Part, ...]] = {
    "7007": (Part(True, 6, True), Part(True, 6, False)),
    **dict.fromkeys((f"723{n}" for n in range(10)), (Part(False, 30, False),)),
}


class Unpacked(NamedTuple):
    """What a compressed link says: the link, and pairs of the query that are none of GS1's."""

    link: DigitalLink
    others: tuple[Pair, ...] = ()

    @property
    def query(self) -> str:
        """Attributes and other pairs, percent-encoded, as they would stand in the query."""
        return _query((*self.link.attributes, *self.others))

    def uri(self, stem: str) -> str:
        """Write the uncompressed URI on the given origin (with or without a path of its own)."""
        return stem.rstrip("/") + self.link.path + (f"?{self.query}" if self.query else "")


# Reading.


def looks_packed(segment: str) -> bool:
    """Tell whether a path segment can be a compressed link, whole or damaged: its first value is sound.

    A word of the same letters hardly ever has a known identifier with a value that fits it, check digit included.
    """
    if not 4 <= len(segment) <= LONGEST or not _SIX_BITS.keys() >= set(segment):
        return False
    bits = _Bits(segment[:_LONGEST_VALUE])
    try:
        ai = _identifiers(bits, f"{bits.take(8):02X}")[0]
        return bool(element(ai, _value(bits, ai)))
    except Gs1Error:
        return False


def decompress(uri: str) -> Unpacked:
    """Read a URI whose last path segment is compressed; the key may stand before it in the clear.

    Raises:
        Gs1Error: no URI, not compressed, cut off, wrongly padded, or no sound Digital Link when unpacked.
    """
    path, query = parts_of(uri)
    return decompress_path(path, query)


def decompress_path(path: str, query: str = "") -> Unpacked:
    """Read the path and query of a compressed URI (percent-encoded), as a web server sees them.

    What the query holds is left there, but its attributes count as attributes of the link. Raises as `decompress`.
    """
    *before, packed = path.rstrip("/").split("/")
    clear = [element(before[-2], unquote(before[-1]))] if len(before) > 2 and before[-2] in KEYS else []
    elements, others = _unpacked(packed)
    link = build(_once(chain(clear, elements)))
    return Unpacked(parse_path(link.path, "&".join(filter(None, (_query(link.attributes), query)))), others)


def _once(elements: Iterable[Element]) -> Iterator[Element]:
    seen = set()
    for found in elements:
        if found.ai in seen:
            raise Gs1Error(f"AI ({found.ai}) is duplicated", found.ai)
        seen.add(found.ai)
        yield found


def _unpacked(packed: str) -> tuple[list[Element], tuple[Pair, ...]]:
    bits = _Bits(packed)
    elements: list[Element] = []
    others: list[Pair] = []
    while bits.left >= 6:  # fewer only fill the last character
        code = bits.take(8)
        if code >> 4 == _FOREIGN:
            others.append(_foreign(bits, (code & 15) << 3 | bits.take(3)))
        else:
            elements += [element(ai, _value(bits, ai)) for ai in _identifiers(bits, f"{code:02X}")]
    if bits.take(bits.left):
        raise Gs1Error("the compressed part is not padded with zeros")
    return elements, tuple(others)


class _Bits:
    """Bits of a compressed segment, taken from the left."""

    __slots__ = ("_value", "left")

    def __init__(self, packed: str) -> None:
        if not 0 < len(packed) <= LONGEST or not _SIX_BITS.keys() >= set(packed):
            raise Gs1Error("the compressed part is empty, too long or not base64url")
        self._value = 0
        for character in packed:
            self._value = self._value << 6 | _SIX_BITS[character]
        self.left = 6 * len(packed)

    def take(self, count: int) -> int:
        if count > self.left:
            raise Gs1Error("the compressed part ends too early")
        self.left -= count
        return self._value >> self.left & ((1 << count) - 1)


def _identifiers(bits: _Bits, code: str) -> tuple[str, ...]:
    if not code.isdigit():
        if code not in _GROUPS:
            raise Gs1Error(f"{code} is no group of application identifiers")
        return _GROUPS[code]
    ai = code + "".join(f"{bits.take(4):X}" for _ in range(_length_of(code) - 2))
    if not is_known(ai):  # nothing begins so, or nothing goes on so
        raise Gs1Error(f"AI ({ai}) is not assigned", ai)
    return (ai,)


@lru_cache(maxsize=128)
def _length_of(beginning: str) -> int:
    """How long identifiers are that begin with these two digits; 0 when none does."""
    for more in range(3):
        if any(is_known(f"{beginning}{n:0{more}d}" if more else beginning) for n in range(10**more)):
            return 2 + more
    return 0


def _value(bits: _Bits, ai: str) -> str:
    return "".join(_part(bits, part) for part in parts_packed(ai))


def _part(bits: _Bits, part: Part) -> str:
    if part.digits:
        return _number(bits, part.length if part.fixed else bits.take(part.length.bit_length()))
    alphabet = bits.take(3)
    return _text(bits, alphabet, part.length if part.fixed else bits.take(part.length.bit_length()))


def _number(bits: _Bits, length: int) -> str:
    number = bits.take(_bits_of(length))
    if number >= 10**length:
        raise Gs1Error("a number in the compressed part has more digits than it says")
    return f"{number:0{length}d}" if length else ""


def _text(bits: _Bits, alphabet: int, length: int) -> str:
    if alphabet == 0:
        return _number(bits, length)
    if alphabet not in _ALPHABETS:
        raise Gs1Error("a text in the compressed part is in no known alphabet")
    width, characters = _ALPHABETS[alphabet]
    return "".join(characters[bits.take(width)] for _ in range(length))


def _foreign(bits: _Bits, length: int) -> Pair:
    key = "".join(_BASE64[bits.take(6)] for _ in range(length))
    alphabet = bits.take(3)
    value = _text(bits, alphabet, bits.take(7))
    if not key or key.isdigit() or not _PRINTABLE.fullmatch(value):
        raise Gs1Error("a pair in the compressed part is not what a query may hold")
    return key, value


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


# Writing.


def compress(
    link: DigitalLink, stem: str, others: Iterable[Pair] = (), *, partly: bool = False, grouped: bool = True
) -> str:
    """Write a link in its compressed form on the given origin.

    `partly` leaves the key in the clear; `grouped` uses the short codes for usual groups of identifiers; `others` are pairs of
    the query that are none of GS1's. What has no compressed form stays in the query.
    """
    packed = [e for e in link.elements if e.ai not in UNSETTLED and not (partly and e == link.key)]
    pairs = [pair for pair in others if _is_packable(pair)]
    kept = [e for e in link.attributes if e.ai in UNSETTLED] + [pair for pair in others if not _is_packable(pair)]
    stem = stem.rstrip("/") + (DigitalLink(link.key).path if partly else "")
    if packed or pairs:
        stem += "/" + _packed(_records(packed, link.key, grouped), pairs)
    return stem + (f"?{_query(kept)}" if kept else "")


def _is_packable(pair: Pair) -> bool:
    key, value = pair
    fits = 0 < len(key) <= _LONGEST_FOREIGN and not key.isdigit() and _SIX_BITS.keys() >= set(key)
    return fits and len(value) <= _LONGEST_FOREIGN and _PRINTABLE.fullmatch(value) is not None


def _records(elements: Sequence[Element], key: Element, grouped: bool) -> list[tuple[str, list[Element]]]:
    """Group and order the elements: groups, then the rest by identifier; but the key of the link before any other key."""
    records: list[tuple[str, list[Element]]] = []
    left = {e.ai: e for e in elements}
    if any(ai in KEYS and ai != key.ai for ai in left) and key.ai in left:
        records.append((key.ai, [left.pop(key.ai)]))
    while grouped and (code := _best_group(left)):
        records.append((code, [left.pop(ai) for ai in _GROUPS[code]]))
    return records + [(ai, [left[ai]]) for ai in sorted(left)]


def _best_group(left: dict[str, Element]) -> str | None:
    fitting = [code for code, ais in _GROUPS.items() if left.keys() >= set(ais)]
    return max(fitting, key=lambda code: sum(map(len, _GROUPS[code])), default=None)


def _packed(records: Iterable[tuple[str, list[Element]]], pairs: Iterable[Pair]) -> str:
    bits = "".join(
        chain(
            (f"{int(code, 16):0{4 * len(code)}b}" + "".join(map(_bits_of_element, held)) for code, held in records),
            map(_bits_of_pair, pairs),
        )
    )
    bits += "0" * (-len(bits) % 6)
    return "".join(_BASE64[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def _bits_of_element(held: Element) -> str:
    bits, at = "", 0
    for part in parts_packed(held.ai):
        text = held.value[at : at + part.length]
        at += len(text)
        length = "" if part.fixed else f"{len(text):0{part.length.bit_length()}b}"
        bits += length + _bits_of_number(text) if part.digits else _bits_of_text(text, length)
    return bits


def _bits_of_number(digits: str) -> str:
    return f"{int(digits or '0'):0{_bits_of(len(digits))}b}"


def _bits_of_text(text: str, length: str) -> str:
    alphabet = next((number for number, fitting in _FITS if re.fullmatch(fitting, text)), _ASCII)
    if alphabet == 0:
        return f"000{length}{_bits_of_number(text)}"
    width, characters = _ALPHABETS[alphabet]
    return f"{alphabet:03b}{length}" + "".join(f"{characters.index(c):0{width}b}" for c in text)


def _bits_of_pair(pair: Pair) -> str:
    key, value = pair
    written = "".join(f"{_SIX_BITS[c]:06b}" for c in key)
    return f"{_FOREIGN:04b}{len(key):07b}{written}{_bits_of_text(value, f'{len(value):07b}')}"


def _query(pairs: Iterable[Pair]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
