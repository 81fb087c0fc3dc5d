"""W3C Verifiable Credentials 2.0 with Data Integrity `eddsa-jcs-2022`: made, proved and checked without a network.

Sources: VC Data Model v2.0; Data Integrity EdDSA Cryptosuites v1.0 §3.3; Bitstring Status List v1.0; did:web.
Keys and documents come as arguments; nothing here opens a file or an address.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import base58
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ocop.journal.rules import Reason

CONTEXT = "https://www.w3.org/ns/credentials/v2"
SUITE = "eddsa-jcs-2022"
MEDIA_TYPE = "application/vc"
# Bitstring Status List v1.0 asks for 131 072 entries at least, so that one bit tells little about whose it is.
LIST_LENGTH = 131_072
REVOCATION, SUPERSESSION = "revocation", "suspension"
_ED25519 = b"\xed\x01"
_LONGEST_LIST = 4 * LIST_LENGTH // 8

Document = dict[str, Any]


# Keys


def public_multibase(key: Ed25519PublicKey) -> str:
    """A Multikey as `z…` (base58btc over the two bytes 0xed01 and the 32 of the key)."""
    return "z" + base58.b58encode(_ED25519 + key.public_bytes_raw()).decode()


def public_key(multibase: str) -> Ed25519PublicKey:
    """Reads a Multikey; ValueError for anything that is no Ed25519 key."""
    if not multibase.startswith("z"):
        raise ValueError("not base58btc")
    data = base58.b58decode(multibase[1:])
    if len(data) != 34 or not data.startswith(_ED25519):
        raise ValueError("not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(data[2:])


def did_of(origin: str) -> str:
    """`https://ocop.example:8443` → `did:web:ocop.example%3A8443`."""
    return "did:web:" + quote(urlsplit(origin).netloc, safe="")


def key_document(issuer: str, multibases: Sequence[str]) -> Document:
    """The `did.json` that names the keys with which the issuer signs; the first is the one in use."""
    methods = [
        {"id": f"{issuer}#{one}", "type": "Multikey", "controller": issuer, "publicKeyMultibase": one}
        for one in multibases
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": issuer,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


# Proofs


def proof_hash(config: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(rfc8785.dumps(dict(config))).digest()


def document_hash(document: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(rfc8785.dumps(dict(document))).digest()


def proof_config(document: Mapping[str, Any], *, method: str, created: datetime) -> Document:
    config: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment_text(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    return {**config, "@context": document["@context"]} if "@context" in document else config


def with_proof(document: Mapping[str, Any], key: Ed25519PrivateKey, config: Mapping[str, Any]) -> Document:
    """The document secured; Ed25519 is deterministic, so the same input gives the same bytes."""
    signature = key.sign(proof_hash(config) + document_hash(document))
    value = "z" + base58.b58encode(signature).decode()
    return {**document, "proof": {**config, "proofValue": value}}


def moment_text(moment: datetime) -> str:
    """An XML Schema dateTimeStamp, to the second; a moment without a zone is a programmer's error."""
    if moment.tzinfo is None:
        raise ValueError("a moment of a proof has a zone")
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def proof_faults(document: Mapping[str, Any], keys: Mapping[str, Any]) -> list[Reason]:
    """Why the proof does not hold for this document and the keys of this key document; empty when it holds."""
    proof = document.get("proof")
    if not isinstance(proof, Mapping) or proof.get("type") != "DataIntegrityProof":
        return [Reason("Tệp không có chữ ký (proof) loại DataIntegrityProof.", "proof", "no_proof")]
    if proof.get("cryptosuite") != SUITE or proof.get("proofPurpose") != "assertionMethod":
        return [Reason(f"Chữ ký phải theo bộ {SUITE}, mục đích assertionMethod.", "proof", "other_suite")]
    multibase = _method(str(proof.get("verificationMethod", "")), keys)
    if multibase is None:
        return [Reason("Chữ ký không dùng khóa nào của cơ quan cấp.", "proof", "foreign_key")]
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    plain = {name: value for name, value in document.items() if name != "proof"}
    if "@context" in config:
        if not _begins_with(plain.get("@context"), config["@context"]):
            return [Reason("Ngữ cảnh (@context) đã bị thay đổi.", "@context", "changed")]
        plain["@context"] = config["@context"]
    if _signature_holds(multibase, proof.get("proofValue"), config, plain):
        return []
    return [Reason("Nội dung hoặc chữ ký đã bị thay đổi sau khi ký.", "proof", "changed")]


def _method(name: str, keys: Mapping[str, Any]) -> str | None:
    """The key of this name, when the key document lets it assert."""
    if name not in [one if isinstance(one, str) else one.get("id") for one in keys.get("assertionMethod", [])]:
        return None
    for method in keys.get("verificationMethod", []):
        if method.get("id") == name and method.get("controller") == keys.get("id"):
            return str(method.get("publicKeyMultibase", ""))
    return None


def _begins_with(context: Any, signed: Any) -> bool:
    whole, start = (one if isinstance(one, list) else [one] for one in (context, signed))
    return whole[: len(start)] == start


def _signature_holds(multibase: str, value: Any, config: Document, plain: Document) -> bool:
    try:
        if not isinstance(value, str) or not value.startswith("z"):
            return False
        signed = proof_hash(config) + document_hash(plain)
        public_key(multibase).verify(base58.b58decode(value[1:]), signed)
    except (InvalidSignature, ValueError, rfc8785.CanonicalizationError):
        return False
    return True


# Status lists


def encode_list(indices: Iterable[int], length: int = LIST_LENGTH) -> str:
    """Multibase `u…` of the gzipped bits; index 0 is the leftmost bit of the first byte."""
    bits = bytearray(length // 8)
    for index in indices:
        if not 0 <= index < length:
            raise ValueError(f"no place for {index} in a list of {length}")
        bits[index >> 3] |= 0x80 >> (index & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def decode_list(text: str) -> bytes:
    """The bits; ValueError for what is no list, or unpacks to more than four times the usual."""
    if not text.startswith("u"):
        raise ValueError("not base64url")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    unpacker = zlib.decompressobj(wbits=31)
    try:
        bits = unpacker.decompress(packed, _LONGEST_LIST + 1)
    except zlib.error as fault:
        raise ValueError("not gzip") from fault
    if not LIST_LENGTH // 8 <= len(bits) <= _LONGEST_LIST:
        raise ValueError("a list of the wrong length")
    return bits


def bit_of(bits: bytes, index: int) -> bool:
    if not 0 <= index < len(bits) * 8:
        raise ValueError("beyond the list")
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


# The whole check


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: `faults` make it fail, `unchecked` names what could not be looked at."""

    faults: tuple[Reason, ...]
    unchecked: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults


def check(
    credential: Mapping[str, Any], keys: Mapping[str, Any], at: datetime, lists: Sequence[Mapping[str, Any]] = ()
) -> Checked:
    """Whether the credential holds at a moment by this key document and these status lists."""
    faults = [*_not_of(credential, keys), *proof_faults(credential, keys), *_out_of_time(credential, at, "Giấy")]
    unchecked = []
    for entry in _entries(credential):
        found = [one for one in lists if one.get("id") == entry.get("statusListCredential")]
        if not found:
            unchecked.append(_PURPOSES.get(str(entry.get("statusPurpose")), "tình trạng khác"))
        for one in found[:1]:
            faults += _status_faults(entry, one, keys, at)
    return Checked(tuple(faults), tuple(unchecked))


_PURPOSES = {REVOCATION: "thu hồi", SUPERSESSION: "thay bằng giấy mới"}
_SAID = {
    REVOCATION: Reason("Giấy đã bị thu hồi.", "credentialStatus", "revoked"),
    SUPERSESSION: Reason("Giấy đã được thay bằng giấy mới.", "credentialStatus", "superseded"),
}


def _entries(credential: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = credential.get("credentialStatus", [])
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, Mapping)]


def _not_of(credential: Mapping[str, Any], keys: Mapping[str, Any]) -> list[Reason]:
    context, kinds, issuer = (credential.get(name) for name in ("@context", "type", "issuer"))
    faults = []
    if not isinstance(context, list) or not context or context[0] != CONTEXT:
        faults.append(Reason("Không phải chứng chỉ số W3C phiên bản 2.0.", "@context", "not_a_credential"))
    if "VerifiableCredential" not in (kinds if isinstance(kinds, list) else [kinds]):
        faults.append(Reason("Thiếu loại VerifiableCredential.", "type", "not_a_credential"))
    if (issuer.get("id") if isinstance(issuer, Mapping) else issuer) != keys.get("id"):
        faults.append(Reason("Cơ quan cấp không phải cơ quan giữ bộ khóa này.", "issuer", "foreign_issuer"))
    return faults


def _out_of_time(document: Mapping[str, Any], at: datetime, what: str) -> list[Reason]:
    try:
        since, until = (_moment(document.get(name)) for name in ("validFrom", "validUntil"))
    except ValueError:
        return [Reason(f"{what} ghi thời hạn không đọc được.", "validUntil", "unreadable")]
    if since is not None and at < since:
        return [Reason(f"{what} chưa có hiệu lực.", "validFrom", "not_yet")]
    if until is not None and at > until:
        return [Reason(f"{what} đã hết hạn sau {until:%d/%m/%Y %H:%M}.", "validUntil", "expired")]
    return []


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError("a moment without a zone")
    return found


def _status_faults(
    entry: Mapping[str, Any], listed: Mapping[str, Any], keys: Mapping[str, Any], at: datetime
) -> list[Reason]:
    faults = [*_not_of(listed, keys), *proof_faults(listed, keys), *_out_of_time(listed, at, "Danh sách tình trạng")]
    subject = listed.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") != "BitstringStatusList":
        return [*faults, Reason("Không phải danh sách tình trạng.", "credentialStatus", "not_a_list")]
    purpose = entry.get("statusPurpose")
    if purpose != subject.get("statusPurpose"):
        return [*faults, Reason("Danh sách tình trạng không đúng mục đích.", "credentialStatus", "other_purpose")]
    try:
        marked = bit_of(decode_list(str(subject.get("encodedList", ""))), int(str(entry.get("statusListIndex"))))
    except ValueError:
        return [*faults, Reason("Danh sách tình trạng không đọc được.", "credentialStatus", "unreadable")]
    said = _SAID.get(str(purpose), Reason("Giấy không còn hiệu lực.", "credentialStatus", "status"))
    return [*faults, said] if marked else faults
