"""PAdES on the papers that are issued: who signed, whether it is whole, and what a tick is not."""

from __future__ import annotations

import socket
import sys
from io import BytesIO
from pathlib import Path
from subprocess import run

import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader, PdfWriter
from pytest_django.fixtures import Settings

from ocop.certificates import lifecycle
from ocop.certificates.acts import issue_certificates, make_document, render, seal, store_draft
from ocop.certificates.exports import read_back
from ocop.certificates.exports.signing import _self_made, seal_of, signed_pdf, signing
from ocop.certificates.models import Certificate
from ocop.certificates.rules.signatures import SIGNING_NOTES, Seal, Signing
from ocop.journal.rules import Refused
from ocop.papers.queries import bytes_of

from .stage import issued, signed

db = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings) -> Settings:
    settings.OCOP_DEMO = True
    return settings


@pytest.fixture
def configured(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "co-quan.p12").write_bytes(_self_made())
    settings.SIGNING_PKCS12 = str(tmp_path / "co-quan.p12")
    return settings


def paper() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_self_made_signature_is_whole_and_never_passes_for_more(demo: Settings) -> None:
    data = signed_pdf(paper(), reason="Thử", place="Quảng Ninh")
    found = seal_of(data)
    assert (found.seal, found.is_intact) == (Seal.SELF_MADE, True)
    assert "tự tạo" in found.signer
    assert found.signed_at is not None
    assert data.startswith(paper()[:100])


def test_a_configured_certificate_signs_validly(configured: Settings) -> None:
    assert signing() == Signing.CONFIGURED
    assert seal_of(signed_pdf(paper(), reason="Thử", place="Quảng Ninh")).seal == Seal.VALID


def test_one_changed_byte_is_found_out(demo: Settings) -> None:
    data = bytearray(signed_pdf(paper(), reason="Thử", place="Quảng Ninh"))
    at = data.index(b"/MediaBox")
    data[at + 1] = ord("N")
    assert seal_of(bytes(data)).seal in (Seal.CHANGED, Seal.UNREADABLE)
    assert not seal_of(bytes(data)).is_intact


def test_a_page_added_afterwards_is_found_out(demo: Settings) -> None:
    data = signed_pdf(paper(), reason="Thử", place="Quảng Ninh")
    writer = PdfWriter(BytesIO(data), incremental=True)
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(data)
    assert seal_of(out.getvalue()).seal == Seal.CHANGED


def test_somebody_elses_signature_is_not_ours(demo: Settings, tmp_path: Path) -> None:
    ours = demo.KEYS_DIR
    demo.KEYS_DIR = tmp_path / "theirs"
    data = signed_pdf(paper(), reason="Thử", place="Quảng Ninh")
    demo.KEYS_DIR = ours
    assert seal_of(data).seal == Seal.FOREIGN


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\nxref\n0 9999999999\n", b"PK\x03\x04"])
def test_broken_files_are_unreadable_and_not_a_fault(data: bytes) -> None:
    assert seal_of(data).seal == Seal.UNREADABLE
    assert seal_of(paper()).seal == Seal.UNSIGNED


def test_the_self_made_key_is_its_owners_alone(demo: Settings) -> None:
    signed_pdf(paper(), reason="Thử", place="Quảng Ninh")
    (file,) = Path(demo.KEYS_DIR).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_wrong_passphrase_says_what_to_set(configured: Settings) -> None:
    configured.SIGNING_PASSPHRASE = "sai"
    with pytest.raises(ImproperlyConfigured, match="OCOP_SIGNING_PASSPHRASE"):
        signed_pdf(paper(), reason="Thử", place="Quảng Ninh")


def test_nothing_of_it_goes_to_the_network(demo: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def dark(*args: object, **kwargs: object) -> None:
        raise AssertionError("somebody opens a connection")

    monkeypatch.setattr(socket.socket, "connect", dark)
    monkeypatch.setattr(socket, "getaddrinfo", dark)
    assert seal_of(signed_pdf(paper(), reason="Thử", place="Quảng Ninh")).seal == Seal.SELF_MADE


def test_whoever_neither_signs_nor_checks_does_not_carry_the_library() -> None:
    code = (
        "import django; django.setup(); import ocop.portal.urls, sys;"
        "assert not {'pyhanko', 'aiohttp'} & set(sys.modules)"
    )
    done = run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, env=_plain())
    assert done.returncode == 0, done.stderr


def _plain() -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "ocop.portal.settings", "DATABASE_URL": "postgresql:///x"}


# On certificates


@db
def test_a_certificate_is_signed_and_says_in_print_with_what(demo: Settings) -> None:
    certificate = issued()
    assert seal_of(bytes_of(certificate.printed_sha256)).seal == Seal.SELF_MADE
    assert bytes_of(certificate.signed_sha256).startswith(bytes_of(certificate.pdf_sha256))
    text, codes = read_back(bytes_of(certificate.printed_sha256))
    assert "tự tạo để trình diễn" in " ".join(text.split())
    assert codes == [certificate.draft["url"]]
    assert len(PdfReader(BytesIO(bytes_of(certificate.printed_sha256))).pages) == 1


@db
def test_without_a_certificate_to_sign_with_the_paper_says_that_it_is_unsigned() -> None:
    certificate = issued()
    assert certificate.signed_sha256 == ""
    assert seal_of(bytes_of(certificate.printed_sha256)).seal == Seal.UNSIGNED
    text, _ = read_back(bytes_of(certificate.printed_sha256))
    assert SIGNING_NOTES[Signing.NONE].split(":")[0] in " ".join(text.split())


@db
def test_a_paper_that_says_signed_is_not_sealed_unsigned(demo: Settings) -> None:
    decided = signed()
    by = decided.stage.people.co_nam
    certificate = render(store_draft(decided.decision, decided.stage.item.result, by=by), by=by)
    demo.OCOP_DEMO = False
    with pytest.raises(Refused) as refused:
        seal(certificate, by=by)
    assert refused.value.reasons[0].field == "signing"
    demo.OCOP_DEMO = True
    assert seal(certificate, by=by).state == lifecycle.SEALED


@db
def test_a_power_cut_while_signing_is_taken_up_again(demo: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from ocop.certificates.acts import resume_issuing
    from ocop.certificates.acts import signing as acts_signing

    class PowerCut(BaseException):
        pass

    def dark(*args: object, **kwargs: object) -> None:
        raise PowerCut

    decided = signed()
    make_document(decided.decision, by=decided.stage.people.co_nam)
    with monkeypatch.context() as patch:
        patch.setattr(acts_signing, "signed_pdf", dark)
        with pytest.raises(PowerCut):
            issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert Certificate.objects.get().state == lifecycle.RENDERED
    resume_issuing()
    assert seal_of(bytes_of(Certificate.objects.get().printed_sha256)).seal == Seal.SELF_MADE
