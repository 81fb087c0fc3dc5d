"""Each reads the letters written to them, and no other."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ocop.letters.acts import write
from ocop.letters.models import Letter
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(cast.person("chi_ba"))
    return client


def test_an_empty_page_says_what_will_stand_there(reader: Client) -> None:
    assert "Chưa có thư nào" in reader.get("/thu-bao/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    reader: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for i in range(count):
        write(to=[cast.person("chi_ba")], subject=f"Thư số {i}", url="/ban-lam-viec/")
    with django_assert_num_queries(4):  # session, person, letters, unread
        text = reader.get("/thu-bao/").content.decode()
    assert text.count("Thư số") == count


def test_opening_marks_read_and_leads_to_the_work(reader: Client) -> None:
    (letter,) = write(to=[cast.person("chi_ba")], subject="x", url="/ban-lam-viec/")
    response = reader.post(f"/thu-bao/{letter.pk}/mo/")
    assert response["Location"] == "/ban-lam-viec/"
    assert Letter.objects.get().read_at is not None
    assert reader.get(f"/thu-bao/{letter.pk}/mo/").status_code == 405


def test_another_persons_letter_is_not_found(reader: Client) -> None:
    (letter,) = write(to=[cast.person("anh_tu")], subject="Chuyện riêng của Anh Tư")
    assert reader.post(f"/thu-bao/{letter.pk}/mo/").status_code == 404
    assert "Chuyện riêng" not in reader.get("/thu-bao/").content.decode()
    assert Letter.objects.get().read_at is None


def test_reading_all(reader: Client) -> None:
    write(to=[cast.person("chi_ba")], subject="x")
    assert reader.post("/thu-bao/da-doc/")["Location"] == "/thu-bao/"
    assert "Không có thư nào chưa đọc" in reader.get("/thu-bao/").content.decode()


def test_long_lists_are_paged(reader: Client) -> None:
    for i in range(31):
        write(to=[cast.person("chi_ba")], subject=f"Thư số {i};")
    first = reader.get("/thu-bao/").content.decode()
    oldest_shown = Letter.objects.order_by("id")[1].pk
    assert f"?truoc={oldest_shown}" in first
    assert "Thư số 0;" not in first
    assert "Thư số 0;" in reader.get(f"/thu-bao/?truoc={oldest_shown}").content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "١٢"])
def test_an_odd_cursor_shows_the_first_page(reader: Client, before: str) -> None:
    write(to=[cast.person("chi_ba")], subject="Thư đầu")
    assert "Thư đầu" in reader.get("/thu-bao/", {"truoc": before}).content.decode()
