"""The producer's lot pages."""

from __future__ import annotations

import html5lib
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ocop.lots.models import Lot
from tests.stamps.cast import cast, lot, person

pytestmark = pytest.mark.django_db


def _typed(product: int, place: int, **changed: object) -> dict[str, object]:
    day = timezone.localdate().isoformat()
    typed: dict[str, object] = {
        "product": product, "place": place, "code": "L1", "made_on": day, "best_before": "", "quantity": "120",
        "unit": "chai 500 ml", "materials": "Mật hoa hồi\r\nrừng Ngàn Pạt",
        "step_1_name": "Thu mật", "step_1_on": day, "step_1_where": "Ngàn Pạt",
    }  # fmt: skip
    return {**typed, **changed}


def test_chi_ba_records_a_lot_from_her_phone(client: Client) -> None:
    ba = cast()
    client.force_login(ba.ba)
    page = client.get("/san-xuat/lo/moi/")
    assert page.status_code == 200
    assert f'value="L{timezone.localdate():%Y%m%d}A"' in page.content.decode()
    html5lib.HTMLParser(strict=True).parse(page.content)
    answer = client.post("/san-xuat/lo/moi/", _typed(ba.product.pk, ba.place.pk))
    made = Lot.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/san-xuat/lo/{made.pk}/")
    assert made.materials == "Mật hoa hồi\nrừng Ngàn Pạt"
    assert [s.where for s in made.steps.all()] == ["Ngàn Pạt"]


def test_every_fault_stands_on_top_and_beside_its_field_and_what_was_typed_stays(client: Client) -> None:
    ba = cast()
    client.force_login(ba.ba)
    wrong = _typed(
        ba.product.pk, ba.place.pk, code="LÔ số 1", quantity="0", unit="\u202e", step_1_name="", step_2_name="Lọc",
        step_2_on="2999-01-01", step_1_on="", step_1_where="",
    )  # fmt: skip
    page = client.post("/san-xuat/lo/moi/", wrong)
    text = page.content.decode()
    assert page.status_code == 422
    for field in ("code", "quantity", "unit", "step_2_on"):
        assert f'href="#id_{field}"' in text
    assert "Lọc" in text
    assert not Lot.objects.exists()
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_a_step_without_name_or_day_is_told(client: Client) -> None:
    ba = cast()
    client.force_login(ba.ba)
    page = client.post("/san-xuat/lo/moi/", _typed(ba.product.pk, ba.place.pk, step_1_name="", step_3_name="Đóng chai"))
    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_step_1_name"' in text
    assert 'href="#id_step_3_on"' in text


def test_a_double_click_records_once(client: Client) -> None:
    ba = cast()
    client.force_login(ba.ba)
    typed = _typed(ba.product.pk, ba.place.pk)
    assert client.post("/san-xuat/lo/moi/", typed).status_code == 302
    assert "đã có ở sản phẩm này" in client.post("/san-xuat/lo/moi/", typed).content.decode()
    assert Lot.objects.count() == 1


@pytest.mark.parametrize("field", ["quantity", "made_on", "product", "place", "code"])
@pytest.mark.parametrize("value", ["", "x" * 6000, "-1", "1e9", "9" * 40, "2026-13-45", "½"])
def test_odd_values_never_break_the_page(client: Client, field: str, value: str) -> None:
    ba = cast()
    client.force_login(ba.ba)
    page = client.post("/san-xuat/lo/moi/", {**_typed(ba.product.pk, ba.place.pk), field: value})
    assert page.status_code in (302, 422)
    assert page.status_code == 422 or field == "code"


def test_somebody_elses_product_is_no_choice(client: Client) -> None:
    ba, other = cast(), cast(gtin=None)
    client.force_login(ba.ba)
    assert client.post("/san-xuat/lo/moi/", _typed(other.product.pk, ba.place.pk)).status_code == 422
    assert not Lot.objects.exists()


def test_visitors_sign_in_first_and_others_are_kept_out(client: Client) -> None:
    assert client.get("/san-xuat/")["Location"].startswith("/dang-nhap/")
    client.force_login(person("Người lạ"))
    assert client.get("/san-xuat/").status_code == 403
    assert client.post("/san-xuat/lo/moi/", {}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_lot_and_for_three(
    client: Client, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ba = cast()
    for i in range(rows):
        lot(ba, f"L{i}")
    client.force_login(ba.ba)
    with django_assert_max_num_queries(8):
        page = client.get("/san-xuat/")
    assert page.content.decode().count('scope="row"') == rows
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_an_empty_list_says_how_to_begin(client: Client) -> None:
    ba = cast()
    client.force_login(ba.ba)
    assert "Chưa có lô nào" in client.get("/san-xuat/").content.decode()
