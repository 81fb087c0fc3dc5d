"""From one root secret to the key of each epoch, after the expand step of HKDF (RFC 5869) with keyed BLAKE2s.

Each use has a person string of its own, so that knowing one key says nothing of any other: neither of another epoch's,
nor of the scratch codes of the same epoch, nor of the root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

ROOT_BYTES = 32
# What each key is for; eight bytes at most, part of the hash itself.
_CODES, _SCRATCH, _FIRST_CODES, _MARK = b"ocoptem2", b"ocopcao1", b"ocoptem1", b"ocopdau1"


def _expanded(root: bytes, purpose: bytes, epoch: int) -> bytes:
    """T(1) of HKDF-Expand; the root is uniformly random already, so that nothing has to be extracted."""
    return hashlib.blake2s(b"epoch|%d|\x01" % epoch, key=root[:ROOT_BYTES], person=purpose).digest()


class Roots:
    """Which root secret an epoch's keys come from.

    `first` is the root of the installation's first days, with a derivation of its own that printed codes rely on; `later`
    maps the first symbol that a younger root serves to that root. Rotating the root never touches what was printed.
    """

    def __init__(self, first: bytes, later: Mapping[int, bytes] | None = None) -> None:
        self._first = first
        self._later = sorted((later or {}).items(), reverse=True)
        if any(len(root) < ROOT_BYTES for root in (first, *dict(self._later).values())):
            raise ValueError("the root secret of the stamps needs 32 bytes")

    def _of(self, epoch: int) -> bytes | None:
        return next((root for since, root in self._later if since <= epoch), None)

    def codes_key(self, epoch: int) -> bytes:
        """The key of the tags of one epoch."""
        if root := self._of(epoch):
            return _expanded(root, _CODES, epoch)
        return hashlib.blake2s(b"epoch %d" % epoch, key=self._first[:ROOT_BYTES], person=_FIRST_CODES).digest()

    def scratch_key(self, epoch: int) -> bytes:
        """The key of the scratch codes of one epoch."""
        return _expanded(self._of(epoch) or self._first, _SCRATCH, epoch)

    def mark(self, epoch: int) -> str:
        """Sixteen digits by which two machines can tell that they hold the same key; says nothing of the key."""
        return hashlib.blake2s(b"", key=self.codes_key(epoch), digest_size=8, person=_MARK).hexdigest()
