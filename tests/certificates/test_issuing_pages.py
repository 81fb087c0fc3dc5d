"""The certificate as everybody meets it: page, printed copy, API, and the number that does not exist."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import html5lib
import pytest
import zxingcpp
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from ocop.certificates import lifecycle
from ocop.certificates.acts import issue_certificates, revoke, store_draft
from ocop.certificates.models import Certificate
from ocop.certificates.rules.verdicts import Validity, validity_on
from tests import cast

from .stage import issued, signed

db = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


def aged(certificate: Certificate, issued_on: date, expires_on: date) -> Certificate:
    Certificate.objects.filter(pk=certificate.pk).update(issued_on=issued_on, expires_on=expires_on)
    return Certificate.objects.get(pk=certificate.pk)


ISSUED, LAST = date(2026, 11, 21), date(2029, 11, 21)


@pytest.mark.parametrize(
    ("day", "revoked_on", "validity"),
    [
        (ISSUED, None, Validity.VALID),
        (LAST, None, Validity.VALID),
        (LAST + timedelta(1), None, Validity.EXPIRED),
        (ISSUED - timedelta(1), None, Validity.NOT_YET),
        (date(2027, 1, 1), date(2027, 1, 1), Validity.REVOKED),
        (date(2026, 12, 31), date(2027, 1, 1), Validity.VALID),
        (LAST + timedelta(9), date(2027, 1, 1), Validity.REVOKED),
    ],
)
def test_the_verdict_turns_on_the_right_day(day: date, revoked_on: date | None, validity: Validity) -> None:
    found = validity_on(day, issued_on=ISSUED, expires_on=LAST, revoked_on=revoked_on)
    assert found.validity == validity


@db
def test_the_page_says_first_that_it_is_valid_today() -> None:
    certificate = issued()
    text = read(Client().get(certificate.get_absolute_url()))
    assert f"Giấy còn hiệu lực đến hết ngày {certificate.expires_on:%d/%m/%Y}" in text
    for words in ("MÔ PHỎNG", certificate.product.name, "4 sao", certificate.decision.number, "ban-in.pdf"):
        assert words in text
    assert certificate.pdf_sha256[:8] in text


@db
def test_an_expired_and_a_revoked_certificate_say_so_in_plain_words() -> None:
    certificate = issued()
    today = date.today()
    aged(certificate, today - timedelta(2000), today - timedelta(900))
    assert "Giấy đã hết hạn" in read(Client().get(certificate.get_absolute_url()))
    aged(certificate, certificate.issued_on, certificate.expires_on)
    revoke(
        certificate, ground="mark_misused", on=certificate.issued_on, decision_number="7/QĐ", by=cast.person("lanh_dao")
    )
    text = read(Client().get(certificate.get_absolute_url()))
    assert "Giấy đã bị thu hồi" in text
    assert "nhãn hiệu OCOP" in text


@db
def test_the_printed_copy_is_the_sealed_file() -> None:
    certificate = issued()
    answer = Client().get(f"{certificate.get_absolute_url()}ban-in.pdf")
    data = b"".join(answer)  # type: ignore[arg-type]
    assert hashlib.sha256(data).hexdigest() == certificate.pdf_sha256
    assert answer["Content-Type"] == "application/pdf"


@db
@pytest.mark.parametrize("number", ["GCN-22-2026-9999", "x", "GCN 22", "ặễ", "%3Cscript%3E", "a" * 300, "..", "'--"])
def test_an_unknown_number_is_a_404_that_helps(number: str) -> None:
    answer = Client().get(f"/giay-chung-nhan/{number}/")
    if number == "..":
        assert answer.status_code in (200, 301, 404)
        return
    text = read(answer, 404)
    assert "GCN-22-2026-0001" in text, "an example of how a number looks"
    assert "<script>" not in text.split("<body")[1].split("</body")[0].replace("<script src", "")
    assert Client().get(f"/giay-chung-nhan/{number}/ban-in.pdf").status_code == 404


@db
def test_a_number_in_other_letters_leads_to_the_written_one() -> None:
    certificate = issued()
    answer = Client().get(f"/giay-chung-nhan/{certificate.number.lower()}/")
    assert (answer.status_code, answer["Location"]) == (302, certificate.get_absolute_url())


@db
def test_a_certificate_in_the_making_is_unknown_to_everybody() -> None:
    decided = signed()
    result = decided.decision.sitting.items.get().result
    certificate = store_draft(decided.decision, result, by=decided.stage.people.co_nam)
    assert certificate.state == lifecycle.DRAFTED
    client = Client()
    client.force_login(decided.stage.people.co_nam, backend=BACKEND)
    assert client.get(certificate.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/certificates/{certificate.number}").status_code == 404


@db
def test_the_public_page_costs_at_most_eight_queries() -> None:
    certificate = issued()
    client = Client()
    client.get(certificate.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(certificate.get_absolute_url())
    assert len(queries) <= 4, [q["sql"][:100] for q in queries]


@db
@pytest.mark.parametrize("items", [1, 3])
def test_the_list_costs_the_same_with_one_and_with_three(items: int) -> None:
    decided = signed(items=items)
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    client = Client()
    text = read(client.get("/giay-chung-nhan/"))
    assert text.count('href="/giay-chung-nhan/GCN-') == items
    with CaptureQueriesContext(connection) as queries:
        client.get("/giay-chung-nhan/")
    assert len(queries) <= 4, [q["sql"][:100] for q in queries]


@db
@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 30, "٣", "1"])
def test_a_strange_cursor_never_breaks_the_list(cursor: str) -> None:
    read(Client().get("/giay-chung-nhan/", {"cursor": cursor}))


@db
def test_the_api_tells_validity_on_any_day() -> None:
    certificate = issued()
    address = f"/api/v1/certificates/{certificate.number}"
    body = Client().get(address).json()
    assert body["valid"] is True
    assert body["star"] == 4
    assert body["simulated"] is True
    assert body["pdf_sha256"] == certificate.pdf_sha256
    later = Client().get(address, {"as_of": (certificate.expires_on + timedelta(1)).isoformat()}).json()
    assert (later["valid"], later["state"]) == (False, "expired")
    problem = Client().get("/api/v1/certificates/KHONG-CO")
    assert problem.status_code == 404
    assert problem["Content-Type"].startswith("application/problem+json")
    assert Client().get(address, {"as_of": "hôm qua"}).status_code == 422


@db
def test_the_qr_on_the_page_leads_back_to_the_page() -> None:
    import re

    certificate = issued()
    text = Client().get(certificate.get_absolute_url()).content.decode()
    svg = re.search(r"<svg[^>]*viewBox=\"0 0 (\d+) \d+\"[^>]*><path fill=\"#(?:fff|ffffff)\".*?</svg>", text, re.S)
    assert svg, "the code is drawn in the page itself"
    import segno

    code = segno.make(certificate.draft["url"], error="m", micro=False)
    drawn = Image.new("L", (int(svg[1]),) * 2, 255)
    for y, row in enumerate(code.matrix_iter(border=4)):
        for x, dark in enumerate(row):
            drawn.putpixel((x, y), 0 if dark else 255)
    (found,) = zxingcpp.read_barcodes(drawn.resize((drawn.width * 6,) * 2, Image.Resampling.NEAREST))
    assert found.text.endswith(certificate.get_absolute_url())
