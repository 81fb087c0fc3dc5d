"""Names for what has no GS1 key, after the private URIs of CBV 2.0 (8.2): never a number that pretends to be a GTIN."""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import quote

LINKS = "https://id.gs1.org"


def site_uri(origin: str, key: str, gln: str = "") -> str:
    return f"{LINKS}/414/{gln}" if gln else f"{origin}/loc/{key}"


def area_uri(origin: str, key: str) -> str:
    """A growing area as an object that is cared for."""
    return f"{origin}/obj/vung.{key}"


def batch_uri(origin: str, book: int, batch: str) -> str:
    """A batch of material; two households may use the same name for two things, so the book belongs to it."""
    return f"{origin}/class/so{book}.{quote(batch, safe='')}"


def event_uri(entry: object) -> str:
    return f"urn:uuid:{entry}"


def household_uri(origin: str, book: int) -> str:
    return f"{origin}/party/so{book}"


def stranger_uri(origin: str, producer: int, name: str) -> str:
    """Someone known by name only: always the same for one producer, and nobody's name."""
    digest = blake2b(f"{producer}|{' '.join(name.lower().split())}".encode(), digest_size=8).hexdigest()
    return f"{origin}/party/doi-tac.{digest}"
