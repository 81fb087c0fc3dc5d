"""The public register as a visitor sees it: no script, few questions, sound HTML, nothing private."""

import csv
import io
import json
import zipfile
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.certificates.acts.register import load_register
from ocop.certificates.queries import search_everything
from ocop.certificates.queries.register import Wanted, register_page
from ocop.places.acts import load_reference
from ocop.producers.models import Producer
from ocop.products.models import Product

ROOT = Path(settings.REFERENCE)
PAGES = (
    "/san-pham/", "/san-pham/?xem=bang", "/san-pham/?q=nuoc+khoamg&sao=4", "/san-pham/?noi=huyen-ba-che&tinh-trang=chua-ro",
    "/san-pham/?q=zzzz", "/san-pham/tra-hoa-vang-ba-che/", "/san-pham/ruoc-hau/", "/chu-the/", "/chu-the/?q=quang+hanh",
    "/chu-the/htx-hop-tien/", "/dia-ban/", "/dia-ban/xa-binh-lieu/", "/dia-ban/huyen-ba-che/",
    "/dia-ban/xa-vo-ngai-cu-06853/", "/dia-ban/quang-ninh/",
)  # fmt: skip


@pytest.fixture
def register(db):
    load_reference(ROOT)
    load_register(ROOT)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound_html_in_at_most_eight_questions(client, register, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(asked) <= 8
    html5lib.HTMLParser(strict=False).parse(answer.content)
    assert b"None" not in answer.content.replace(b"display: None", b"")
    assert answer.content.count(b"<h1") == 1


@pytest.mark.parametrize("address", ["/san-pham/khong-co/", "/chu-the/khong-co/", "/dia-ban/khong-co/"])
def test_what_is_not_there_is_a_404(client, register, address):
    assert client.get(address).status_code == 404


def test_the_list_asks_as_much_for_one_row_as_for_three(client, register):
    counts = []
    for q in ("ruoc hau", "ngoc trai"):
        with CaptureQueriesContext(connection) as asked:
            client.get("/san-pham/", {"q": q})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_typing_error_is_forgiven_and_told(client, register):
    shown = client.get("/san-pham/?q=tra+hoa+vamg").content.decode()
    assert "Trà hoa vàng Ba Chẽ" in shown
    assert "vamg" in shown
    assert "<b>vàng</b>" in shown


def test_nothing_with_all_words_shows_what_holds_some_and_says_so(client, register):
    shown = client.get("/san-pham/?q=ngoc+trai+binh+lieu").content.decode()
    assert "khớp một phần" in shown
    assert "Ngọc trai Akoya" in shown


def test_filters_are_words_and_can_be_taken_off(client, register):
    shown = client.get("/san-pham/?nhom=che&sao=5").content.decode()
    assert "1–2 trong 2 sản phẩm" in shown
    assert 'href="/san-pham/?nhom=che"' in shown
    assert 'href="/san-pham/?sao=5"' in shown


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 35), ({"state": "con-hieu-luc"}, 1), ({"state": "de-nghi"}, 5), ({"star": 4}, 21), ({"data": "mo-phong"}, 0),
        ({"group": "Chè"}, 2), ({"state": "tham-gia"}, 7),
    ],
)  # fmt: skip
def test_counts_are_those_of_the_register(register, filters, count):
    assert register_page(Wanted(**filters)).total == count


def test_a_former_locality_gathers_what_its_heirs_and_its_own_rows_tell(client, register):
    shown = client.get("/san-pham/?noi=huyen-binh-lieu").content.decode()
    assert "1–2 trong 2 sản phẩm" in shown


@pytest.mark.parametrize(
    "bad",
    [
        "cursor=abc",
        "cursor=n999999999",
        "cursor=-",
        "sao=9",
        "noi=x",
        "tinh-trang=%00",
        "nhom=" + "a" * 5000,
        "cursor=99999999999999999999",
    ],
)
def test_addresses_that_make_no_sense_are_no_error(client, register, bad):
    assert client.get(f"/san-pham/?{bad}").status_code in (200, 400)
    assert client.get(f"/san-pham/?q=mat+ong&{bad}").status_code in (200, 400)


@pytest.mark.parametrize("q", ["'", '"><script>alert(1)</script>', "a & | ! :*", "\\", "%", "é" * 300, "中文", "&amp;"])
def test_hostile_searches_get_a_page_and_come_back_as_text(client, register, q):
    answer = client.get("/san-pham/", {"q": q})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_pages_follow_each_other_and_lead_back(register):
    seen, cursor = [], ""
    while True:
        page = register_page(Wanted(cursor=cursor), size=10)
        seen += [line.id for line in page.lines]
        if not page.next:
            break
        cursor = page.next
    assert len(seen) == len(set(seen)) == 35
    back = register_page(Wanted(cursor=page.previous), size=10)
    assert [line.id for line in back.lines] == seen[20:30]


def test_pages_of_a_search_follow_each_other(register):
    first = register_page(Wanted(q="quang hanh"), size=2)
    second = register_page(Wanted(q="quang hanh", cursor=first.next), size=2)
    third = register_page(Wanted(q="quang hanh", cursor=second.next), size=2)
    ids = [line.id for page in (first, second, third) for line in page.lines]
    assert len(ids) == len(set(ids)) == first.total == 5


def test_the_file_holds_exactly_what_is_seen_and_no_formula(client, register):
    Product.objects.filter(name="Ruốc hàu").update(note="=1+1")
    answer = client.get("/san-pham/?sao=4&dang=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 21
    assert all(row[11] for row in rows[1:]), "every row has its source"
    assert "'=1+1" in {row[13] for row in rows}
    assert "attachment" in answer["Content-Disposition"]


def test_the_workbook_holds_the_same_and_no_formula_either(client, register):
    Product.objects.filter(name="Ruốc hàu").update(note="=1+1")
    answer = client.get("/san-pham/?sao=4&dang=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    sheet, strings = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings"))
    assert sheet.count("<row ") == 1 + 21
    assert "<f>" not in sheet
    assert "=1+1" in strings
    assert "Ruốc hàu" in strings


def test_a_product_page_tells_source_and_certainty_of_each_event(client, register):
    shown = client.get("/san-pham/tra-hoa-vang-ba-che/").content.decode()
    for words in (
        "5 sao · còn hiệu lực",
        "năm 2023, không rõ ngày",
        "nongthon.vietnamtourism.gov.vn",
        "vietnamnews.vn",
        "độ tin cậy cao",
    ):
        assert words in shown
    assert "cấp tỉnh" in shown
    assert "cấp trung ương" in shown


def test_an_unknown_validity_is_said_with_its_bounds(client, register):
    shown = client.get("/san-pham/thit-lon-huong/").content.decode()
    assert "chưa rõ còn hiệu lực" in shown
    assert "01/01/2026 – 31/12/2026" in shown


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [
        ("vi", "31/12/2026", "31 December"),
        ("en", "31 December 2026", "31/12/2026"),
        ("zh-hans", "2026年12月31日", "31/12/2026"),
    ],
)
def test_days_are_written_as_the_reader_writes_them(client, register, language, said, not_said):
    client.cookies["ngon_ngu"] = language
    shown = client.get("/san-pham/thit-lon-huong/").content.decode()
    assert said in shown
    assert not_said not in shown


def test_the_provinces_old_star_is_told_apart(client, register):
    shown = client.get("/san-pham/mien-dong-binh-lieu/").content.decode()
    assert "cấp tỉnh theo bộ tiêu chí cũ" in shown


def test_linked_data_is_json_and_cannot_close_its_element(client, register):
    product = Product.objects.get(name="Ruốc hàu")
    product.summary = "</script><b>"
    product.save()
    shown = client.get(product.get_absolute_url()).content.decode()
    data = shown.split('type="application/ld+json">')[1].split("</script>")[0]
    told = json.loads(data)
    assert (told["@type"], told["name"], told["description"]) == ("Product", "Ruốc hàu", "</script><b>")


def test_a_producer_page_shows_no_number_without_consent_and_no_home(client, register):
    producer = Producer.objects.get(name="Hộ kinh doanh Chè Nguyễn")
    producer.public_phone, producer.address = "+84901234567", "Số 1 ngõ nhà riêng"
    producer.save()
    shown = client.get(producer.get_absolute_url()).content.decode()
    assert "+84901234567" not in shown
    assert "ngõ nhà riêng" not in shown


def test_a_split_commune_names_its_heirs(client, register):
    shown = client.get("/dia-ban/xa-vo-ngai-cu-06853/").content.decode()
    assert "Xã Bình Liêu" in shown
    assert "Xã Tiên Yên" in shown
    assert "một phần" in shown


def test_everything_is_searched_at_once(register):
    hits = search_everything("quang hanh")
    assert hits.total == 5
    assert len(hits.producers) == 2
    assert "Phường Quang Hanh" in [p.name for p in hits.places]
    assert not search_everything("")
    assert not search_everything("zzzzzz").products


def test_machines_read_the_same_register(client, register):
    first = client.get("/api/v1/products?limit=20").json()
    assert (first["total"], len(first["items"])) == (35, 20)
    rest = client.get("/api/v1/products", {"limit": 20, "cursor": first["next_cursor"]}).json()
    names = [i["name"] for i in first["items"] + rest["items"]]
    assert len(set(names)) == 35
    assert rest["next_cursor"] is None
    one = client.get("/api/v1/products/mien-dong-binh-lieu").json()
    assert one["standing"]["state"] == "unknown"
    assert [e["level"] for e in one["events"]] == ["legacy_province", "ministry"]
    assert client.get("/api/v1/producers?kind=cooperative").json()["total"] == 5
    assert client.get("/api/v1/products?tinh-trang=con-hieu-luc").json()["total"] == 1


@pytest.mark.parametrize(
    "address",
    ["products/khong-co", "products?limit=0", "products?limit=x", "producers?limit=999", "products?cursor=" + "1" * 30],
)
def test_machines_get_problems_not_errors(client, register, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"
