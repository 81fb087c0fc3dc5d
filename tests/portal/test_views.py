"""The first page, the one search, the desks, the languages."""

from __future__ import annotations

from datetime import date
from typing import Any
from unicodedata import normalize

import html5lib
import pytest
from django.core.cache import caches
from django.test import Client

from ocop.certificates.acts.recognitions import note_recognition
from ocop.people.models import Person
from ocop.people.rules import Role
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_memory() -> None:
    caches["memory"].clear()


def _parsed(response: Any) -> Any:
    assert response.status_code == 200
    return html5lib.HTMLParser(strict=True).parse(response.content.decode())


def _recognised(star: int = 4) -> None:
    product = cast.product()
    product.simulated = False
    product.save()
    note_recognition(
        product, kind="recognised", by=None, star=star, level="province", decided_on=date(2026, 3, 1), source="thử"
    )


def test_the_first_page_shows_four_dated_numbers_and_costs_few_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    _recognised()
    with django_assert_max_num_queries(8):
        response = client.get("/")
    _parsed(response)
    text = response.content.decode()
    assert text.count('class="stat"') == 4
    assert "tính đến" in text
    assert cast.product().name in text


def test_the_first_page_stands_while_nothing_is_known(client: Client) -> None:
    _parsed(client.get("/"))


@pytest.mark.parametrize("typed", ["mật ong", "mat ong", "MAT ONG", normalize("NFD", "mật ong")])
def test_one_search_finds_a_product_however_it_is_typed(client: Client, typed: str) -> None:
    name = cast.product().name
    assert name in client.get("/tim/", {"q": typed}).content.decode()


def test_a_search_that_finds_nothing_says_what_to_do(client: Client) -> None:
    text = client.get("/tim/", {"q": "zzzzqqq"}).content.decode()
    assert "Chưa tìm thấy gì" in text


@pytest.mark.parametrize("typed", ["", "&|!():*'\"", "a" * 5000, "%_\\", "<script>", "📦"])
def test_a_hostile_search_is_only_a_search(client: Client, typed: str) -> None:
    response = client.get("/tim/", {"q": typed})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("key", list(cast.PARTS))
def test_everybody_has_a_desk_and_it_opens(client: Client, key: str) -> None:
    someone = cast.person(key)
    client.force_login(someone)
    response = client.get("/ban-lam-viec/")
    _parsed(response)
    assert someone.name in response.content.decode()


def test_a_desk_without_a_visitor_leads_to_the_door(client: Client) -> None:
    response = client.get("/ban-lam-viec/")
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


def test_the_language_is_kept_and_a_foreign_address_is_not_followed(client: Client) -> None:
    response = client.post("/ngon-ngu/", {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert client.get("/").headers["Content-Language"] == "en"


def test_an_office_browser_in_english_still_gets_vietnamese(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "en-US"}).headers["Content-Language"] == "vi"


def test_a_missing_page_is_a_page_and_a_missing_call_is_a_problem(client: Client) -> None:
    assert client.get("/khong-co/").status_code == 404
    answer = client.get("/api/v1/khong-co")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_the_open_api_is_described_for_machines_and_people(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert any(path.endswith("/figures") for path in schema["paths"])
    _parsed(client.get("/api/v1/docs"))


def test_every_role_of_the_contract_is_played() -> None:
    assert {role for _, _, _, role, _ in cast.PARTS.values()} == set(Role)
    assert Person.objects.count() == 0
