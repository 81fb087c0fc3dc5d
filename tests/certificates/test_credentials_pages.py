"""The credential, its lists, its keys and the checking page as strangers and machines meet them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from ocop.certificates.acts import revoke, store_draft
from ocop.certificates.exports.keyring import credential_key
from ocop.certificates.management.cli import certificates as command
from ocop.certificates.models import Certificate
from ocop.certificates.rules.credentials import check
from ocop.journal.acts import kept_once
from ocop.papers.queries import bytes_of
from tests import cast

from .stage import issued, signed

pytestmark = pytest.mark.django_db


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


def fetched(address: str) -> dict[str, object]:
    found = Client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert found.status_code == 200, address
    return json.loads(found.content)


def taken_home(certificate: Certificate) -> tuple[dict[str, object], dict[str, object], list[dict[str, object]]]:
    credential = fetched(f"{certificate.get_absolute_url()}chung-chi.json")
    lists = [fetched(entry["statusListCredential"]) for entry in credential["credentialStatus"]]
    return credential, fetched("/.well-known/did.json"), lists


def test_what_a_stranger_takes_home_holds_there() -> None:
    certificate = issued()
    credential, keys, lists = taken_home(certificate)
    assert check(credential, keys, timezone.now(), lists).holds
    assert check(credential, keys, timezone.now(), lists).unchecked == ()
    subject = credential["credentialSubject"]
    assert (subject["star"], subject["decisionNumber"]) == (4, certificate.decision.number)
    assert subject["productCode"] == certificate.draft["code"]
    assert subject["simulated"] is True
    answer = Client().get(f"{certificate.get_absolute_url()}chung-chi.json")
    assert answer["Content-Type"] == "application/vc"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_same_certificate_gives_the_same_bytes() -> None:
    address = f"{issued().get_absolute_url()}chung-chi.json"
    assert Client().get(address).content == Client().get(address).content


def test_it_fails_once_revoked_and_says_why() -> None:
    certificate = issued()
    revoke(certificate, ground="stopped", on=certificate.issued_on, decision_number="7/QĐ", by=cast.person("lanh_dao"))
    credential, keys, lists = taken_home(certificate)
    assert [fault.code for fault in check(credential, keys, timezone.now(), lists).faults] == ["revoked"]


def test_it_ends_with_the_last_day_in_vietnam() -> None:
    certificate = issued()
    credential, keys, _ = taken_home(certificate)
    assert credential["validUntil"] == f"{certificate.expires_on}T23:59:59+07:00"
    assert credential["validFrom"] == f"{certificate.issued_on}T00:00:00+07:00"
    late = timezone.now() + timedelta(days=1200)
    assert "expired" in {fault.code for fault in check(credential, keys, late).faults}


def test_a_certificate_in_the_making_has_no_credential() -> None:
    decided = signed()
    draft = store_draft(decided.decision, decided.stage.item.result, by=decided.stage.people.co_nam)
    for page in ("chung-chi.json", "chung-chi/"):
        assert Client().get(f"{draft.get_absolute_url()}{page}").status_code == 404


@pytest.mark.parametrize("page", ["thu-hoi-9.json", "khac-0.json", "thu-hoi-0.xml"])
def test_lists_that_do_not_exist_are_not_found(page: str) -> None:
    assert Client().get(f"/giay-chung-nhan/tinh-trang/{page}").status_code == 404


def test_the_human_page_explains_the_file_within_a_literal_number_of_queries() -> None:
    certificate = issued()
    client = Client()
    client.get(f"{certificate.get_absolute_url()}chung-chi/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        text = read(client.get(f"{certificate.get_absolute_url()}chung-chi/"))
    assert len(seen) == 1
    for words in ("chung-chi.json", "/.well-known/did.json", "thu-hoi-0.json", "không có mạng"):
        assert words in text


def brought(data: bytes, name: str = "tep.json") -> str:
    upload = SimpleUploadedFile(name, data)
    return read(Client().post("/giay-chung-nhan/chung-chi/", {"file": upload}))


def test_the_checking_page_judges_what_people_drop() -> None:
    certificate = issued()
    data = Client().get(f"{certificate.get_absolute_url()}chung-chi.json").content
    assert "Chứng chỉ số đúng và còn hiệu lực" in brought(data)
    assert "đã bị thay đổi sau khi ký" in brought(data.replace(b'"star": 4', b'"star": 5'))
    assert "Không nhận ra tệp này" in brought(b"GIF89a")
    assert "Không nhận ra tệp này" in brought(b'{"a": 1, "a": 2}')
    assert "không có chữ ký số" in brought(bytes_of(certificate.pdf_sha256), "giay.pdf")
    assert "Hãy chọn một tệp" in read(Client().post("/giay-chung-nhan/chung-chi/"), 422)
    revoke(certificate, ground="stopped", on=certificate.issued_on, decision_number="7/QĐ", by=cast.person("lanh_dao"))
    assert "Giấy đã bị thu hồi" in brought(data)


def test_a_list_for_a_credential_and_other_odd_shapes_do_not_break_the_page() -> None:
    for odd in (
        [],
        {"credentialStatus": 3},
        {"issuer": [], "credentialStatus": [{"statusListIndex": {}}]},
        {"proof": [1]},
    ):
        brought(json.dumps(odd).encode())
    brought(b"[" * 100_000)


# The command


def run(*words: object) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(command, ["check", *map(str, words), "--format", "json"])
    lines = [line for line in done.output.splitlines() if line.startswith("{")]
    return done.exit_code, json.loads(lines[0]) if lines else {}


def test_the_command_checks_without_a_database(tmp_path: Path) -> None:
    certificate = issued()
    credential, keys, lists = taken_home(certificate)
    files = {"a.json": credential, "did.json": keys, "thu-hoi.json": lists[0], "thay-the.json": lists[1]}
    files["b.json"] = json.loads(json.dumps(credential).replace('"star": 4', '"star": 5'))
    for name, data in files.items():
        (tmp_path / name).write_text(json.dumps(data), "utf-8")
    status = ("--status", tmp_path / "thu-hoi.json", "--status", tmp_path / "thay-the.json")
    with CaptureQueriesContext(connection) as seen:
        assert run(tmp_path / "a.json", "--keys", tmp_path / "did.json", *status)[1]["valid"] is True
        assert run(tmp_path / "a.json")[1]["unchecked"] == ["thu hồi", "thay bằng giấy mới"]
        code, said = run(tmp_path / "b.json", "--keys", tmp_path / "did.json", *status)
        assert (code, said["valid"]) == (1, False)
        assert run(tmp_path / "a.json", "--as-of", "2099-01-01")[0] == 1
    assert len(seen) == 0
    (tmp_path / "x.json").write_text("x")
    assert run(tmp_path / "x.json")[0] == 2


# Keys


def test_the_key_is_made_once_and_is_its_owners_alone(settings: Settings) -> None:
    first = credential_key().private_bytes_raw()
    assert credential_key().private_bytes_raw() == first
    file = Path(settings.KEYS_DIR) / "credential-ed25519"
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_once("credential-ed25519", lambda: b"other") == file.read_bytes()


def test_a_retired_key_still_vouches_for_what_it_signed(settings: Settings) -> None:
    certificate = issued()
    credential, before, _ = taken_home(certificate)
    folder = Path(settings.KEYS_DIR)
    (folder / "credential-ed25519").unlink()
    (folder / "credential-retired").write_text(before["verificationMethod"][0]["publicKeyMultibase"] + "\n")
    after = fetched("/.well-known/did.json")
    assert len(after["assertionMethod"]) == 2
    assert check(credential, after, timezone.now()).holds
