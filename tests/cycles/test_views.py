"""The calendar for everybody, and the office's page."""

from __future__ import annotations

from datetime import timedelta

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ocop.cycles.acts import open_cycle, open_round
from ocop.cycles.models import Cycle, Round
from tests import cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:2000]
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(cast.person(who), backend=BACKEND)
    return client


def _extra(number: int) -> None:
    day = timezone.localdate()
    cycle = cast_cycle()
    open_round(
        cycle=cycle, name=f"Đợt thêm {number}", opens_on=day - timedelta(days=number), proposals_until=day + timedelta(days=9),
        ends_on=day + timedelta(days=40), basis="Quy chế (mô phỏng)", by=None,
    )  # fmt: skip


def cast_cycle() -> Cycle:
    return Cycle.objects.filter(year=2024).first() or open_cycle(province=cast.place("22"), year=2024, by=None)


@pytest.mark.django_db
def test_an_empty_calendar_says_what_will_stand_there(client: Client) -> None:
    assert "Chưa có lịch" in read(client.get("/chu-trinh/"))


@pytest.mark.django_db
@pytest.mark.parametrize("rounds", [1, 3])
def test_the_calendar_costs_the_same_with_one_round_and_with_three(
    client: Client, rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, rounds + 1):
        _extra(number)
    read(client.get("/chu-trinh/"))
    with django_assert_num_queries(2):
        text = read(client.get("/chu-trinh/"))
    assert text.count("<tr>") == rounds + 1
    assert "Đang nhận hồ sơ" in text
    assert "còn 9 ngày" in text


@pytest.mark.django_db
def test_only_the_provinces_office_reaches_the_page() -> None:
    assert Client().get("/chu-trinh/mo-dot/").status_code == 302
    assert Client().post("/chu-trinh/mo-dot/").status_code == 401
    for who in ("anh_tu", "chi_ba", "quan_tri"):
        assert signed_in(who).get("/chu-trinh/mo-dot/").status_code == 403
    assert "Mở đợt bổ sung" not in read(signed_in("anh_tu").get("/chu-trinh/"))


@pytest.mark.django_db
def test_the_office_opens_an_extra_round_by_hand() -> None:
    cast.place("22")
    client = signed_in("co_nam")
    read(client.get("/chu-trinh/mo-dot/"))
    posted = {
        "name": "Đợt tháng 11",
        "opens_on": "2026-11-01",
        "proposals_until": "2026-12-01",
        "ends_on": "2026-12-31",
        "basis": "Quy chế (mô phỏng)",
    }
    assert client.post("/chu-trinh/mo-dot/", posted).headers["Location"] == "/chu-trinh/"
    assert Round.objects.get(extra=True).name == "Đợt tháng 11"
    assert "Đợt tháng 11" in read(client.get("/chu-trinh/"))
    assert "tên này" in read(client.post("/chu-trinh/mo-dot/", posted), 422)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Đ" * 300},
        {"name": "Đợt \u202eđảo"},
        {"opens_on": "31/02/2026"},
        {"opens_on": "0001-01-01"},
        {"opens_on": "9999-12-31"},
        {"ends_on": "2020-01-01"},
        {"basis": " "},
        {"basis": "x" * 500},
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(changed: dict[str, str]) -> None:
    cast.place("22")
    client = signed_in("co_nam")
    posted = {
        "name": "Đợt thử",
        "opens_on": "2026-11-01",
        "proposals_until": "2026-12-01",
        "ends_on": "2026-12-31",
        "basis": "Quy chế (mô phỏng)",
    }
    text = read(client.post("/chu-trinh/mo-dot/", posted | changed), 422)
    assert "Chưa thể tiếp tục" in text
    assert not Round.objects.filter(extra=True).exists()


@pytest.mark.django_db
def test_a_nul_byte_is_answered_with_a_sentence() -> None:
    response = signed_in("co_nam").post("/chu-trinh/mo-dot/", {"name": "Đợt\x00"})
    assert "ký tự" in read(response, 400)
