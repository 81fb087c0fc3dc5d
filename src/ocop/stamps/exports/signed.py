"""QR symbols of signed stamps by XOR: address and code, `?S=`, signature, as three segments of one symbol.

The address and the signature are alphanumeric, the three characters between them are not; a symbol of mixed segments stays an
affine function of its bits, as in `symbols`, and is two versions smaller than one in byte mode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import segno
from segno.consts import MODE_ALPHANUMERIC, MODE_BYTE

from ..rules.codes import ALPHABET, LENGTH
from ..rules.signing import MARK, SYMBOLS
from . import symbols
from .symbols import ALPHANUMERIC, LEVEL, MASK

_ZERO = "0" * SYMBOLS
Table = dict[str, int]


def encode(front: str, back: str, version: int | None = None) -> segno.QRCode:
    """One symbol the slow way."""
    parts = [(front, MODE_ALPHANUMERIC), (MARK, MODE_BYTE), (back, MODE_ALPHANUMERIC)]
    return segno.make_qr(parts, version=version, error=LEVEL, mask=MASK, boost_error=False)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class SignedBatch:
    """All symbols whose text is head + code + `?S=` + signature; the same face as `symbols.Batch`."""

    version: int
    width: int
    reference: int
    start: int
    front: tuple[Table, ...]
    back: tuple[Table, ...]
    size: int

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8

    def symbol(self, text: str) -> bytes:
        """Return the symbol of one text: `width` rows of `row_bytes` bytes, dark is 1, no clear zone."""
        total, at = self.reference, self.start
        for table in self.front:
            total ^= table[text[at : at + 2]]
            at += 2
        at = len(text) - SYMBOLS
        for table in self.back:
            total ^= table[text[at : at + 2]]
            at += 2
        return total.to_bytes(self.size, "big")


def signed_batch(head: str) -> SignedBatch:
    """Prepare the symbols of `head` + code + signature.

    Raises:
        ValueError: the head has characters outside the alphanumeric mode.
    """
    if wrong := set(head) - set(ALPHANUMERIC):
        raise ValueError(f"not in the alphanumeric mode of QR: {''.join(sorted(wrong))}")
    front = head + "0" * LENGTH
    drawn = encode(front, _ZERO)
    version, rows, reference = int(drawn.version), len(drawn.matrix), symbols._as_int(drawn)
    start = len(head) - len(head) % 2
    fronts = tuple(
        symbols.table(front, at, len(head), ALPHABET, _front_differences(version, len(front), at))
        for at in range(start, len(front), 2)
    )
    backs = tuple(
        symbols.table(_ZERO, at, 0, ALPHABET, _back_differences(version, len(front), at)) for at in range(0, SYMBOLS, 2)
    )
    return SignedBatch(version, rows, reference, start, fronts, backs, rows * ((rows + 7) // 8))


@lru_cache(maxsize=64)
def _front_differences(version: int, length: int, at: int) -> tuple[int, ...]:
    return symbols.differences_of(length, at, lambda text: encode(text, _ZERO, version))


@lru_cache(maxsize=256)
def _back_differences(version: int, length: int, at: int) -> tuple[int, ...]:
    return symbols.differences_of(SYMBOLS, at, lambda text: encode("0" * length, text, version))


def tail_of(sign: Callable[[str], str]) -> Callable[[str], str]:
    """What stands behind each code in its QR symbol."""
    return lambda code: MARK + sign(code)
