"""The list for phones as a JSON Web Signature (RFC 7515) over plain JSON (RFC 7797): it packs well and travels any way.

Every key that is not withdrawn signs it: a phone that knows only an older key still learns of a newer one. Times stand in the
signed header, so that an unchanged list is renewed by a few hundred bytes.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

import orjson

from ocop.stamps.queries import NoSigningKey, private_half, signing_keys
from ocop.stamps.rules.signing import signed

from ..rules.freshness import freshness


def packed(facts: dict[str, Any]) -> bytes:
    """The payload; the same facts give the same bytes."""
    return orjson.dumps(facts)


def digest_of(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def envelope(payload: bytes, at: datetime, known: str = "") -> bytes:
    """The signed list; without its payload where the phone has told the digest of the one it holds."""
    signatures = [
        part
        for key in signing_keys()
        if key.withdrawn_at is None and (part := _signature(key, _header(key.letter, at), payload))
    ]
    digest = digest_of(payload)
    told = {"digest": digest, "signatures": signatures, **_times(at)}
    if known != digest:
        told["payload"] = payload.decode()
    return orjson.dumps(told)


def _times(at: datetime) -> dict[str, int]:
    rule = freshness()
    return {
        "iat": int(at.timestamp()), "warn": int((at + timedelta(hours=rule.warn_hours)).timestamp()),
        "exp": int((at + timedelta(hours=rule.use_hours)).timestamp()),
    }  # fmt: skip


def _header(kid: str, at: datetime) -> str:
    head = {"alg": "ES256", "b64": False, "crit": ["b64"], "typ": "ocop-stamps+json", "kid": kid, **_times(at)}
    return _text(orjson.dumps(head))


def _signature(key: Any, header: str, payload: bytes) -> dict[str, str] | None:
    try:
        private = private_half(key)
    except NoSigningKey:
        return None  # rotated on another machine: its other keys still sign
    return {"protected": header, "signature": _text(signed(private, header.encode() + b"." + payload))}


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
