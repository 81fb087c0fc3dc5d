"""Where a paper's bytes stand, and whose papers they are."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings

from ocop.journal.rules import Refused
from ocop.people.models import Person

from .models import Paper

_SHA256 = re.compile(r"[0-9a-f]{64}")


def path_of(sha256: str) -> Path:
    """The file that holds (or will hold) the bytes with this hash."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 in hex: {sha256!r}")
    return Path(settings.PAPERS_DIR) / sha256[:2] / sha256[2:4] / sha256


def bytes_of(sha256: str) -> bytes:
    """The bytes, proved by their hash; `Refused` when the store has lost or changed them."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise Refused("Kho giấy tờ không còn tệp này. Hãy báo người quản trị để phục hồi từ bản sao lưu.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused("Tệp trong kho giấy tờ đã bị thay đổi. Hãy báo người quản trị để phục hồi từ bản sao lưu.")
    return data


def paper_brought_by(person: Person, number: int) -> Paper | None:
    """The paper with this number if `person` brought it; others may not know of it."""
    return Paper.objects.filter(pk=number, brought_by=person).first()
