"""How the entries of a book hang together: each is sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def canonical(said: dict[str, Any]) -> str:
    """One spelling for one content: sorted names, no blanks."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()


def seal_of(previous: str, number: int, author: int, received: datetime, digest: str) -> str:
    """SHA-256 over the seal before, the place in the book, who, when it came, and what it says."""
    when = received.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(f"{previous}|{number}|{author}|{when}|{digest}".encode()).hexdigest()
