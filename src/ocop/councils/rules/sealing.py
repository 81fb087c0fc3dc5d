"""Sealing: a box that only the sitting's key opens, and a key that only two of three opening codes give back.

Boxes: ephemeral X25519, HKDF-SHA256, ChaCha20-Poly1305. Codes: 75 random bits as 4 × 4 letters and digits of
Crockford's base 32, the last one a check (Luhn modulo 32); scrypt turns a code into its holder's key pair, so the
server keeps public keys only, and nothing that it keeps opens a box.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ocop.journal.rules import Reason, Refused

CHAIR, SECRETARY, ENVELOPE = "chair", "secretary", "envelope"
HOLDERS = {CHAIR: "Chủ tịch", SECRETARY: "Thư ký", ENVELOPE: "Phong bì của cơ quan tham mưu tỉnh"}
CODE_COST = 2**14  # scrypt's N: what a guess at an opening code costs
CODES_NEEDED = 2

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH = 16
_ONE_USE = bytes(12)  # every key below encrypts one message only


class BoxBroken(ValueError):
    """The box was changed, or is another's, or the key is another's."""


def new_key_pair() -> tuple[bytes, bytes]:
    """Private and public key, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sealed_box(public: bytes, content: bytes, bound: str) -> str:
    """`content` for the holder of the private key; `bound` says what the box is of, and opens it only as that."""
    mine = X25519PrivateKey.generate()
    shown = mine.public_key().public_bytes_raw()
    key = _box_key(mine.exchange(X25519PublicKey.from_public_bytes(public)), shown, public)
    return b64encode(shown + ChaCha20Poly1305(key).encrypt(_ONE_USE, content, bound.encode())).decode()


def opened_box(private: bytes, box: str, bound: str) -> bytes:
    """What was sealed; raises `BoxBroken`."""
    try:
        raw = b64decode(box, validate=True)
        shown, sealed = raw[:32], raw[32:]
        own = X25519PrivateKey.from_private_bytes(private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(shown))
        key = _box_key(shared, shown, own.public_key().public_bytes_raw())
        return ChaCha20Poly1305(key).decrypt(_ONE_USE, sealed, bound.encode())
    except (ValueError, InvalidTag) as problem:
        raise BoxBroken(bound) from problem


def _box_key(shared: bytes, shown: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=shown + public, info=b"ocop sealed box 1").derive(shared)


def new_code() -> str:
    """XXXX-XXXX-XXXX-XXXX: fifteen random symbols and a check."""
    symbols = [secrets.randbelow(32) for _ in range(_LENGTH - 1)]
    text = "".join(_ALPHABET[s] for s in (*symbols, _check(symbols)))
    return "-".join(text[i : i + 4] for i in range(0, _LENGTH, 4))


def read_code(text: str, field: str = "code") -> str:
    """The code in its one spelling; refuses what is mistyped before it is tried."""
    typed = "".join(text.upper().split()).replace("-", "").translate(_ALIKE)
    if len(typed) != _LENGTH or any(symbol not in _ALPHABET for symbol in typed):
        message = "Mã mở gồm 16 chữ và số, dạng XXXX-XXXX-XXXX-XXXX. Hãy gõ lại như trên giấy."
        raise Refused(Reason(message, field, "code_form"))
    values = [_ALPHABET.index(symbol) for symbol in typed]
    if _check(values[:-1]) != values[-1]:
        raise Refused(Reason("Mã mở gõ nhầm một ký tự: ký tự kiểm tra không khớp.", field, "code_check"))
    return typed


def _check(symbols: list[int]) -> int:
    """Luhn modulo 32: tells every single slip, and every swap of neighbours but one pair."""
    total = 0
    for place, value in enumerate(reversed(symbols)):
        doubled = value * (2 - place % 2)
        total += doubled // 32 + doubled % 32
    return -total % 32


def key_of_code(code: str, sitting: int) -> bytes:
    """The holder's private key from the code as typed: 40 ms and 16 MB of scrypt."""
    salt = f"ocop opening code of sitting {sitting}".encode()
    return hashlib.scrypt(read_code(code).encode(), salt=salt, n=CODE_COST, r=8, p=1, maxmem=2**26, dklen=32)


def key_shares(private: bytes, holders: Mapping[str, bytes], sitting: int) -> dict[str, dict[str, str]]:
    """For every two holders, a half of the key each: one half alone is noise."""
    shares = {}
    for one, other in combinations(sorted(holders), CODES_NEEDED):
        pair = f"{one}+{other}"
        noise = secrets.token_bytes(len(private))
        shares[pair] = {
            one: sealed_box(holders[one], noise, f"{sitting}:{pair}"),
            other: sealed_box(holders[other], _mixed(noise, private), f"{sitting}:{pair}"),
        }
    return shares


def joined_key(shares: Mapping[str, Mapping[str, str]], keys: Mapping[str, bytes], sitting: int) -> bytes:
    """The sitting's private key from the keys of two holders; raises `BoxBroken`."""
    one, other = sorted(keys)[:CODES_NEEDED]
    pair = f"{one}+{other}"
    if pair not in shares:
        raise BoxBroken(pair)
    halves = [opened_box(keys[name], shares[pair][name], f"{sitting}:{pair}") for name in (one, other)]
    return _mixed(*halves)


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def server_key(secret: str, purpose: str) -> bytes:
    """A key of the server's own for one purpose, from its secret."""
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())


def hidden(key: bytes, content: bytes, bound: str = "") -> str:
    """`content` under the server's key."""
    nonce = secrets.token_bytes(12)
    return b64encode(nonce + ChaCha20Poly1305(key).encrypt(nonce, content, bound.encode())).decode()


def shown_again(key: bytes, text: str, bound: str = "") -> bytes:
    """What `hidden` hid; raises `BoxBroken`."""
    try:
        raw = b64decode(text, validate=True)
        return ChaCha20Poly1305(key).decrypt(raw[:12], raw[12:], bound.encode())
    except (ValueError, InvalidTag) as problem:
        raise BoxBroken(bound) from problem
