"""A whole page with a few gaps, packed beforehand: filling it costs microseconds, its check sum included.

A gzip member ends with a check sum over the plain text. Computing it anew costs as much as all the rest of a scan; but what
long unchanging text does to a check sum is linear, so four look-ups stand for thirty kilobytes.
"""

from __future__ import annotations

import re
import secrets
import struct
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from .pieces import Piece, piece, raw_piece

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_LAST_BLOCK = b"\x03\x00"
_ENDING = struct.Struct("<II").pack
_WORTH_PACKING = 100
# No text that a person wrote can hold a gap: nobody knows the token of this process.
_TOKEN = secrets.token_hex(8)
_GAP = re.compile(rf"@@{_TOKEN}(\w+)@@".encode())


def gap(name: str) -> str:
    """A place in a text that each answer fills on its own."""
    return f"@@{_TOKEN}{name}@@"


@lru_cache(maxsize=4_000)
def _shift(length: int) -> array[int]:
    """What `length` bytes do to a CRC-32 that comes before them: four tables, one for each of its bytes."""
    zeros = bytes(length)
    none = zlib.crc32(zeros, 0)
    bits = [zlib.crc32(zeros, 1 << bit) ^ none for bit in range(32)]
    table = array("L", bytes(1024 * array("L").itemsize))
    for byte in range(4):
        for bit in range(8):
            for low in range(1 << bit):
                at = byte << 8
                table[at + (1 << bit) + low] = table[at + low] ^ bits[8 * byte + bit]
    return table


# All of a page behind its first gap, with the other gaps filled: packed, its check sum, its length, and the table of `_shift`.
Tail: TypeAlias = "tuple[tuple[bytes, ...], int, int, array[int]]"


class Mould:
    """Fixed parts with gaps between them; `gaps[i]` names what comes after `fixed[i]`."""

    __slots__ = ("_head", "_lengths", "_packed", "_plain", "_shifts", "_sums", "_used", "gaps")

    def __init__(self, parts: Iterable[Piece]) -> None:
        fixed, gaps = _cut_at_gaps(parts)
        self.gaps = gaps
        self._plain = [b"".join(p.plain for p in run) for run in fixed]
        self._packed = [b"".join(p.packed for p in run) for run in fixed]
        self._head = _HEAD + self._packed[0]
        self._sums = [zlib.crc32(plain) for plain in self._plain]
        self._lengths = sum(map(len, self._plain))
        self._shifts: list[array[int]] = []
        self._used = 0

    def plain(self, values: Sequence[bytes]) -> bytes:
        pieces = self._plain[:1]
        for value, fixed in zip(values, self._plain[1:], strict=True):
            pieces += (value, fixed)
        return b"".join(pieces)

    def gzipped(self, values: Sequence[bytes]) -> bytes:
        """One gzip member; values are stored as they are, in a deflate block of their own."""
        packed = [self._head]
        total = self._through(values, self._sums[0], 0, packed)
        size = self._lengths + sum(map(len, values))
        packed += (_LAST_BLOCK, _ENDING(total, size & 0xFFFFFFFF))
        return b"".join(packed)

    def _through(self, values: Sequence[bytes], total: int, begin: int, packed: list[bytes]) -> int:
        """Pack from the gap `begin` on; returns the check sum `total` after it."""
        shifts = self._shifts or self._warm()
        for place, value in enumerate(values, begin + 1):
            total = zlib.crc32(value, total)
            if shifts:
                t = shifts[place - 1]
                total = (
                    t[total & 255] ^ t[256 + (total >> 8 & 255)] ^ t[512 + (total >> 16 & 255)] ^ t[768 + (total >> 24)]
                )
                total ^= self._sums[place]
            else:
                total = zlib.crc32(self._plain[place], total)
            packed += (_stored(len(value)), value, self._packed[place])
        return total

    def tail(self, values: Sequence[bytes]) -> Tail | None:
        """Fill every gap but the first, for pages that differ there only; None while too few asked for this page."""
        if not self._shifts:
            return None
        packed = [self._packed[1]]
        total = self._through(values, self._sums[1], 1, packed)
        packed.append(_LAST_BLOCK)
        length = self._lengths - len(self._plain[0]) + sum(map(len, values))
        return tuple(packed), total, len(self._plain[0]) + length, _shift(length)

    def gzipped_before(self, value: bytes, tail: Tail) -> bytes:
        """One gzip member: the first gap filled now, the rest beforehand."""
        packed, behind, size, t = tail
        length = len(value)
        total = zlib.crc32(value, self._sums[0])
        total = t[total & 255] ^ t[256 + (total >> 8 & 255)] ^ t[512 + (total >> 16 & 255)] ^ t[768 + (total >> 24)]
        return b"".join((self._head, _stored(length), value, *packed, _ENDING(total ^ behind, size + length)))

    def _warm(self) -> list[array[int]]:
        """Tables are worth making for a page that is asked for again and again."""
        self._used += 1
        if self._used == 4:
            self._shifts = [_shift(len(plain)) for plain in self._plain[1:]]
        return self._shifts


@lru_cache(maxsize=2_000)
def _stored(length: int) -> bytes:
    return struct.pack("<BHH", 0, length, length ^ 0xFFFF)


def _cut_at_gaps(parts: Iterable[Piece]) -> tuple[list[list[Piece]], tuple[str, ...]]:
    fixed: list[list[Piece]] = [[]]
    gaps: list[str] = []
    for part in parts:
        texts = _GAP.split(part.plain)
        if len(texts) == 1:
            fixed[-1].append(part)
            continue
        for place, text in enumerate(texts):
            if place % 2:
                gaps.append(text.decode())
                fixed.append([])
            elif text:
                words = text.decode()
                fixed[-1].append(piece(words, 9) if len(text) > _WORTH_PACKING else raw_piece(words))
    return fixed, tuple(gaps)
