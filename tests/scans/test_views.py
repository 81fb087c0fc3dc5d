"""Looking a code up by hand, telling about a stamp, and who reads it."""

from __future__ import annotations

import html5lib
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ocop.people.models import Mandate, Office
from ocop.scans.models import Report, ScannedStamp
from ocop.scans.rules.networks import REPORTS_A_DAY
from ocop.stamps.acts import draw_stamps
from ocop.stamps.queries import mint
from ocop.stamps.rules.codes import grouped
from tests.stamps.cast import GTIN, cast, certify, lot, person

pytestmark = pytest.mark.django_db


def _stamp(gtin: str | None = GTIN) -> tuple[str, str]:
    who = cast(gtin)
    certify(who.product)
    batch = draw_stamps(lot(who), 5, by=who.ba)
    return mint().code(batch.subject, batch.epoch, batch.number, 2), batch.path


def test_a_code_in_any_writing_leads_to_its_page(client: Client) -> None:
    for gtin in (GTIN, None):
        code, path = _stamp(gtin)
        for typed in (
            code,
            grouped(code),
            code.lower(),
            f"  {' '.join(code)} ",
            code.replace("0", "O"),
            f"HTTPS://X.VN{path}{code}",
        ):
            answer = client.get("/tra-cuu/", {"ma": typed})
            assert (answer.status_code, answer["Location"]) == (302, path + code)


def test_a_certificate_number_and_a_gtin_lead_to_their_pages(client: Client) -> None:
    who = cast()
    certificate = certify(who.product)
    assert client.get("/tra-cuu/", {"ma": certificate.number.lower()})["Location"] == certificate.get_absolute_url()
    assert client.get("/tra-cuu/", {"ma": "8 938500 123450"})["Location"] == f"/01/{GTIN}"
    certificate.published_at = None
    certificate.save()
    assert client.get("/tra-cuu/", {"ma": certificate.number}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1005-639Z-ZSA0-VQBN-GMA", "gõ nhầm"), ("1005-639Z-ZSA0-VQBN-GM", "ở đây có 18"), ("U005-639Z-ZSA0-VQBN-GMB", "“U”"),
        ("abc", "Không tìm thấy"), ("<b>x</b>", "Không tìm thấy"), ("x" * 5000, ""), ("\u202e" * 19, "không in được"),
        ("8938500123451", "Không tìm thấy"), ("٠" * 14, "Không tìm thấy"), ("://", "Không tìm thấy"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_told_why(client: Client, typed: str, said: str) -> None:
    answer = client.get("/tra-cuu/", {"ma": typed})
    assert answer.status_code == 404
    assert said in answer.content.decode()
    assert "<b>x</b>" not in answer.content.decode()


def test_the_empty_page_shows_how_to_check_a_stamp(client: Client) -> None:
    page = client.get("/tra-cuu/")
    assert page.status_code == 200
    assert "Ba bước" in page.content.decode()
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_anyone_may_tell_and_only_officers_read(client: Client) -> None:
    told = {"kind": "copy", "code": "1005-639Z", "seller": "Chợ Hạ Long 1", "note": "Tem mờ\r\nkhác mọi khi"}
    page = client.post("/tra-cuu/bao/", told, follow=True)
    assert "Đã nhận phản ánh" in page.content.decode()
    report = Report.objects.get()
    assert (report.seller, report.note) == ("Chợ Hạ Long 1", "Tem mờ\nkhác mọi khi")
    assert client.get("/tra-cuu/phan-anh/").status_code == 302
    client.force_login(person("Người lạ"))
    assert client.get("/tra-cuu/phan-anh/").status_code == 403
    inspector = person("Anh Thanh")
    office, _ = Office.objects.get_or_create(kind=Office.Kind.INSPECTION, name="Thanh tra")
    Mandate.objects.create(person=inspector, role="inspector", office=office, starts_on=timezone.localdate())
    client.force_login(inspector)
    page = client.get("/tra-cuu/phan-anh/")
    assert "Chợ Hạ Long 1" in page.content.decode()
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_a_report_needs_its_kind_and_its_place(client: Client) -> None:
    page = client.post("/tra-cuu/bao/", {"kind": "", "seller": "", "code": "x" * 41})
    text = page.content.decode()
    assert page.status_code == 422
    for field in ("kind_box", "seller", "code"):
        assert f'href="#id_{field}"' in text
    page = client.post("/tra-cuu/bao/", {"kind": "copy", "seller": "a\u202eb"})
    assert page.status_code == 422
    assert not Report.objects.exists()


def test_one_network_cannot_flood_the_office(client: Client) -> None:
    told = {"kind": "other", "seller": "Chợ Hạ Long 1"}
    for _ in range(REPORTS_A_DAY):
        assert client.post("/tra-cuu/bao/", told).status_code == 302
    assert client.post("/tra-cuu/bao/", told).status_code == 422
    assert client.post("/tra-cuu/bao/", told, REMOTE_ADDR="198.51.100.1").status_code == 302


def test_the_resolver_describes_itself_to_everyone(client: Client) -> None:
    answer = client.get("/.well-known/gs1resolver")
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["supportedPrimaryKeys"] == ["01", "414"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_producer_sees_how_its_stamps_are_read_and_which_may_be_copies(
    client: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    who = cast()
    certify(who.product)
    made, now = lot(who), timezone.now()
    for _ in range(rows):
        batch = draw_stamps(made, 5, by=who.ba)
        for sequence, count, suspected in ((0, 2, None), (1, 41, now)):
            ScannedStamp.objects.create(
                batch=batch, sequence=sequence, first_at=now, last_at=now, last_network=1, count=count, window_at=now,
                networks=[1], suspected_at=suspected,
            )  # fmt: skip
    client.force_login(who.ba)
    with django_assert_max_num_queries(11):
        page = client.get("/tem/luot-quet/")
    text = page.content.decode()
    html5lib.HTMLParser(strict=True).parse(page.content)
    code = mint().code(batch.subject, batch.epoch, batch.number, 1)
    assert text.count(grouped(code)) == 1
    assert text.count('data-label="Lượt quét">43<') == rows
    assert text.count('data-label="Nghi bị chép">1<') == rows


def test_others_do_not_see_how_my_stamps_are_read(client: Client) -> None:
    _stamp()
    other = cast(gtin=None)
    client.force_login(other.ba)
    assert "Chưa có lượt cấp tem nào" in client.get("/tem/luot-quet/").content.decode()
    client.force_login(person("Người lạ"))
    assert client.get("/tem/luot-quet/").status_code == 403
