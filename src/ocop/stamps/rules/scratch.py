"""The secret under the scratch layer: seven symbols, derived like the code above it, stored nowhere.

Six symbols of Crockford's base 32 carry 30 bits, the seventh is a check symbol over GF(32), so that a typing error is told
as one and costs no try.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import blake2s

from .codes import ALPHABET, forgive, sum_of_powers

LENGTH = 7
TRIES = 5
CLOSED_FOR = timedelta(hours=24)
_SYMBOLS = set(ALPHABET)


def scratch_codes(key: bytes, subject: str, epoch: int, batch: int, seqs: Iterable[int]) -> Iterator[str]:
    """Make the scratch codes of some stamps of one batch, in order."""
    head = blake2s(b"%s|%d|%d|" % (subject.encode(), epoch, batch), key=key, digest_size=4)
    for seq in seqs:
        hasher = head.copy()
        hasher.update(b"%d" % seq)
        value = int.from_bytes(hasher.digest(), "big") >> 2
        text = "".join(ALPHABET[value >> shift & 31] for shift in (25, 20, 15, 10, 5, 0))
        yield text + ALPHABET[sum_of_powers(text)]


def read(typed: str) -> str | None:
    """The seven symbols as printed; None when it is no scratch code or has a typing error."""
    plain = forgive(typed)
    if len(plain) != LENGTH or not _SYMBOLS.issuperset(plain):
        return None
    return plain if ALPHABET[sum_of_powers(plain[:-1])] == plain[-1] else None


def grouped(text: str) -> str:
    return f"{text[:3]}-{text[3:]}"


def equal(one: str, other: str) -> bool:
    """Compare without telling by the time where they differ."""
    return hmac.compare_digest(one, other)
