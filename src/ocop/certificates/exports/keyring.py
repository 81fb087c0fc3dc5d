"""The issuer's own keys: made once under the data folder, readable by its owner only, never in the database."""

from __future__ import annotations

from pathlib import Path

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from ocop.journal.acts import kept_once

from ..rules.credentials import Document, did_of, key_document, public_multibase

_CURRENT, _RETIRED = "credential-ed25519", "credential-retired"
_ED25519_SECRET = b"\x80\x26"


def credential_key() -> Ed25519PrivateKey:
    """The key under every credential and status list (a Multikey secret, `z` and base58btc)."""
    text = kept_once(_CURRENT, _new_secret).decode().strip()
    return Ed25519PrivateKey.from_private_bytes(base58.b58decode(text[1:])[2:])


def _new_secret() -> bytes:
    raw = Ed25519PrivateKey.generate().private_bytes_raw()
    return b"z" + base58.b58encode(_ED25519_SECRET + raw) + b"\n"


def issuer_id() -> str:
    return did_of(settings.ORIGIN)


def issuer_document() -> Document:
    """`/.well-known/did.json`: the key in use, then those retired, whose credentials stay checkable."""
    retired = Path(settings.KEYS_DIR) / _RETIRED
    former = retired.read_text("ascii").split() if retired.exists() else []
    return key_document(issuer_id(), [public_multibase(credential_key().public_key()), *former])
