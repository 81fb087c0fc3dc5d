"""A signed head says what was signed, or nothing."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ocop.journal.rules.heads import TreeHead, head_of, key_text, signed_note

ORIGIN = "ocop.example/nhat-ky"
HEAD = TreeHead(ORIGIN, 57, bytes(range(32)), datetime(2026, 11, 22, 17, tzinfo=UTC))


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(b"k" * 32)


def text_of(key: Ed25519PrivateKey) -> str:
    return key_text(ORIGIN, key.public_key().public_bytes_raw())


def test_a_note_gives_back_the_head_that_was_signed(key: Ed25519PrivateKey) -> None:
    note = signed_note(HEAD, key)
    assert note.startswith(f"{ORIGIN}\n57\n{base64.b64encode(HEAD.root).decode()}\n2026-11-22T17:00:00Z\n\n— {ORIGIN} ")
    assert head_of(note, text_of(key)) == HEAD


@pytest.mark.parametrize(
    ("old", "new"), [("\n57\n", "\n58\n"), ("17:00", "18:00"), (ORIGIN, "other.example/nhat-ky"), ("\n\n", "\nx\n\n")]
)
def test_a_note_that_was_changed_is_no_head(key: Ed25519PrivateKey, old: str, new: str) -> None:
    assert head_of(signed_note(HEAD, key).replace(old, new, 1), text_of(key)) is None


def test_a_note_of_another_key_is_no_head(key: Ed25519PrivateKey) -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    assert head_of(signed_note(HEAD, other), text_of(key)) is None


@pytest.mark.parametrize("text", ["", "\n\n", "a\nb\nc\nd\n\n— x y", "—", "57\n\n— é ="])
def test_what_is_no_note_is_no_head(key: Ed25519PrivateKey, text: str) -> None:
    assert head_of(text, text_of(key)) is None
    assert head_of(signed_note(HEAD, key), text) is None
