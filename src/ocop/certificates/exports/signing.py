"""PAdES signatures (B-B) in PDFs, and what a signature in a PDF is worth. Nothing here goes to the network.

pyHanko costs 48 MB once imported, so it is imported by whoever signs or checks, when they do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ocop.journal.acts import kept_once

from ..rules.signatures import Seal, SealFound, Signing

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

# A stranger's certificate is an answer for the page, not a fault for the log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

SELF_MADE_NAME = "Chứng thư tự tạo để trình diễn (mô phỏng)"
_SELF_MADE_FILE = "self-made-signing.p12"
FIELD = "ChuKySo"


def signing() -> Signing:
    """With what papers are signed: a configured certificate, one of our own making, or nothing."""
    if settings.SIGNING_PKCS12:
        return Signing.CONFIGURED
    return Signing.SELF_MADE if settings.OCOP_DEMO else Signing.NONE


def signed_pdf(data: bytes, *, reason: str, place: str) -> bytes:
    """The same bytes with a signature appended: what was rendered and read back stays inside, untouched."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    facts = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=reason, location=place,
        subfilter=fields.SigSeedSubFilter.PADES, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    out = BytesIO()
    signer = _signer(*_bundle())
    _apart(lambda: signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), facts, signer=signer, output=out))
    return out.getvalue()


def _apart(work: Callable[[], Any]) -> Any:
    """In a thread of its own: pyHanko starts an event loop, and a thread that runs one already refuses a second."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def _bundle() -> tuple[bytes, bytes | None]:
    if signing() == Signing.CONFIGURED:
        try:
            return Path(settings.SIGNING_PKCS12).read_bytes(), settings.SIGNING_PASSPHRASE.encode() or None
        except OSError as fault:
            raise ImproperlyConfigured("Không đọc được chứng thư ký số ở OCOP_SIGNING_PKCS12.") from fault
    return kept_once(_SELF_MADE_FILE, _self_made), None


@lru_cache(maxsize=4)
def _signer(data: bytes, passphrase: bytes | None) -> SimpleSigner:
    from pyhanko.sign.signers import SimpleSigner

    try:
        signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=passphrase)
    except (ValueError, TypeError) as fault:
        raise ImproperlyConfigured(
            "Không mở được chứng thư ký số: sai OCOP_SIGNING_PASSPHRASE hoặc tệp hỏng."
        ) from fault
    if signer is None or signer.signing_cert is None:
        raise ImproperlyConfigured("Tệp chứng thư ký số không có khóa và chứng thư.")
    return cast("SimpleSigner", signer)


def _mark(data: bytes, passphrase: bytes | None) -> bytes:
    """The fingerprint of the certificate in a bundle."""
    certificate: Any = _signer(data, passphrase).signing_cert
    mark: bytes = certificate.sha256
    return mark


def _self_made() -> bytes:
    """A key and a certificate that says of itself that it proves nobody's authority."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SELF_MADE_NAME)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"ocop", key, made, None, NoEncryption())


def seal_of(data: bytes) -> SealFound:
    """What the signature of a PDF is worth, by the certificates that this portal knows."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        signatures = PdfFileReader(BytesIO(data)).embedded_signatures
        if not signatures:
            return SealFound(Seal.UNSIGNED)
        return _judged(signatures[-1], alone=len(signatures) == 1)
    # A stranger's file may break the reader anywhere; whatever breaks, it is no readable signed PDF.
    except Exception:
        return SealFound(Seal.UNREADABLE)


def _judged(signature: Any, *, alone: bool) -> SealFound:
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=_roots(), allow_fetching=False)
    status = _apart(lambda: validate_pdf_signature(signature, signer_validation_context=context))
    who = _name(status.signing_cert) if status.signing_cert else ""
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (alone and whole and status.intact and status.valid):
        return SealFound(Seal.CHANGED, who, status.signer_reported_dt)
    return SealFound(_worth(status), who, status.signer_reported_dt)


def _name(certificate: Any) -> str:
    names: dict[str, Any] = certificate.subject.native
    return str(names.get("common_name") or certificate.subject.human_friendly)


def _worth(status: Any) -> Seal:
    mark = status.signing_cert.sha256
    if settings.SIGNING_PKCS12 and (status.trusted or mark == _mark(*_bundle())):
        return Seal.VALID
    own = Path(settings.KEYS_DIR) / _SELF_MADE_FILE
    if own.exists() and mark == _mark(own.read_bytes(), None):
        return Seal.SELF_MADE
    return Seal.FOREIGN


def _roots() -> list[Any]:
    if not settings.SIGNING_ROOTS:
        return []
    from pyhanko.keys import load_certs_from_pemder

    return list(load_certs_from_pemder([settings.SIGNING_ROOTS]))  # type: ignore[no-untyped-call]
