"""The calendar for everybody, and the office's page."""

from __future__ import annotations

from datetime import timedelta

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from ocop.cycles.acts import open_cycle, open_round, set_campaign
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
    text = read(client.get("/chu-trinh/"))
    assert "Chưa có lịch" in text
    assert "Nhận ý tưởng sản phẩm" in text, "the six steps are shown by their usual dates"


@pytest.mark.django_db
@pytest.mark.parametrize("rounds", [1, 3])
def test_the_calendar_costs_the_same_with_one_round_and_with_three(
    client: Client, rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, rounds + 1):
        _extra(number)
    read(client.get("/chu-trinh/"))
    with django_assert_num_queries(3):
        text = read(client.get("/chu-trinh/"))
    assert text.count("<tr>") == rounds + 1
    assert text.count('class="year-no"') == 6
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


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["2024", "x", "99999999999999999999", "٢٠٢٤", "", "0000"])
def test_any_asked_year_gets_a_page(client: Client, asked: str) -> None:
    cast_cycle()
    assert "Chu trình OCOP năm 2024" in read(client.get("/chu-trinh/", {"nam": asked}))


@pytest.mark.django_db
def test_what_is_open_today_stands_on_top(client: Client) -> None:
    day = timezone.localdate()
    cycle = open_cycle(province=cast.place("22"), year=day.year, by=None)
    set_campaign(
        cycle, "ideas", opens_on=day - timedelta(days=day.timetuple().tm_yday - 1), closes_on=day + timedelta(days=5),
        late_days=0, basis="KH mô phỏng", by=cast.person("co_nam"),
    )  # fmt: skip
    text = read(client.get("/chu-trinh/"))
    assert "Nhận ý tưởng sản phẩm" in text.split("Cả năm trong một hình")[0]
    assert "còn 5 ngày" in text


@pytest.mark.django_db
@pytest.mark.parametrize("rounds", [1, 3])
def test_the_feed_is_read_by_a_calendar_and_costs_the_same(
    client: Client, rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, rounds + 1):
        _extra(number)
    with django_assert_num_queries(3):
        response = client.get("/chu-trinh/lich.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    book = Calendar.from_ical(response.content)
    events = book.walk("VEVENT")
    assert len(events) == 6 + 3 * rounds
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert client.get("/chu-trinh/lich.ics").content == response.content, "the same day gives the same bytes"
    last = next(event for event in events if str(event["UID"]).split("@")[0].endswith("-han"))
    until = timezone.localdate() + timedelta(days=9)
    assert (last["DTSTART"].dt, last["DTEND"].dt) == (until, until + timedelta(days=1))
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


@pytest.mark.django_db
def test_step_five_of_a_year_with_legal_rounds_is_told_by_its_rounds(client: Client) -> None:
    open_cycle(province=cast.place("22"), year=2027, by=None)
    uids = [str(e["UID"]) for e in Calendar.from_ical(client.get("/chu-trinh/lich.ics").content).walk("VEVENT")]
    assert not any("rating" in uid for uid in uids)
    assert sum("-han@" in uid for uid in uids) == 4


@pytest.mark.django_db
def test_the_office_sets_the_days_of_a_step_and_nobody_else() -> None:
    open_cycle(province=cast.place("22"), year=2027, by=None)
    address = "/chu-trinh/2027/buoc/ideas/"
    for who in ("anh_tu", "chi_ba", "quan_tri"):
        assert signed_in(who).get(address).status_code == 403
    client = signed_in("co_nam")
    assert 'value="2027-04-01"' in read(client.get(address))
    posted = {"opens_on": "2027-05-01", "closes_on": "2027-08-31", "late_days": "7", "basis": "KH mô phỏng"}
    assert client.post(address, posted).headers["Location"] == "/chu-trinh/"
    assert "31/08/2027" in read(client.get("/chu-trinh/?nam=2027"))
    assert "Chưa thể tiếp tục" in read(client.post(address, posted | {"closes_on": "2027-01-01"}), 422)
    assert "không chỉnh tay" in read(client.get("/chu-trinh/2027/buoc/rating/"))
    assert "chưa mở" in read(client.get("/chu-trinh/2031/buoc/ideas/"), 422)
