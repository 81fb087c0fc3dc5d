"""Keeping a passport, and what a person without an account may bring: pictures lose where they were taken."""

from __future__ import annotations

import io

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from ocop.lots.models import Exhibit, LabelFacts
from ocop.papers.queries import bytes_of
from ocop.people.models import Mandate, Office
from ocop.scans.models import Report, Translation
from tests.stamps.cast import GTIN, Cast, cast, lot, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vault(tmp_path: object, settings: object) -> None:
    settings.PAPERS_DIR = tmp_path  # type: ignore[attr-defined]


def photo(name: str = "anh.jpg", size: tuple[int, int] = (1600, 1200)) -> SimpleUploadedFile:
    """A photograph that knows where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 32.0, 10.0)}
    exif[0x0110] = "Điện thoại của Chị Ba"
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def told_to_everyone(client: Client) -> str:
    return client.get(f"/01/{GTIN}/10/L20261101A").content.decode()


def signed_in(client: Client) -> Cast:
    who = cast()
    lot(who)
    client.force_login(who.ba)
    return who


def test_a_picture_is_shown_small_without_place_and_camera(client: Client) -> None:
    who = signed_in(client)
    page = client.post(
        f"/ho-chieu/{who.product.pk}/", {"part": "show", "kind": "picture", "title": "Chai 500 ml", "file": photo()}
    )
    assert page.status_code == 302, page.content.decode()
    shown = Exhibit.objects.get()
    assert shown.small is not None
    assert shown.small.size < 25_000
    assert (shown.width, shown.height) == (480, 360)
    client.logout()
    assert f'src="/tra-cuu/hien-vat/{shown.pk}/nho/" alt="Chai 500 ml"' in told_to_everyone(client)
    for path in (f"/tra-cuu/hien-vat/{shown.pk}/", f"/tra-cuu/hien-vat/{shown.pk}/nho/"):
        answer = client.get(path)
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert answer.status_code == 200
        assert not Image.open(io.BytesIO(data)).getexif()
    client.force_login(who.ba)
    client.post(f"/ho-chieu/hien-vat/{shown.pk}/cat/")
    assert "hien-vat" not in told_to_everyone(client)
    assert client.get(f"/tra-cuu/hien-vat/{shown.pk}/").status_code == 404


def test_a_test_report_needs_the_day_on_the_paper(client: Client) -> None:
    who = signed_in(client)
    told = {
        "part": "show",
        "kind": "test",
        "title": "Phiếu kiểm nghiệm mật ong",
        "file": photo("phieu.jpg", (300, 200)),
    }
    page = client.post(f"/ho-chieu/{who.product.pk}/", told)
    assert page.status_code == 422
    assert "ngày trên phiếu" in page.content.decode()
    told |= {"issued_on": "2026-10-02", "issuer": "Phòng thử mô phỏng", "file": photo("phieu.jpg", (300, 200))}
    assert client.post(f"/ho-chieu/{who.product.pk}/", told).status_code == 302
    assert "Phòng thử mô phỏng · ngày 02/10/2026" in told_to_everyone(client)


def test_what_stands_on_the_label_fills_the_ten_items(client: Client) -> None:
    who = signed_in(client)
    before = told_to_everyone(client)
    assert before.count("chưa có: chủ thể chưa khai") == 2
    facts = {
        "part": "label", "brand": "Mật Ngàn", "standards": "TCCS 01:2026", "warnings": "Không dùng cho trẻ dưới 1 tuổi.",
    }  # fmt: skip
    assert client.post(f"/ho-chieu/{who.product.pk}/", facts).status_code == 302
    after = told_to_everyone(client)
    for said in ("Mật Ngàn", "TCCS 01:2026", "Không dùng cho trẻ dưới 1 tuổi."):
        assert said in after
    assert after.index("Không dùng cho trẻ") < after.index("Ai làm")
    assert LabelFacts.objects.get().told_by == who.ba


def test_a_translation_is_shown_once_the_producer_approved_it_and_silent_when_the_original_changes(
    client: Client,
) -> None:
    who = signed_in(client)
    office, _ = Office.objects.get_or_create(kind=Office.Kind.PROVINCE, name="Văn phòng điều phối")
    officer = person("Cô Năm")
    Mandate.objects.create(person=officer, role="province_officer", office=office, starts_on=timezone.localdate())
    client.force_login(officer)
    page = f"/ho-chieu/{who.product.pk}/dich/en/"
    assert client.post(page, {"name": "Forest honey", "approve": "1"}).status_code == 302
    assert Translation.objects.get().approved_at is None, "the office proposes, the producer answers for its words"
    english = Client(headers={"accept-language": "en"})
    assert "Forest honey" not in told_to_everyone(english)
    client.force_login(who.ba)
    assert client.post(page, {"name": "Forest honey", "approve": "1"}).status_code == 302
    assert Translation.objects.get().approved_by == who.ba
    assert "Forest honey" in told_to_everyone(english)
    assert "Forest honey" not in told_to_everyone(client)
    who.product.name = "Mật ong hoa rừng"
    who.product.save()
    changed = told_to_everyone(english)
    assert "Forest honey" not in changed
    assert "Mật ong hoa rừng" in changed
    assert "nguyên văn đã đổi" in client.get(page).content.decode()


def test_only_those_who_act_for_the_producer_keep_its_passport(client: Client) -> None:
    who = signed_in(client)
    for page in ("/ho-chieu/", f"/ho-chieu/{who.product.pk}/", f"/ho-chieu/{who.product.pk}/dich/zh-hans/"):
        answer = client.get(page)
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(answer.content)
    client.force_login(cast(None).ba)
    assert client.get(f"/ho-chieu/{who.product.pk}/").status_code == 404
    client.force_login(person("Người lạ"))
    assert client.get("/ho-chieu/").status_code == 403


def test_a_report_may_bring_a_photo_that_forgets_where_it_was_taken(client: Client) -> None:
    told = {"kind": "copy", "seller": "Chợ Hạ Long 1", "photo": photo()}
    assert client.post("/tra-cuu/bao/", told).status_code == 302
    report = Report.objects.get()
    assert not Image.open(io.BytesIO(bytes_of(report.photo))).getexif()
    assert client.get(f"/tra-cuu/phan-anh/{report.pk}/anh/").status_code == 302
    inspector = person("Anh Thanh")
    office, _ = Office.objects.get_or_create(kind=Office.Kind.INSPECTION, name="Thanh tra")
    Mandate.objects.create(person=inspector, role="inspector", office=office, starts_on=timezone.localdate())
    client.force_login(inspector)
    answer = client.get(f"/tra-cuu/phan-anh/{report.pk}/anh/")
    assert answer["Content-Type"] == "image/jpeg"
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"%PDF-1.7\n%%EOF", b"GIF89a", b"", b"\xff\xd8\xff\xe0broken"]
)
def test_a_report_takes_no_file_but_a_whole_photo(client: Client, data: bytes) -> None:
    told = {"kind": "copy", "seller": "Chợ Hạ Long 1", "photo": SimpleUploadedFile("a.jpg", data, "image/jpeg")}
    page = client.post("/tra-cuu/bao/", told)
    assert page.status_code == 422
    assert not Report.objects.exists()
    html5lib.HTMLParser(strict=True).parse(page.content)
