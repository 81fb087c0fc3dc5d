"""The issuer's own keys: made once under the data folder, readable by its owner only, never in the database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from ..rules.credentials import Document, did_of, key_document, public_multibase

_CURRENT, _RETIRED = "credential-ed25519", "credential-retired"
_ED25519_SECRET = b"\x80\x26"


def kept_once(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes of this file; complete or absent, and the same for all who ask first at the same moment."""
    file = Path(settings.KEYS_DIR) / name
    if not file.exists():
        _write(file, make())
    return file.read_bytes()


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


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
