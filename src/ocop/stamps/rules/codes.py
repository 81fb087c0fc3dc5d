"""Stamp codes that prove themselves: nothing is stored for a stamp that nobody has scanned.

Nineteen characters in Crockford's base 32, within the twenty of GS1 AI (21)::

    K BBB SSSS TTTTTTTTTT C      epoch, batch, sequence, tag (50 bits), check symbol

The tag is a keyed BLAKE2s over subject (GTIN, or the number of a product without one), epoch, batch and sequence.
The check symbol is tested before anything else, so that a typing error is never taken for a forgery.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from .keys import Roots

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 19
TAG_BITS = 50
EPOCHS = 32
BATCHES = 32**3
STAMPS_PER_BATCH = 32**4
FIRST_YEAR = 2025  # epoch 0; each year opens at least one new epoch, and with it a new key

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PAIR = tuple(a + b for a in ALPHABET for b in ALPHABET)
_PAIR_VALUE = {pair: value for value, pair in enumerate(_PAIR)}
# What people type: lower case, O for 0, I and L for 1, whatever separates the groups, and the full-width letters of
# East Asian keyboards.
_TYPED = "0123456789abcdefghjkmnpqrstvwxyzABCDEFGHJKMNPQRSTVWXYZoOiIlL"
_MEANT = "0123456789ABCDEFGHJKMNPQRSTVWXYZABCDEFGHJKMNPQRSTVWXYZ001111"
_FORGIVEN = str.maketrans(
    _TYPED + "".join(chr(ord(symbol) + 0xFEE0) for symbol in _TYPED),
    _MEANT * 2,
    " \t\r\n\u00a0\u2009\u202f\u3000-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d._\u00b7\u200b\ufeff",
)


def _times_alpha(value: int) -> int:
    """Multiply by the generator of GF(32), x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _check_tables() -> tuple[tuple[int, ...], ...]:
    """For each of the nine pairs of symbols, what its 1 024 values add to the check symbol."""
    weighted = [list(range(32))]
    for _ in range(LENGTH - 1):
        weighted.append([_times_alpha(v) for v in weighted[-1]])
    return tuple(
        tuple(weighted[18 - 2 * i][v >> 5] ^ weighted[17 - 2 * i][v & 31] for v in range(1024)) for i in range(9)
    )


_CHECK = _check_tables()
_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7, _C8 = _CHECK
_S0, _S1, _S2, _S3, _S4, _S5, _S6, _S7, _S8 = (dict(zip(_PAIR, shares, strict=True)) for shares in _CHECK)


def sum_of_powers(text: str) -> int:
    """The check value of any text of the alphabet, by Horner's rule: the last symbol carries the first power."""
    total = 0
    for symbol in text:
        total = _times_alpha(total ^ _VALUE[symbol])
    return total


class Code(NamedTuple):
    """A code as read: well formed, but not yet proved."""

    epoch: int
    batch: int
    seq: int
    tag: str
    text: str

    @property
    def shown(self) -> str:
        return grouped(self.text)


def grouped(text: str) -> str:
    """Write a code the way people read card numbers: 4-4-4-4-3; the first two groups are batch and sequence."""
    return "-".join(text[i : i + 4] for i in range(0, LENGTH, 4))


def check_symbol(text: str) -> str:
    """Return the check symbol of the first 18 symbols; one wrong symbol or two swapped neighbours change it."""
    total = 0
    for i in range(9):
        total ^= _CHECK[i][_PAIR_VALUE[text[2 * i : 2 * i + 2]]]
    return ALPHABET[total]


def forgive(text: str) -> str:
    """Undo what people do to a code when they type it."""
    return text.translate(_FORGIVEN)


def read(text: str) -> Code | None:
    """Read a code in any usual writing. None: not nineteen symbols, or the check symbol is wrong."""
    if len(text) == LENGTH and (code := _exactly(text)):
        return code
    plain = text.translate(_FORGIVEN)
    return _exactly(plain) if len(plain) == LENGTH else None


def _exactly(plain: str) -> Code | None:
    """Read nineteen symbols; by pairs, and the pairs' shares of the check symbol looked up by their text."""
    k, b, high, low = plain[0:2], plain[2:4], plain[4:6], plain[6:8]
    try:
        total = _S0[k] ^ _S1[b] ^ _S2[high] ^ _S3[low] ^ _S4[plain[8:10]] ^ _S5[plain[10:12]]
        total ^= _S6[plain[12:14]] ^ _S7[plain[14:16]] ^ _S8[plain[16:18]]
    except KeyError:
        return None
    if ALPHABET[total] != plain[18]:
        return None
    first = _PAIR_VALUE[k] << 10 | _PAIR_VALUE[b]
    return Code(first >> 15, first & 32767, _PAIR_VALUE[high] << 10 | _PAIR_VALUE[low], plain[8:18], plain)


class Fault(NamedTuple):
    """Why a text is no code: a strange symbol, a wrong length, or a check symbol that does not fit."""

    kind: str
    found: str = ""


def fault_in(text: str) -> Fault | None:
    """Say why `read` gave nothing; None when it reads."""
    plain = forgive(text)
    if strange := sorted(set(plain) - set(ALPHABET)):
        return Fault("symbol", strange[0] if strange[0].isprintable() else "")
    if len(plain) != LENGTH:
        return Fault("length", str(len(plain)))
    return None if read(plain) else Fault("check")


def obstacle_in(text: str) -> str:
    """The same in words; empty when it reads."""
    fault = fault_in(text)
    if fault is None:
        return ""
    if fault.kind == "symbol":
        return f"Mã tem không có ký tự “{fault.found}”." if fault.found else "Mã tem không có ký tự không in được."
    if fault.kind == "length":
        return f"Mã tem có {LENGTH} ký tự, ở đây có {fault.found}."
    return "Có ký tự gõ nhầm: ký tự kiểm tra ở cuối mã không khớp."


def epoch_of(year: int) -> int:
    """The symbol that a year begins with when nothing was opened before it."""
    return (year - FIRST_YEAR) % EPOCHS


class Mint:
    """Makes and proves codes. Each epoch has a key of its own, so that one can be withdrawn."""

    def __init__(self, roots: bytes | Roots) -> None:
        self.learn(roots if isinstance(roots, Roots) else Roots(roots))

    def learn(self, roots: Roots) -> None:
        """Take other roots, as after a rotation; what the old ones gave is computed anew."""
        self._roots = roots
        self._batch_hasher = lru_cache(maxsize=4096)(self._new_batch_hasher)
        self._scratch_key = lru_cache(maxsize=EPOCHS)(roots.scratch_key)

    def _new_batch_hasher(self, subject: str, epoch: int, batch: int) -> hashlib.blake2s:
        head = b"%s|%d|%d|" % (subject.encode(), epoch, batch)
        return hashlib.blake2s(head, key=self._roots.codes_key(epoch), digest_size=7)

    def mark(self, epoch: int) -> str:
        """What tells whether another machine holds the same key for this epoch."""
        return self._roots.mark(epoch)

    def scratch_key(self, epoch: int) -> bytes:
        """The key of what stands under the scratch layers of an epoch."""
        return self._scratch_key(epoch)

    def codes(self, subject: str, epoch: int, batch: int, seqs: Iterable[int]) -> Iterator[str]:
        """Make the codes of some stamps of one batch, in order."""
        new = self._batch_hasher(subject, epoch, batch).copy
        k, b = epoch << 5 | batch >> 10, batch & 1023
        pair, from_bytes, symbols = _PAIR, int.from_bytes, ALPHABET
        head, head_check = pair[k] + pair[b], _C0[k] ^ _C1[b]
        for seq in seqs:
            hasher = new()
            hasher.update(b"%d" % seq)
            tag = from_bytes(hasher.digest(), "big")  # 56 bits, of which the upper 50 are written
            s, t = seq >> 10, seq & 1023
            v, w, x, y, z = tag >> 46, tag >> 36 & 1023, tag >> 26 & 1023, tag >> 16 & 1023, tag >> 6 & 1023
            check = head_check ^ _C2[s] ^ _C3[t] ^ _C4[v] ^ _C5[w] ^ _C6[x] ^ _C7[y] ^ _C8[z]
            yield f"{head}{pair[s]}{pair[t]}{pair[v]}{pair[w]}{pair[x]}{pair[y]}{pair[z]}{symbols[check]}"

    def code(self, subject: str, epoch: int, batch: int, seq: int) -> str:
        """Make one code."""
        if not (0 <= epoch < EPOCHS and 0 <= batch < BATCHES and 0 <= seq < STAMPS_PER_BATCH):
            raise ValueError("epoch, batch or sequence out of range")
        return next(self.codes(subject, epoch, batch, (seq,)))

    def proves(self, code: Code, subject: str) -> bool:
        """Tell whether this code was made here for this subject. Takes the same time whatever the answer."""
        hasher = self._batch_hasher(subject, code.epoch, code.batch).copy()
        hasher.update(b"%d" % code.seq)
        tag = int.from_bytes(hasher.digest(), "big")
        pair = _PAIR
        expected = pair[tag >> 46] + pair[tag >> 36 & 1023] + pair[tag >> 26 & 1023]
        expected += pair[tag >> 16 & 1023] + pair[tag >> 6 & 1023]
        return hmac.compare_digest(expected, code.tag)
