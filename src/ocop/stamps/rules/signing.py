"""Stamps that prove themselves without a network: a signature beside the code, verified with a public key alone.

ECDSA over P-256 with SHA-256, r and s as 64 bytes: what WebCrypto verifies on every phone browser. In the QR code it stands as
the query `?S=`, one symbol for the key and 103 symbols of Crockford's base 32, all of QR's alphanumeric mode.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from .codes import ALPHABET, forgive

FIELD = "S"
MARK = f"?{FIELD}="
HALF = 32
SYMBOLS = 1 + 103  # the key's symbol, then 512 bits and three zeros
MOST_KEYS = len(ALPHABET)
_SPARE = 103 * 5 - 512
# The same signature for the same stamp, however often a label is printed; and no random number to go wrong.
_SIGNING = ec.ECDSA(SHA256(), deterministic_signing=True)
_VERIFYING = ec.ECDSA(SHA256())
_ADDRESS = re.compile(r"/(?:01/(?P<gtin>\d{14})/21|t)/(?P<code>[^/]+)", re.IGNORECASE)


class Content(NamedTuple):
    """What a QR code on a label says, as far as it is one of ours; any part may be missing."""

    host: str
    gtin: str
    code: str
    key: int | None
    signature: bytes


def message(subject: str, code: str) -> bytes:
    """What is signed; the words before it keep it apart from anything else the key may sign."""
    return b"ocop stamp v1|%s|%s" % (subject.encode(), code.encode())


def signed(private: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    """r and s, 32 bytes each."""
    r, s = decode_dss_signature(private.sign(data, _SIGNING))
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")


def verifies(public: ec.EllipticCurvePublicKey, data: bytes, signature: bytes) -> bool:
    """Whether the key that belongs to this public key signed exactly this."""
    if len(signature) != 2 * HALF:
        return False
    r, s = int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big")
    try:
        public.verify(encode_dss_signature(r, s), data, _VERIFYING)
    except InvalidSignature:
        return False
    return True


def written(key: int, signature: bytes) -> str:
    """The key's symbol and the signature, as they stand in the QR code."""
    value = int.from_bytes(signature, "big") << _SPARE
    return ALPHABET[key] + "".join(ALPHABET[value >> shift & 31] for shift in range(102 * 5, -1, -5))


def unwritten(text: str) -> tuple[int, bytes] | None:
    """The key and the signature; None when the text is none. Spare bits must be zero, so that one signature has one text."""
    if len(text) != SYMBOLS or set(text) - set(ALPHABET):
        return None
    value = 0
    for symbol in text[1:]:
        value = value << 5 | ALPHABET.index(symbol)
    if value & (1 << _SPARE) - 1:
        return None
    return ALPHABET.index(text[0]), (value >> _SPARE).to_bytes(2 * HALF, "big")


def content_of(text: str) -> Content:
    """Take apart what a camera read or somebody typed: a whole address, or a bare code."""
    parts = urlsplit(text.strip()[:400]) if "://" in text[:12] else None
    found = _ADDRESS.search(parts.path) if parts else None
    if parts is None or found is None:
        return Content("", "", forgive(bare(text)), None, b"")
    given = next((p[2:] for p in parts.query.split("&") if p.upper().startswith(f"{FIELD}=")), "")
    # A damaged signature is not the same as none: it is handed on, and holds under no key.
    key, signature = unwritten(given.upper()) or (None, given.encode())
    return Content((parts.netloc or "").lower(), found["gtin"] or "", forgive(found["code"]), key, signature)


def bare(typed: str) -> str:
    """The code out of what was typed or scanned: the last part of an address, without the signature behind it."""
    return typed.strip()[:400].partition("?")[0].rstrip("/").rpartition("/")[2]
