"""Keys that sign stamps: the public ones for everybody, the private one for the printer of labels."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db.models import QuerySet

from ..models import SigningKey
from ..rules.signing import Content, message, signed, verifies, written


class NoSigningKey(Exception):
    """The private half is not on this machine, or none was made yet."""


def key_name(number: int) -> str:
    """The file of the private half."""
    return f"stamp-signing-{number:02d}"


def signing_keys() -> QuerySet[SigningKey]:
    return SigningKey.objects.order_by("-number")


def signing_key_numbered(number: int) -> SigningKey | None:
    return SigningKey.objects.filter(number=number).first()


def open_signing_key() -> SigningKey | None:
    return SigningKey.objects.filter(closed_at=None).first()


@lru_cache(maxsize=64)
def _derived(text: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(text, 16), ec.SECP256R1())


def private_half(key: SigningKey) -> ec.EllipticCurvePrivateKey:
    """Raises NoSigningKey: the folder of keys lacks it or holds another installation's."""
    file = Path(settings.KEYS_DIR) / key_name(key.number)
    if not file.exists():
        raise NoSigningKey(str(key))
    private = _derived(file.read_bytes())
    if point_of(private.public_key()) != bytes(key.public_key):
        raise NoSigningKey(str(key))
    return private


def point_of(public: ec.EllipticCurvePublicKey) -> bytes:
    """The uncompressed point: 04, x, y."""
    numbers = public.public_numbers()
    return b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


@lru_cache(maxsize=64)
def public_half(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


class Signer:
    """Signs the stamps of one batch with the key that is open now."""

    def __init__(self, subject: str) -> None:
        key = open_signing_key()
        if key is None:
            raise NoSigningKey
        self._subject, self._number, self._private = subject, key.number, private_half(key)

    def __call__(self, code: str) -> str:
        """What stands behind `?S=` on the label of this code."""
        return written(self._number, signed(self._private, message(self._subject, code)))


def signature_holds(content: Content, subject: str) -> bool | None:
    """Whether the signature in a QR code is one of ours; None when there is none, or its key was withdrawn: it says nothing."""
    if content.key is None:
        return False if content.signature else None
    key = signing_key_numbered(content.key)
    if key is None:
        return False
    if key.withdrawn_at:
        return None
    return verifies(public_half(bytes(key.public_key)), message(subject, content.code), content.signature)
