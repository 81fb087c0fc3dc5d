"""Signatures on what is sent to subscribers: HMAC-SHA256 with their token, over the time of sending and the body.

`GS1-Signature: t=1795324800,v1=<hex>`. The receiver recomputes `HMAC-SHA256(token, "{t}.{body}")`, compares, and
refuses what is older than some minutes; so nobody can forge a message, or send an old one again.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

_HEADER = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def signature(token: str, body: bytes, at: int) -> str:
    """The header's value for a body sent at that second (Unix time)."""
    code = hmac.new(token.encode(), b"%d." % at + body, sha256).hexdigest()
    return f"t={at},v1={code}"


def is_signed(token: str, body: bytes, header: str, *, now: int, tolerance: int = 300) -> bool:
    """What a receiver does: whether the header is of this token, for this body, and fresh."""
    match = _HEADER.fullmatch(header)
    if match is None or abs(now - int(match[1])) > tolerance:
        return False
    return hmac.compare_digest(signature(token, body, int(match[1])), header)
