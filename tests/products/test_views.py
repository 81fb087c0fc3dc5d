"""Registering a product on its page."""

import pytest

from ocop.products.models import Product
from tests import cast


@pytest.fixture
def page(client, chi_ba, cooperative):
    client.force_login(chi_ba)
    return client


def test_only_who_acts_for_a_producer_may_register(client, anh_tu, places):
    client.force_login(anh_tu)
    assert client.get("/san-pham/moi/").status_code == 403


def test_the_only_producer_is_chosen_already_and_others_cannot_be(page, cooperative):
    neighbour = cast.producer("neighbour", "chi_lan")
    shown = page.get("/san-pham/moi/").content.decode()
    assert f'<option value="{cooperative.pk}" selected>' in shown
    assert neighbour.name not in shown
    given = {"producer": neighbour.pk, "name": "Lấn sân", "set_no": 4}
    assert page.post("/san-pham/moi/", given).status_code == 422
    assert not Product.objects.filter(name="Lấn sân").exists()


def test_a_product_is_registered_and_shown(page, cooperative):
    done = page.post("/san-pham/moi/", {"producer": cooperative.pk, "name": "Mật ong hoa hồi", "set_no": 4})
    assert done.status_code == 302
    assert done.url == "/san-pham/mat-ong-hoa-hoi/"
    assert page.get(done.url).status_code == 200


def test_a_similar_name_asks_and_can_be_confirmed(page, cooperative):
    page.post("/san-pham/moi/", {"producer": cooperative.pk, "name": "Mật ong hoa hồi", "set_no": 4})
    given = {"producer": cooperative.pk, "name": "Mật ong hoa", "set_no": 4}
    asked = page.post("/san-pham/moi/", given)
    assert asked.status_code == 422
    assert 'name="distinct"' in asked.content.decode()
    assert page.post("/san-pham/moi/", {**given, "distinct": "1"}).status_code == 302


def test_a_double_click_registers_once(page, cooperative):
    given = {"producer": cooperative.pk, "name": "Mật ong hoa hồi", "set_no": 4}
    assert [page.post("/san-pham/moi/", given).status_code for _ in range(2)] == [302, 422]
    assert Product.objects.filter(name="Mật ong hoa hồi").count() == 1


@pytest.mark.parametrize(
    "given", [{}, {"producer": "x", "name": "a" * 5000, "set_no": "99"}, {"name": "\u202eabc", "set_no": "1e9"}]
)
def test_bad_input_gets_a_page_with_reasons(page, given):
    answer = page.post("/san-pham/moi/", given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_telling_is_for_its_own_people(client, page, cooperative):
    product = cast.product(cooperative)
    address = f"/san-pham/{product.slug}/sua/"
    assert page.post(address, {"summary": "Ngọt."}).status_code == 302
    client.force_login(cast.person("chi_lan"))
    assert client.get(address).status_code == 403
    assert client.get("/san-pham/khong-co/sua/").status_code == 404
