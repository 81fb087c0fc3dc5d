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

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote, unquote

from gs1.digitallink import KEYS, DigitalLink, build, parse_path, parts_of
from gs1.elements import Element, element, is_known
from gs1.keys import Gs1Error
from gs1.packing import (
    BASE64,
    LONGEST,
    SIX_BITS,
    UNSETTLED,
    Bits,
    bits_of_element,
    bits_of_text,
    text_of,
    value_of,
)

Pair = tuple[str, str]
_FOREIGN = 0xF  # the first four bits of a pair that is none of GS1's
_LONGEST_FOREIGN = 127
_LONGEST_VALUE = 160  # characters; ninety of an internal identifier, in seven bits each, take 107
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
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
    if not 4 <= len(segment) <= LONGEST or not SIX_BITS.keys() >= set(segment):
        return False
    bits = Bits(segment[:_LONGEST_VALUE])
    try:
        ai = _identifiers(bits, f"{bits.take(8):02X}")[0]
        return bool(element(ai, value_of(bits, ai)))
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
    bits = Bits(packed)
    elements: list[Element] = []
    others: list[Pair] = []
    while bits.left >= 6:  # fewer only fill the last character
        code = bits.take(8)
        if code >> 4 == _FOREIGN:
            others.append(_foreign(bits, (code & 15) << 3 | bits.take(3)))
        else:
            elements += [element(ai, value_of(bits, ai)) for ai in _identifiers(bits, f"{code:02X}")]
    if bits.take(bits.left):
        raise Gs1Error("the compressed part is not padded with zeros")
    return elements, tuple(others)


def _identifiers(bits: Bits, code: str) -> tuple[str, ...]:
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


def _foreign(bits: Bits, length: int) -> Pair:
    key = "".join(BASE64[bits.take(6)] for _ in range(length))
    alphabet = bits.take(3)
    value = text_of(bits, alphabet, bits.take(7))
    if not key or key.isdigit() or not _PRINTABLE.fullmatch(value):
        raise Gs1Error("a pair in the compressed part is not what a query may hold")
    return key, value


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
    fits = 0 < len(key) <= _LONGEST_FOREIGN and not key.isdigit() and SIX_BITS.keys() >= set(key)
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
            (f"{int(code, 16):0{4 * len(code)}b}" + "".join(map(bits_of_element, held)) for code, held in records),
            map(_bits_of_pair, pairs),
        )
    )
    bits += "0" * (-len(bits) % 6)
    return "".join(BASE64[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def _bits_of_pair(pair: Pair) -> str:
    key, value = pair
    written = "".join(f"{SIX_BITS[c]:06b}" for c in key)
    return f"{_FOREIGN:04b}{len(key):07b}{written}{bits_of_text(value, f'{len(value):07b}')}"


def _query(pairs: Iterable[Pair]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
