"""Revealing a scratch code: the first time is noted, the second time warns, wrong tries are counted for each stamp."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from ..models import Batch, Scratch
from ..queries import batch_of, is_withdrawn, mint
from ..rules import codes, scratch
from ..rules.signing import bare

_NONES = 4096  # rows that tries on codes of nobody share


class Said(StrEnum):
    """What a try may be told."""

    UNREADABLE_CODE = "unreadable_code"
    UNREADABLE_SCRATCH = "unreadable_scratch"
    NO = "no"
    FIRST = "first"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Revealed:
    """The answer; a batch only where both codes were right."""

    said: Said
    code: str = ""
    batch: Batch | None = None
    first_at: datetime | None = None
    times: int = 0
    withdrawn: bool = False

    @property
    def path(self) -> str:
        return f"{self.batch.path}{self.code}" if self.batch else ""


def reveal_scratch(typed: str, typed_scratch: str, *, at: datetime | None = None) -> Revealed:
    """Kiểm tra mã cào: the code on the stamp and the secret under its layer; anyone, without an account.

    One sentence for a forged code, a wrong secret and a stamp that was tried too often, and the same work for each: else
    this page would tell a forger which codes are real, past the throttle of the scan page.
    """
    code = codes.read(bare(typed))
    if code is None:
        return Revealed(Said.UNREADABLE_CODE)
    secret = scratch.read(typed_scratch[:60])
    if secret is None:
        return Revealed(Said.UNREADABLE_SCRATCH, code.text)
    found = batch_of(code)
    subject = found.subject if found else "t:0"
    proved = mint().proves(code, subject)
    key = mint().scratch_key(code.epoch)
    (expected,) = scratch.scratch_codes(key, subject, code.epoch, code.batch, (code.seq,))
    right = scratch.equal(expected, secret)
    batch = found if found and proved and found.is_protected else None
    row = _counted(batch, code, right=right and batch is not None, at=at or timezone.now())
    if row is None or batch is None:
        return Revealed(Said.NO, code.text)
    said = Said.FIRST if row.times == 1 else Said.AGAIN
    return Revealed(said, code.text, batch, row.first_at, row.times, is_withdrawn(batch))


def _counted(batch: Batch | None, code: codes.Code, *, right: bool, at: datetime) -> Scratch | None:
    """Count the try on the row of its stamp, under its lock; None when it was wrong or one too many."""
    number, sequence = (batch.pk, code.seq) if batch else (0, _shared_row(code.text))
    with transaction.atomic():
        Scratch.objects.bulk_create([Scratch(batch_number=number, sequence=sequence)], ignore_conflicts=True)
        row = Scratch.objects.select_for_update().get(batch_number=number, sequence=sequence)
        _forget_old_tries(row, at)
        right = right and row.wrong < scratch.TRIES
        if right:
            row.times, row.first_at, row.last_at = row.times + 1, row.first_at or at, at
        else:
            row.wrong, row.wrong_since = row.wrong + 1, row.wrong_since or at
        row.save()
    return row if right else None


def _forget_old_tries(row: Scratch, at: datetime) -> None:
    if row.wrong_since is not None and at - row.wrong_since >= scratch.CLOSED_FOR:
        row.wrong, row.wrong_since = 0, None


def _shared_row(text: str) -> int:
    return int.from_bytes(hashlib.blake2s(text.encode(), digest_size=4).digest(), "big") % _NONES
