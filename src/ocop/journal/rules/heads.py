"""A signed head of the journal, in the checkpoint form of transparency logs (C2SP tlog-checkpoint, signed note).

    origin, size and root on a line each, then the moment; an empty line; and a line with the signature.

Ed25519 over everything above the empty line. Monitors of transparency logs read it as it is.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a head says: the first `size` lines have this root (32 bytes); `at` is when it was signed, in UTC."""

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"


def signed_note(head: TreeHead, key: Ed25519PrivateKey) -> str:
    public = key.public_key().public_bytes_raw()
    signature = base64.b64encode(_key_id(head.origin, public) + key.sign(head.text.encode())).decode()
    return f"{head.text}\n\N{EM DASH} {head.origin} {signature}\n"


def key_text(origin: str, public: bytes) -> str:
    """The public key as verifiers of signed notes take it: name, eight hex digits, base64."""
    return f"{origin}+{_key_id(origin, public).hex()}+{base64.b64encode(_ED25519 + public).decode()}"


def head_of(note: str, key: str) -> TreeHead | None:
    """The head in a note that `key` has signed; None for anything else."""
    try:
        name, _, encoded = key.split("+", 2)
        public = base64.b64decode(encoded, validate=True)[1:]
        body, _, signatures = note.rpartition("\n\n")
        origin, size, root, moment = body.split("\n")
        given = signatures.strip().removeprefix(f"\N{EM DASH} {name} ")
        raw = base64.b64decode(given, validate=True)
        if origin != name or raw[:4] != _key_id(name, public):
            return None
        Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], f"{body}\n".encode())
        at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return TreeHead(origin, int(size), base64.b64decode(root, validate=True), at)
    except (ValueError, binascii.Error, InvalidSignature):
        return None


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]
