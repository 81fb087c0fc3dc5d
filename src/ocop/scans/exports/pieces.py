"""Pages glued from ready pieces, plain or compressed, without a template at the moment of the scan."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_LAST_BLOCK = b"\x03\x00"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes, and the same bytes as deflate blocks that refer to nothing before them and end on a whole byte."""

    plain: bytes
    packed: bytes


def piece(text: str, level: int = 6) -> Piece:
    plain = text.encode()
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Piece(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


def raw_piece(text: str) -> Piece:
    """A short text that differs each time: stored as it is, because compressing it costs more than it saves."""
    plain = text.encode()
    size = len(plain)
    if size > 65_535:
        return piece(text, 1)
    return Piece(plain, struct.pack("<BHH", 0, size, size ^ 0xFFFF) + plain)


def glued(pieces: Iterable[Piece], *, gzip: bool) -> bytes:
    """Join pieces into one body; with `gzip`, into one valid gzip member, compressed beforehand."""
    chosen = tuple(pieces)
    if not gzip:
        return b"".join([p.plain for p in chosen])
    total = size = 0
    for p in chosen:
        total = zlib.crc32(p.plain, total)
        size += len(p.plain)
    packed = [p.packed for p in chosen]
    return b"".join([_GZIP_HEAD, *packed, _LAST_BLOCK, struct.pack("<II", total, size & 0xFFFFFFFF)])
