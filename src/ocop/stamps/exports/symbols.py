"""QR symbols of a whole batch by XOR, from one symbol that a real encoder made.

With version, level, mask and mode fixed, a symbol is an affine function over GF(2) of its payload bits (data, error
correction and mask alike). The encoder therefore draws one reference symbol and one difference per bit; every further
symbol is a handful of XORs of big integers, bit for bit what the encoder would have drawn.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import segno

# ISO/IEC 18004, alphanumeric mode: two characters are 45 * a + b in 11 bits, a last single one 6 bits.
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {character: value for value, character in enumerate(ALPHANUMERIC)}
LEVEL = "m"
MASK = 0


def encode(text: str, version: int | None = None) -> segno.QRCode:
    """Let the encoder draw one symbol the slow way (some hundred a second)."""
    return segno.make_qr(text, version=version, error=LEVEL, mask=MASK, mode="alphanumeric", boost_error=False)


def _as_int(symbol: segno.QRCode) -> int:
    """Pack the rows, each padded to whole bytes as image formats want them; dark is 1."""
    width = len(symbol.matrix)
    row_bytes = (width + 7) // 8
    total = 0
    for row in symbol.matrix:
        bits = int("".join("1" if module else "0" for module in row), 2)
        total = total << row_bytes * 8 | bits << (row_bytes * 8 - width)
    return total


def _pair(value: int) -> str:
    return ALPHANUMERIC[value // 45] + ALPHANUMERIC[value % 45]


@lru_cache(maxsize=256)
def _differences(version: int, length: int, at: int) -> tuple[int, ...]:
    """What each bit of the pair (or last single character) at this place changes in the symbol."""
    return differences_of(length, at, lambda text: encode(text, version))


def differences_of(length: int, at: int, draw: Callable[[str], segno.QRCode]) -> tuple[int, ...]:
    """The same for any symbol that holds so many alphanumeric characters as one of its segments."""
    zero = "0" * length
    reference = _as_int(draw(zero))
    single = at == length - 1
    units = [ALPHANUMERIC[1 << k] if single else _pair(1 << k) for k in range(6 if single else 11)]
    return tuple(_as_int(draw(zero[:at] + unit + zero[at + len(unit) :])) ^ reference for unit in units)


def _combined(differences: tuple[int, ...], bits: int) -> int:
    total = 0
    for k, difference in enumerate(differences):
        if bits >> k & 1:
            total ^= difference
    return total


class Prepared(Protocol):
    """Draws the symbols of one batch."""

    @property
    def width(self) -> int: ...

    @property
    def row_bytes(self) -> int: ...

    def symbol(self, text: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """All symbols whose text is `head` followed by a varying tail of fixed length."""

    version: int
    width: int
    reference: int
    start: int
    tables: tuple[dict[str, int], ...]
    size: int

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8

    def symbol(self, text: str) -> bytes:
        """Return the symbol of one text: `width` rows of `row_bytes` bytes, dark is 1, no clear zone."""
        total = self.reference
        at = self.start
        for table in self.tables:
            total ^= table[text[at : at + 2]]
            at += 2
        return total.to_bytes(self.size, "big")

    def symbols(self, texts: Iterable[str]) -> Iterator[bytes]:
        return map(self.symbol, texts)


def batch(head: str, tails: str, tail_length: int) -> Batch:
    """Prepare the symbols of `head` + `tail_length` characters out of the alphabet `tails`.

    Raises:
        ValueError: the head has characters outside the alphanumeric mode (write the origin in capitals).
    """
    if wrong := set(head + tails) - set(ALPHANUMERIC):
        raise ValueError(f"not in the alphanumeric mode of QR: {''.join(sorted(wrong))}")
    length = len(head) + tail_length
    start = len(head) - len(head) % 2
    base = head + "0" * tail_length
    drawn = encode(base)
    version = int(drawn.version)
    tables = tuple(
        table(base, at, len(head), tails, _differences(version, length, at)) for at in range(start, length, 2)
    )
    rows = len(drawn.matrix)
    return Batch(version, rows, _as_int(drawn), start, tables, rows * ((rows + 7) // 8))


def table(base: str, at: int, head_length: int, tails: str, differences: tuple[int, ...]) -> dict[str, int]:
    """What each text that can stand at this place changes against the reference symbol."""
    reference = base[at : at + 2]
    places = [tails if i >= head_length else base[i] for i in range(at, at + len(reference))]
    texts = ("".join(pieces) for pieces in itertools.product(*places))
    return {text: _combined(differences, _bits(text) ^ _bits(reference)) for text in texts}


def _bits(text: str) -> int:
    value = 0
    for character in text:
        value = value * 45 + _VALUE[character]
    return value
