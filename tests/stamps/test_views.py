"""The producer's stamp pages."""

from __future__ import annotations

from io import BytesIO

import html5lib
import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from ocop.lots.acts import recall_lot
from ocop.lots.models import Lot
from ocop.stamps.acts import activate_range, draw_stamps
from ocop.stamps.models import Batch, StampRange
from ocop.stamps.queries import mint
from tests.stamps.cast import Cast, cast, certify, lot, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ba(client: Client) -> Cast:
    who = cast()
    certify(who.product)
    client.force_login(who.ba)
    return who


def code(batch: Batch, seq: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, seq)


def _draw(client: Client, made: Lot, amount: object, seen: object = 0) -> tuple[int, str]:
    page = client.post(f"/san-xuat/lo/{made.pk}/", {"amount": amount, "seen_in_use": seen}, follow=True)
    html5lib.HTMLParser(strict=True).parse(page.content)
    return page.status_code, page.content.decode()


def test_from_lot_to_printed_and_activated_stamps(client: Client, ba: Cast) -> None:
    made = lot(ba)
    status, text = _draw(client, made, 40)
    assert status == 200
    assert "Đã cấp 40 tem" in text
    batch = Batch.objects.get()
    pdf = client.get(f"/tem/{batch.pk}/nhan.pdf", {"first": 1, "last": 40, "sheet": "a4-40"})
    assert (pdf["Content-Type"], pdf["Content-Disposition"]) == (
        "application/pdf", f'attachment; filename="tem-{batch.mark}-1-40.pdf"',
    )  # fmt: skip
    printed = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    last = code(batch, 39)
    assert f"{last[:4]} {last[4:8]}" in printed
    page = client.post("/tem/kich-hoat/", {"first": code(batch, 0), "last": code(batch, 24)}, follow=True)
    assert "Đã kích hoạt 25 tem" in page.content.decode()
    html5lib.HTMLParser(strict=True).parse(page.content)
    assert list(StampRange.objects.values_list("lo", "hi", "state")) == [(0, 25, "active"), (25, 40, "ordered")]


def test_a_second_click_on_draw_is_told(client: Client, ba: Cast) -> None:
    made = lot(ba)
    _draw(client, made, 40)
    status, text = _draw(client, made, 40)
    assert status == 422
    assert "bấm hai lần" in text
    assert Batch.objects.count() == 1


@pytest.mark.parametrize("amount", ["", "abc", "0", "-5", "1001", "9" * 30, "1e3", "\u0661"])
def test_odd_amounts_get_a_sentence(client: Client, ba: Cast, amount: str) -> None:
    made = lot(ba)
    status, text = _draw(client, made, amount)
    if amount == "\u0661":  # an Arabic one is a one
        assert status == 200
        return
    assert status == 422
    assert 'href="#id_amount"' in text
    assert not Batch.objects.exists()


def test_without_a_valid_certificate_the_page_says_so_and_offers_no_form(client: Client) -> None:
    who = cast()
    client.force_login(who.ba)
    made = lot(who)
    text = client.get(f"/san-xuat/lo/{made.pk}/").content.decode()
    assert "Chưa cấp tem được" in text
    assert 'name="amount"' not in text
    status, text = _draw(client, made, 5)
    assert status == 422
    assert "chưa có giấy chứng nhận" in text


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"first": 0, "last": 5}, "first"), ({"first": 6, "last": 5}, "last"), ({"first": 1, "last": 99}, "last"),
        ({"first": "x", "last": ""}, "first"), ({"first": 1, "last": 5, "sheet": "a3"}, "sheet"), ({}, "first"),
    ],
)  # fmt: skip
def test_an_impossible_print_is_told(client: Client, ba: Cast, wish: dict[str, object], field: str) -> None:
    batch = draw_stamps(lot(ba), 10, by=ba.ba)
    page = client.get(f"/tem/{batch.pk}/nhan.pdf", {"sheet": "a4-40", **wish})
    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.content.decode()
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_an_origin_that_no_symbol_can_hold_is_told_and_not_a_500(client: Client, ba: Cast, settings: Settings) -> None:
    batch = draw_stamps(lot(ba), 10, by=ba.ba)
    for origin, said in (("https://ocop_1.vn", "không in được thành mã"), ("https://" + "a" * 400 + ".vn", "quá nhỏ")):
        settings.ORIGIN = origin
        page = client.get(f"/tem/{batch.pk}/nhan.pdf", {"first": 1, "last": 5, "sheet": "a4-65"})
        assert page.status_code == 422
        assert said in page.content.decode()


def test_a_refused_activation_keeps_what_was_typed(client: Client, ba: Cast) -> None:
    batch = draw_stamps(lot(ba), 10, by=ba.ba)
    page = client.post("/tem/kich-hoat/", {"first": "sai-ma", "last": code(batch, 3)})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="sai-ma"' in text
    assert 'href="#id_first"' in text
    assert 'href="#id_last"' not in text


@pytest.mark.parametrize("path", ["/tem/huy/", "/tem/bao-mat/"])
def test_voiding_and_losing_ask_for_the_reason(client: Client, ba: Cast, path: str) -> None:
    batch = draw_stamps(lot(ba), 10, by=ba.ba)
    ends = {"first": code(batch, 0), "last": code(batch, 1)}
    assert 'href="#id_note"' in client.post(path, {**ends, "note": ""}).content.decode()
    assert client.post(path, {**ends, "note": "In nhòe cả hai"}).status_code == 302
    assert client.get(f"/tem/{batch.pk}/").status_code == 200


def test_the_page_of_a_lot_leads_to_its_recall(client: Client, ba: Cast) -> None:
    made = lot(ba)
    assert client.get(f"/san-xuat/lo/{made.pk}/thu-hoi/")["Location"] == f"/hang-thu-hoi/lo/{made.pk}/"
    assert f'href="/hang-thu-hoi/lo/{made.pk}/"' in client.get(f"/san-xuat/lo/{made.pk}/").content.decode()
    recall_lot(made, by=ba.ba, reason="Nắp chai bị hở")
    assert "Lô đã thu hồi" in client.get(f"/san-xuat/lo/{made.pk}/").content.decode()


def test_what_is_not_mine_does_not_exist_for_me(client: Client, ba: Cast) -> None:
    other = cast(gtin=None)
    certify(other.product)
    theirs = lot(other)
    batch = draw_stamps(theirs, 5, by=other.ba)
    for path in (
        f"/san-xuat/lo/{theirs.pk}/",
        f"/san-xuat/lo/{theirs.pk}/thu-hoi/",
        f"/tem/{batch.pk}/",
        f"/tem/{batch.pk}/nhan.pdf",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/san-xuat/lo/{theirs.pk}/", {"amount": 1}).status_code == 404
    client.force_login(person("Người lạ"))
    assert client.get("/tem/kich-hoat/").status_code == 403
    client.logout()
    assert client.get(f"/tem/{batch.pk}/")["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(
    client: Client, ba: Cast, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = lot(ba)
    for _ in range(rows):
        batch = draw_stamps(made, 10, by=ba.ba)
        for i in range(rows):
            activate_range(code(batch, 3 * i), code(batch, 3 * i), by=ba.ba)
    with django_assert_max_num_queries(20):
        page = client.get(f"/san-xuat/lo/{made.pk}/")
    html5lib.HTMLParser(strict=True).parse(page.content)
    with django_assert_max_num_queries(10):
        page = client.get(f"/tem/{batch.pk}/")
    html5lib.HTMLParser(strict=True).parse(page.content)


@pytest.mark.parametrize(
    ("format", "sheet", "starts"),
    [("zpl-300", "cuon-1", b"~DGR:OCOP.GRF"), ("svg", "a4-40", b"<svg "), ("csv", "a4-40", b"\xef\xbb\xbfso_thu_tu")],
)
def test_labels_come_in_the_form_that_the_printer_wants(
    client: Client, ba: Cast, format: str, sheet: str, starts: bytes
) -> None:
    batch = draw_stamps(lot(ba), 30, by=ba.ba)
    wish = {"first": 3, "last": 9, "sheet": sheet, "format": format}
    answer = client.get(f"/tem/{batch.pk}/nhan/", wish)
    told = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200 and told.startswith(starts)
    assert answer["Content-Disposition"].endswith(f'3-9.{format.partition("-")[0]}"')
    assert code(batch, 2)[4:8].encode() in told


def test_a_thermal_printer_wants_a_roll(client: Client, ba: Cast) -> None:
    batch = draw_stamps(lot(ba), 30, by=ba.ba)
    page = client.get(f"/tem/{batch.pk}/nhan/", {"first": 1, "last": 9, "sheet": "a4-40", "format": "zpl-203"})
    assert page.status_code == 422 and "Hãy chọn một loại cuộn" in page.content.decode()


def test_the_list_of_lots_says_how_far_the_stamps_of_each_have_come(client: Client, ba: Cast) -> None:
    drawn, fresh = lot(ba), lot(ba, code="L-MOI")
    batch = draw_stamps(drawn, 10, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 3), by=ba.ba)
    page = client.get("/san-xuat/").content.decode()
    assert "4/10" in page and f'href="/tem/{batch.pk}/">In nhãn' in page
    assert f'href="/san-xuat/lo/{fresh.pk}/#cap-tem">Cấp tem' in page
    story = client.get(f"/san-xuat/lo/{drawn.pk}/").content.decode()
    assert "còn 6 tem" in story and 'aria-current="step"' in story


def test_large_amounts_are_written_in_thousands_beside_the_bar_too(client: Client, ba: Cast) -> None:
    made = lot(ba, quantity=5_000)
    draw_stamps(made, 4_790, by=ba.ba)
    assert "4.790/5.000" in client.get(f"/san-xuat/lo/{made.pk}/").content.decode()


def test_a_thousand_stamps_typed_as_the_page_writes_them_are_a_thousand(client: Client, ba: Cast) -> None:
    made = lot(ba, quantity=5_000)
    status, text = _draw(client, made, "1.000")
    assert status == 200 and "Đã cấp 1.000 tem" in text
    assert Batch.objects.get().size == 1_000


def test_the_summary_names_each_field_once(client: Client, ba: Cast) -> None:
    text = client.post("/tem/kich-hoat/", {"first": "123", "last": ""}).content.decode()
    assert "Tem đầu: Mã tem có 19 ký tự" in text and "Tem đầu: Tem đầu" not in text
    html5lib.HTMLParser(strict=True).parse(text)
