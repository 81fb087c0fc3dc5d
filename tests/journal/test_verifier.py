"""The verifier that anyone may download: its own Ed25519, tree and heads agree with the libraries we sign with."""

import base64
import importlib.util
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.journal.rules.heads import TreeHead, key_text, signed_note
from ocop.journal.rules.tree import Tree

SCRIPT = Path(__file__).parents[2] / "src" / "ocop" / "journal" / "static" / "journal" / "verify_bundle.py"
ORIGIN = "ocop.example/nhat-ky"


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_bundle", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = _loaded()

# RFC 8032, section 7.1: secret key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip


def test_it_imports_nothing_but_the_standard_library() -> None:
    names = {
        line.split()[1].split(".")[0]
        for line in SCRIPT.read_text().splitlines()
        if line.startswith(("import ", "from "))
    }
    assert names <= set(sys.stdlib_module_names) | {"__future__"}


@pytest.mark.parametrize(("secret", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc_are_accepted(secret: str, message: str, signature: str) -> None:
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).public_key().public_bytes_raw()
    assert verifier.signature_fits(public, bytes.fromhex(message), bytes.fromhex(signature))
    assert not verifier.signature_fits(public, bytes.fromhex(message) + b"!", bytes.fromhex(signature))


@settings(max_examples=25, deadline=None)
@given(secret=st.binary(min_size=32, max_size=32), message=st.binary(max_size=40), place=st.integers(0, 511))
def test_what_the_library_signs_is_accepted_and_one_changed_bit_is_not(
    secret: bytes, message: bytes, place: int
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verifier.signature_fits(public, message, signature)
    changed = bytearray(signature)
    changed[place // 8] ^= 1 << place % 8
    assert not verifier.signature_fits(public, message, bytes(changed))


def test_a_signature_of_the_wrong_length_or_scalar_is_refused() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"")
    grown = int.from_bytes(signature[32:], "little") + verifier.ORDER
    assert not verifier.signature_fits(public, b"", signature[:63])
    assert not verifier.signature_fits(public, b"", signature[:32] + grown.to_bytes(32, "little"))
    assert not verifier.signature_fits(b"\xff" * 32, b"", signature)


def test_it_reads_the_heads_that_we_sign_and_no_others() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    public = key_text(ORIGIN, key.public_key().public_bytes_raw())
    note = signed_note(TreeHead(ORIGIN, 9, b"r" * 32, datetime(2026, 11, 22, tzinfo=UTC)), key)
    assert verifier.head_of(note, public) == (9, b"r" * 32)
    other = key_text(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw())
    for bad_note, bad_key in ((note.replace("\n9\n", "\n8\n"), public), (note, other), ("", public), (note, "x")):
        with pytest.raises(verifier.Wrong):
            verifier.head_of(bad_note, bad_key)


def test_it_follows_our_proofs_of_lines_and_of_older_heads() -> None:
    entries = [bytes([n]) * 32 for n in range(23)]
    tree = Tree(entries)
    for index in range(23):
        assert verifier.root_by_inclusion(entries[index], index, 23, tree.inclusion(index)) == tree.root
    for older in range(1, 23):
        proof = [base64.b64encode(step).decode() for step in tree.consistency(older)]
        first = Tree(entries[:older]).root
        verifier.check_consistency((older, first), (23, tree.root), proof)
        with pytest.raises(verifier.Wrong):
            verifier.check_consistency((older, b"x" * 32), (23, tree.root), proof)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"key": 5}'])
def test_what_is_no_bundle_gets_a_sentence_and_no_traceback(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(content)
    done = subprocess.run([sys.executable, "-I", "-S", str(SCRIPT), str(file)], capture_output=True, text=True)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert done.stderr
