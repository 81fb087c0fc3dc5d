"""The mint, which holds the only secrets of this chapter: root keys under the data folder, never in the database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from ..rules.codes import Code, Mint
from ..rules.keys import Roots

ROOT_FILE = re.compile(r"stamp-root-from-(\d{2})")
_LOOK_AGAIN = 1.0


def root_name(symbol: int) -> str:
    """The file with the root that serves this epoch and those after it."""
    return f"stamp-root-from-{symbol:02d}"


def later_roots() -> dict[int, bytes]:
    """The roots that were made after the installation's first days, by the first symbol each serves."""
    folder = Path(settings.KEYS_DIR)
    files = sorted(folder.glob("stamp-root-from-*")) if folder.is_dir() else []
    named = [(ROOT_FILE.fullmatch(file.name), file) for file in files]
    return {int(match[1]): file.read_bytes() for match, file in named if match}


def _first_root() -> bytes:
    secret: str = getattr(settings, "STAMP_SECRET", "") or settings.SECRET_KEY
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"ocop stamp root").digest()


class _KeptMint(Mint):
    """A mint that notices within a second when another process has rotated the root."""

    def __init__(self) -> None:
        self._first, self._later = _first_root(), later_roots()
        self._until = monotonic() + _LOOK_AGAIN
        super().__init__(Roots(self._first, self._later))

    def look_again(self) -> None:
        """Read the roots if they have changed."""
        self._until = monotonic() + _LOOK_AGAIN
        found = later_roots()
        if found != self._later:
            self._later = found
            self.learn(Roots(self._first, found))

    def codes(self, subject: str, epoch: int, batch: int, seqs: Iterable[int]) -> Iterator[str]:
        self.look_again()  # a code made with the wrong root would be printed for good
        return super().codes(subject, epoch, batch, seqs)

    def mark(self, epoch: int) -> str:
        self.look_again()
        return super().mark(epoch)

    def scratch_key(self, epoch: int) -> bytes:
        self.look_again()
        return super().scratch_key(epoch)

    def proves(self, code: Code, subject: str) -> bool:
        if monotonic() > self._until:
            self.look_again()
        return super().proves(code, subject)


@lru_cache(maxsize=4)
def _mint_of(secret: str, folder: str) -> _KeptMint:
    return _KeptMint()


def mint() -> Mint:
    """The maker and prover of codes.

    `STAMP_SECRET` lets the key of sessions change while what was printed in the first days stays provable.
    """
    return kept_mint()


def kept_mint() -> _KeptMint:
    return _mint_of(getattr(settings, "STAMP_SECRET", "") or settings.SECRET_KEY, str(settings.KEYS_DIR))
