"""Credentials against the W3C's own vectors, and against everybody who would like a better star."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ocop.certificates.rules import credentials
from ocop.certificates.rules.credentials import (
    LIST_LENGTH,
    bit_of,
    check,
    decode_list,
    did_of,
    document_hash,
    encode_list,
    key_document,
    moment_text,
    proof_config,
    proof_faults,
    proof_hash,
    public_key,
    public_multibase,
    with_proof,
)

VECTORS = Path(__file__).parents[3] / "shared" / "fixtures" / "vc" / "w3c-eddsa"
vectors = pytest.mark.skipif(not VECTORS.exists(), reason=f"the W3C vectors are not at {VECTORS}")
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
FOREIGN = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
DID = did_of("https://ocop.example:8443")
KEYS = key_document(DID, [public_multibase(KEY.public_key())])
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LIST = "https://ocop.example:8443/giay-chung-nhan/tinh-trang/thu-hoi-0.json"


def read(name: str) -> Any:
    text = (VECTORS / name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else text.strip()


# The W3C's vectors, byte for byte


@vectors
def test_the_w3c_document_and_proof_are_canonical_and_hash_as_published() -> None:
    import rfc8785

    document, config = read("unsigned.json"), read("eddsa-jcs-2022/proofConfigJCS.json")
    assert rfc8785.dumps(document).decode() == read("eddsa-jcs-2022/canonDocJCS.txt")
    assert rfc8785.dumps(config).decode() == read("eddsa-jcs-2022/proofCanonJCS.txt")
    assert document_hash(document).hex() == read("eddsa-jcs-2022/docHashJCS.txt")
    assert proof_hash(config).hex() == read("eddsa-jcs-2022/proofHashJCS.txt")
    combined = proof_hash(config) + document_hash(document)
    assert combined.hex() == read("eddsa-jcs-2022/combinedHashJCS.txt")


@vectors
def test_we_make_the_w3c_signature_to_the_last_byte() -> None:
    pair = read("keyPair.json")
    key = Ed25519PrivateKey.from_private_bytes(base58.b58decode(pair["privateKeyMultibase"][1:])[2:])
    assert public_multibase(key.public_key()) == pair["publicKeyMultibase"]
    document = read("unsigned.json")
    method = read("eddsa-jcs-2022/proofConfigJCS.json")["verificationMethod"]
    config = proof_config(document, method=method, created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC))
    assert config == read("eddsa-jcs-2022/proofConfigJCS.json")
    signed = with_proof(document, key, config)
    assert signed == read("eddsa-jcs-2022/signedJCS.json")
    assert signed["proof"]["proofValue"] == read("eddsa-jcs-2022/sigBTC58JCS.txt")
    assert base58.b58decode(signed["proof"]["proofValue"][1:]).hex() == read("eddsa-jcs-2022/sigHexJCS.txt")


@vectors
def test_we_accept_the_w3c_credential_and_no_other_word_in_it() -> None:
    signed = read("eddsa-jcs-2022/signedJCS.json")
    method = signed["proof"]["verificationMethod"]
    issuer, _, multibase = method.partition("#")
    keys = {
        "id": issuer,
        "assertionMethod": [method],
        "verificationMethod": [{"id": method, "controller": issuer, "publicKeyMultibase": multibase}],
    }
    assert proof_faults(signed, keys) == []
    signed["credentialSubject"]["alumniOf"] = "The School of Other Examples"
    assert [fault.code for fault in proof_faults(signed, keys)] == ["changed"]


# Our own credential


def listed(*indices: int, **changes: Any) -> dict[str, Any]:
    document = {
        "@context": [credentials.CONTEXT], "id": LIST, "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": DID}, "validFrom": moment_text(NOW - timedelta(hours=1)),
        "validUntil": moment_text(NOW + timedelta(days=7)),
        "credentialSubject": {
            "id": f"{LIST}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": encode_list(indices),
        },
    } | changes  # fmt: skip
    return proved(document)


def proved(document: dict[str, Any], key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    method = f"{DID}#{public_multibase(key.public_key())}"
    return with_proof(document, key, proof_config(document, method=method, created=NOW - timedelta(hours=1)))


def star(**changes: Any) -> dict[str, Any]:
    return {
        "@context": [credentials.CONTEXT, {"@vocab": "https://ocop.example:8443/#"}],
        "id": "https://ocop.example:8443/giay-chung-nhan/GCN-22-2026-0001/chung-chi.json",
        "type": ["VerifiableCredential", "OcopCertificate"], "issuer": {"id": DID},
        "validFrom": moment_text(NOW - timedelta(days=30)), "validUntil": moment_text(NOW + timedelta(days=300)),
        "credentialSubject": {"name": "Mật ong (mô phỏng)", "star": 4},
        "credentialStatus": [{
            "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "77",
            "statusListCredential": LIST,
        }],
    } | changes  # fmt: skip


def codes(credential: dict[str, Any], *lists: dict[str, Any], at: datetime = NOW) -> set[str]:
    return {fault.code for fault in check(credential, KEYS, at, lists).faults}


def test_an_untouched_credential_holds_with_its_list_and_says_what_it_could_not_see_without() -> None:
    assert check(proved(star()), KEYS, NOW, [listed()]) == credentials.Checked(())
    assert check(proved(star()), KEYS, NOW).unchecked == ("thu hồi",)


def test_one_more_star_is_found_out() -> None:
    better = proved(star())
    better["credentialSubject"]["star"] = 5
    assert codes(better, listed()) == {"changed"}


@pytest.mark.parametrize("name", ["created", "proofValue", "verificationMethod", "proofPurpose", "cryptosuite", "type"])
def test_a_changed_proof_is_found_out(name: str) -> None:
    changed = proved(star())
    value = changed["proof"][name]
    changed["proof"][name] = value[:-1] + ("1" if value[-1] != "1" else "2")
    assert codes(changed, listed())


def test_a_foreign_key_is_found_out_even_under_our_name() -> None:
    forged = proved(star(), FOREIGN)
    assert codes(forged, listed()) == {"foreign_key"}
    forged["proof"]["verificationMethod"] = KEYS["assertionMethod"][0]
    assert codes(forged, listed()) == {"changed"}


def test_another_issuers_credential_is_not_ours() -> None:
    assert "foreign_issuer" in codes(proved(star(issuer="did:web:khac.example")), listed())


def test_a_revoked_one_fails_and_its_neighbours_do_not() -> None:
    assert codes(proved(star()), listed(77)) == {"revoked"}
    assert codes(proved(star()), listed(76, 78, 0, LIST_LENGTH - 1)) == set()


@pytest.mark.parametrize(("seconds", "found"), [(0, set()), (1, {"expired"})])
def test_it_ends_with_its_last_second(seconds: int, found: set[str]) -> None:
    last = NOW + timedelta(days=3)
    credential = proved(star(validUntil=moment_text(last)))
    assert codes(credential, listed(), at=last + timedelta(seconds=seconds)) == found


def test_it_does_not_begin_before_its_first_second() -> None:
    credential = proved(star(validFrom=moment_text(NOW)))
    assert codes(credential, listed(), at=NOW - timedelta(seconds=1)) == {"not_yet"}
    assert codes(credential, listed(), at=NOW) == set()


def test_a_stale_or_forged_list_does_not_vouch() -> None:
    late = NOW + timedelta(days=8)
    assert codes(proved(star()), listed(), at=late) == {"expired"}
    forged = listed(77)
    forged["credentialSubject"]["encodedList"] = encode_list([])
    assert codes(proved(star()), forged) == {"changed"}
    other = listed(credentialSubject={"type": "BitstringStatusList", "statusPurpose": "suspension"})
    assert codes(proved(star()), other) == {"other_purpose"}


def test_words_slipped_into_the_context_are_found_out() -> None:
    wider = deepcopy(proved(star()))
    wider["@context"].insert(0, "https://khac.example/ns")
    assert "changed" in codes(wider, listed())


@pytest.mark.parametrize(
    "data", [{}, {"proof": 7}, {"proof": {}}, {"proof": []}, {"@context": 1, "type": None, "issuer": []}]
)
def test_what_is_no_credential_fails_calmly(data: dict[str, Any]) -> None:
    assert codes(data)


# Lists and keys


@given(st.sets(st.integers(0, LIST_LENGTH - 1), max_size=40))
def test_a_list_gives_back_exactly_its_marks(indices: set[int]) -> None:
    bits = decode_list(encode_list(indices))
    assert len(bits) * 8 == LIST_LENGTH
    assert {i for i in range(LIST_LENGTH) if i in indices or i % 997 == 0 if bit_of(bits, i)} == indices
    assert sum(byte.bit_count() for byte in bits) == len(indices)


def test_the_first_place_is_the_leftmost_bit() -> None:
    assert decode_list(encode_list([0]))[0] == 0b1000_0000
    assert decode_list(encode_list([7]))[0] == 0b0000_0001
    assert encode_list([5]) == encode_list([5]), "the same list is the same text, whenever it is packed"


@pytest.mark.parametrize("text", ["", "zabc", "u", "uAAAA", "u" + "A" * 999])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode_list(text)


def test_a_list_that_would_swell_is_refused() -> None:
    with pytest.raises(ValueError):
        decode_list(encode_list([], length=LIST_LENGTH * 8))
    with pytest.raises(ValueError):
        decode_list(encode_list([], length=8))


@pytest.mark.parametrize("text", ["", "m123", "z6Mk", "z" + base58.b58encode(b"\xed\x01" + b"1" * 31).decode()])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        public_key(text)


def test_the_issuers_name_keeps_the_port() -> None:
    assert DID == "did:web:ocop.example%3A8443"
    assert did_of("https://ocop.quangninh.gov.vn") == "did:web:ocop.quangninh.gov.vn"
