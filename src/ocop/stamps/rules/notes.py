"""What a phone signs when it activates stamps without a network: read strictly, and checked without a database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from ocop.journal.rules import Reason, Refused

LONGEST = 2_000
_KEYS = {"id", "phone", "first", "last", "at"}


@dataclass(frozen=True, slots=True)
class Note:
    """First and last stamp as scanned, by which phone, and its clock at that moment."""

    id: UUID
    phone: UUID
    first: str
    last: str
    at: datetime


def read_note(payload: str) -> Note:
    """Read what was signed; `Refused` when it is no note."""
    try:
        if len(payload) > LONGEST:
            raise ValueError("too long")
        facts = json.loads(payload)
        if not isinstance(facts, dict) or set(facts) != _KEYS or not all(isinstance(v, str) for v in facts.values()):
            raise ValueError("other keys")
        at = datetime.fromisoformat(facts["at"])
        if at.tzinfo is None or "\x00" in payload or "\\u0000" in payload:
            raise ValueError("a time without zone, or a text no database takes")
        return Note(UUID(facts["id"]), UUID(facts["phone"]), facts["first"][:300], facts["last"][:300], at)
    except (ValueError, RecursionError):
        raise Refused(
            Reason("Phiếu kích hoạt này không đọc được. Hãy cập nhật trang rồi ghi lại.", code="unreadable")
        ) from None


def public_key_unfit(data: bytes) -> Reason | None:
    """Only ECDSA keys on P-256, as browsers make them."""
    try:
        key = serialization.load_der_public_key(data)
    except Exception:  # whatever the parser dislikes in what a stranger sent
        key = None
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return None
    return Reason("Khóa của máy không đúng loại (cần ECDSA P-256). Hãy cập nhật trình duyệt.", "public_key", "key")


def is_signed(payload: str, signature: bytes, public_key: bytes) -> bool:
    """Whether this phone signed exactly these words; the signature is r and s side by side, as WebCrypto gives it."""
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(encode_dss_signature(r, s), payload.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
