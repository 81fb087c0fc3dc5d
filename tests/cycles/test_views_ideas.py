"""The pages of ideas and plans: each role, by hand, and what they cost."""

from __future__ import annotations

from datetime import date, timedelta

import html5lib
import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ocop.cycles import acts, lifecycle, rules
from ocop.cycles.models import BusinessPlan, Idea
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONG = "Đ" * 300


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:2000]
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def received(response: object) -> bytes:
    """The bytes of a file that was sent, read to its end."""
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(cast.person(who), backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def _steps_open_today() -> None:
    """The pages judge by the database's clock, so this year's steps stand open around the present day."""
    day = timezone.localdate()
    cycle = stage.year(day.year)
    for step in (rules.IDEAS, rules.PLANS):
        acts.set_campaign(
            cycle, step, opens_on=date(day.year, 1, 1), closes_on=day + timedelta(days=30), late_days=0,
            basis="KH mô phỏng", by=cast.person("co_nam"),
        )  # fmt: skip


def opened(client: Client, name: str = stage.NAME, **said: str) -> Idea:
    cast.producer()
    answers = {check.key: "yes" for check in rules.eligibility_questions(timezone.localdate())} | said
    client.post("/y-tuong/moi/", {"producer": cast.producer().pk, "name": name, **answers})
    return Idea.objects.get(name=name)


def test_chi_ba_brings_an_idea_to_the_commune_one_question_at_a_time() -> None:
    cast.producer()
    client = signed_in("chi_ba")
    assert "Chưa có ý tưởng nào" in read(client.get("/y-tuong/"))
    read(client.get("/y-tuong/moi/"))
    idea = opened(client)
    page = f"/y-tuong/{idea.pk}/"
    assert "Còn 5 điều trước khi gửi" in read(client.get(page))
    for question in rules.idea_questions(idea.asked_on):
        text = read(client.get(f"{page}cau/{question.key}/"))
        assert question.text in text
        response = client.post(
            f"{page}cau/{question.key}/", {"text": "Trả lời", "seen": rules.mark_of(""), "next": "1"}
        )
        assert response.status_code == 302
    assert response.headers["Location"] == page
    assert "Gửi ý tưởng" in read(client.get(page))
    assert client.post(f"{page}gui/").headers["Location"] == page
    assert client.post(f"{page}gui/").headers["Location"] == page, "a second press is no fault"
    idea.refresh_from_db()
    assert idea.state == lifecycle.SUBMITTED
    assert client.get(f"{page}cau/what/").status_code == 404
    assert "Xã đang xem" in read(client.get("/y-tuong/"))


def test_who_fails_the_check_reads_what_to_do() -> None:
    client = signed_in("chi_ba")
    idea = opened(client, registered="no")
    text = read(client.get(f"/y-tuong/{idea.pk}/"))
    assert "Chưa đủ điều kiện, nhưng ý tưởng đã được giữ" in text
    assert "Đăng ký hộ kinh doanh" in text
    answers = {check.key: "yes" for check in rules.eligibility_questions(idea.asked_on)}
    read(client.get(f"/y-tuong/{idea.pk}/dieu-kien/"))
    assert client.post(f"/y-tuong/{idea.pk}/dieu-kien/", answers).status_code == 302
    idea.refresh_from_db()
    assert idea.state == lifecycle.DRAFT


def test_the_officer_returns_and_chooses_by_hand() -> None:
    client, officer = signed_in("chi_ba"), signed_in("anh_tu")
    idea = opened(client)
    page = f"/y-tuong/{idea.pk}/"
    assert officer.get(page).status_code == 404, "a draft is its producer's own"
    stage.written(idea)
    client.post(f"{page}gui/")
    assert stage.NAME in read(officer.get("/y-tuong/xa/"))
    assert "Việc của xã" in read(officer.get(page))
    read(officer.get(f"{page}tra-lai/"))
    assert "Lời gửi chủ thể" in read(officer.post(f"{page}tra-lai/", {"words": ""}), 422)
    assert officer.post(f"{page}tra-lai/", {"words": "Nói rõ nguyên liệu giúp."}).status_code == 302
    assert "Nói rõ nguyên liệu giúp." in read(client.get(page))
    client.post(f"{page}gui/")
    assert officer.post(f"{page}chon/", {"words": ""}).status_code == 302
    assert officer.post(f"{page}chon/", {"words": ""}).status_code == 302, "a second press is no fault"
    assert "Lập phương án" in read(client.get(page))
    assert stage.NAME in read(officer.get("/y-tuong/xa/?xem=xong"))
    read(officer.get("/chu-trinh/tien-do/"))


def test_a_plan_is_made_judged_and_carried_out_by_hand() -> None:
    client, officer, office = signed_in("chi_ba"), signed_in("anh_tu"), signed_in("co_nam")
    idea = opened(client)
    stage.written(idea)
    client.post(f"/y-tuong/{idea.pk}/gui/")
    officer.post(f"/y-tuong/{idea.pk}/chon/")
    client.post(f"/y-tuong/{idea.pk}/phuong-an/")
    plan = BusinessPlan.objects.get()
    page = f"/phuong-an/{plan.pk}/"
    read(client.get(page))
    for question in rules.plan_questions(plan.asked_on):
        read(client.get(f"{page}muc/{question.key}/"))
        last = client.post(f"{page}muc/{question.key}/", {"text": "Mục này", "seen": rules.mark_of(""), "next": "1"})
    assert last.headers["Location"] == f"{page}so-lieu/"
    read(client.get(f"{page}so-lieu/"))
    figures = {key: f"{value:,}".replace(",", ".") for key, value in stage.FIGURES.items()}
    assert client.post(f"{page}so-lieu/", figures | {"seen": rules.mark_of("")}).status_code == 302
    assert "30 triệu" in read(client.get(page)).replace("\xa0", " "), "1000 × 60 000 − 30 000 000"
    client.post(f"{page}gui/")
    read(officer.get(f"{page}y-kien/"))
    assert "Ý kiến của xã" in read(officer.post(f"{page}y-kien/", {"words": "", "proposes": "yes"}), 422)
    assert officer.post(f"{page}y-kien/", {"words": "Xã thấy làm được.", "proposes": "yes"}).status_code == 302
    read(office.get(f"{page}tra-lai/"))
    assert "Việc của tỉnh" in read(office.get(page))
    assert office.post(f"{page}duyet/", {"words": ""}).status_code == 302
    day = timezone.localdate()
    wrong = {"words": "", "noted_on": str(day + timedelta(days=1))}
    assert "Ngày làm không thể sau hôm nay" in read(client.post(f"{page}nhat-ky/", wrong), 422)
    sent = {"words": "Lắp xong máy sấy.", "noted_on": str(day), "file": stage.pdf("anh.pdf")}
    assert client.post(f"{page}nhat-ky/", sent).status_code == 302
    note = plan.notes.get()
    assert received(office.get(f"{page}nhat-ky/{note.pk}/")).startswith(b"%PDF")
    assert signed_in("anh_khac").get(f"{page}nhat-ky/{note.pk}/").status_code == 404
    assert client.post(f"{page}xong/").status_code == 302
    assert "Đã triển khai xong" in read(client.get(page))


@pytest.mark.parametrize("who", ["chi_lan", "anh_khac", "ba_sau", "quan_tri", "nguoi_mua"])
def test_strangers_do_not_know_of_an_idea_or_a_plan(who: str) -> None:
    plan = stage.forwarded()
    client = signed_in(who)
    for page in (f"/y-tuong/{plan.idea_id}/", f"/phuong-an/{plan.pk}/", f"/phuong-an/{plan.pk}/so-lieu/"):
        assert client.get(page).status_code == 404
    assert client.post(f"/phuong-an/{plan.pk}/duyet/").status_code == 404
    assert Client().get(f"/y-tuong/{plan.idea_id}/").status_code == 302


def test_roles_may_do_only_their_own_step() -> None:
    plan = stage.forwarded()
    page = f"/phuong-an/{plan.pk}/"
    assert signed_in("chi_ba").post(f"{page}duyet/").status_code == 403
    assert signed_in("anh_tu").post(f"{page}duyet/").status_code == 403
    assert signed_in("co_nam").get(f"{page}y-kien/").status_code == 403
    assert signed_in("anh_tu").get("/y-tuong/").status_code == 403
    assert signed_in("chi_ba").get("/y-tuong/xa/").status_code == 403


def test_what_another_wrote_meanwhile_stands_beside_what_was_typed() -> None:
    client = signed_in("chi_ba")
    idea = opened(client)
    address = f"/y-tuong/{idea.pk}/cau/what/"
    client.post(address, {"text": "Bài của người kia", "seen": rules.mark_of("")})
    text = read(client.post(address, {"text": "Bài của tôi", "seen": rules.mark_of("")}), 422)
    assert "Bài của người kia" in text
    assert "Bài của tôi" in text
    client.post(address, {"text": "Bài gộp", "seen": rules.mark_of("Bài của người kia")})
    idea.refresh_from_db()
    assert idea.answers["what"] == "Bài gộp"


@pytest.mark.parametrize(
    "posted", [{"name": LONG}, {"name": ""}, {"kind": "maybe"}, {"producer": "999"}, {"name": "Đảo \u202echữ"}]
)
def test_bad_input_gets_a_sentence(posted: dict[str, str]) -> None:
    client = signed_in("chi_ba")
    answers = {check.key: "yes" for check in rules.eligibility_questions(timezone.localdate())}
    sent = {"producer": str(cast.producer().pk), "name": "Trà", **answers, **posted}
    assert "Chưa thể tiếp tục" in read(client.post("/y-tuong/moi/", sent), 422)
    assert not Idea.objects.exists()


@pytest.mark.parametrize("value", ["-5", "1,5", "abc", "9" * 16, "1.20", "²"])
def test_a_figure_that_is_no_whole_number_is_refused(value: str) -> None:
    plan = stage.plan()
    text = read(signed_in("chi_ba").post(f"/phuong-an/{plan.pk}/so-lieu/", {"volume": value}), 422)
    assert "Chưa thể tiếp tục" in text
    assert BusinessPlan.objects.get().figures == stage.FIGURES


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_with_one_row_and_with_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        stage.forwarded(f"Trà {number} (mô phỏng)")
        stage.submitted(f"Muối {number} (mô phỏng)")
    for who, address, queries in (
        ("chi_ba", "/y-tuong/", 5), ("anh_tu", "/y-tuong/xa/", 5), ("co_nam", "/chu-trinh/tien-do/", 7),
    ):  # fmt: skip
        client = signed_in(who)
        read(client.get(address))
        with django_assert_num_queries(queries):
            text = read(client.get(address))
        assert f"Muối {count - 1}" in text
