"""A certificate as a W3C Verifiable Credential, and the status lists beside it."""

from __future__ import annotations

import base64
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..models import Certificate
from ..queries.statuses import WORDS, marked, place_of
from ..rules.credentials import (
    CONTEXT,
    Document,
    encode_list,
    moment_text,
    proof_config,
    public_multibase,
    with_proof,
)
from .keyring import credential_key, issuer_id

# A list taken home a week ago no longer vouches for today.
_LIST_LASTS = timedelta(days=7)
VOCABULARY = "/giay-chung-nhan/chung-chi/#"
_PURPOSE_NAMES = {"revocation": "thu hồi", "suspension": "thay bằng giấy mới"}


def certificate_credential(certificate: Certificate) -> Document:
    """The same certificate gives the same bytes until something happens to it."""
    draft, address = certificate.draft, settings.ORIGIN + certificate.get_absolute_url()
    document: Document = {
        "@context": [CONTEXT, {"@vocab": settings.ORIGIN + VOCABULARY}],
        "id": f"{address}chung-chi.json",
        "type": ["VerifiableCredential", "OcopCertificate"],
        "issuer": {"id": issuer_id(), "name": draft["issuer"]},
        "name": f"Giấy chứng nhận OCOP {certificate.number}",
        "validFrom": _at(certificate.issued_on, time.min),
        "validUntil": _at(certificate.last_day, time(23, 59, 59)),
        "credentialSubject": _subject(certificate),
        "credentialStatus": [_entry(certificate, purpose) for purpose in WORDS],
        "relatedResource": [_print_of(certificate, address)],
    }
    return _proved(document, certificate.published_at or timezone.now())


def _subject(certificate: Certificate) -> Document:
    draft = certificate.draft
    return {
        "id": settings.ORIGIN + certificate.product.get_absolute_url(),
        "type": "OcopProduct",
        "name": draft["product"],
        "productCode": draft["code"],
        "producer": draft["producer"],
        "place": draft["place"],
        "star": certificate.star,
        "level": "province",
        "certificateNumber": certificate.number,
        "decisionNumber": draft["decision"],
        "issuedOn": certificate.issued_on.isoformat(),
        "law": draft["law"],
        "simulated": bool(draft["simulated"]),
    }


def _entry(certificate: Certificate, purpose: str) -> Document:
    number, index = place_of(certificate)
    return {
        "id": f"{list_address(purpose, number)}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_address(purpose, number),
    }


def _print_of(certificate: Certificate, address: str) -> Document:
    digest = base64.b64encode(bytes.fromhex(certificate.printed_sha256)).decode()
    return {"id": f"{address}ban-in.pdf", "mediaType": "application/pdf", "digestSRI": f"sha256-{digest}"}


def list_address(purpose: str, number: int) -> str:
    return f"{settings.ORIGIN}/giay-chung-nhan/tinh-trang/{WORDS[purpose]}-{number}.json"


def status_list(purpose: str, number: int, at: datetime) -> Document:
    """The list as it stands at a moment; it names the day until which it may be relied on."""
    moment, address = timezone.localtime(at).replace(microsecond=0), list_address(purpose, number)
    document: Document = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": issuer_id()},
        "name": f"Danh sách giấy chứng nhận OCOP đã {_PURPOSE_NAMES[purpose]}",
        "validFrom": moment_text(moment),
        "validUntil": moment_text(moment + _LIST_LASTS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode_list(marked(purpose, number)),
        },
    }
    return _proved(document, moment)


def _proved(document: Document, created: datetime) -> Document:
    key = credential_key()
    method = f"{issuer_id()}#{public_multibase(key.public_key())}"
    config: dict[str, Any] = proof_config(document, method=method, created=timezone.localtime(created))
    return with_proof(document, key, config)


def _at(day: date, clock: time) -> str:
    return moment_text(timezone.make_aware(datetime.combine(day, clock)))
