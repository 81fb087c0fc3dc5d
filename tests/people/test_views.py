"""One's own account, the administrator's desk and the journal's pages."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ocop.journal.acts import act, record
from ocop.journal.models import Line
from ocop.people.models import Mandate, Office, Person
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(cast.person("quan_tri"))
    return client


def _page(client: Client, path: str, **data: str) -> str:
    return client.get(path, data).content.decode()


def test_my_account_shows_my_mandates_with_their_days(client: Client) -> None:
    client.force_login(cast.person("anh_tu"))
    page = _page(client, "/tai-khoan/")
    for words in ("Anh Tư", "Cán bộ xã", "UBND xã Bình Liêu", "05/01/2026", "0900 000 003"):
        assert words in page


def test_i_change_my_password_with_the_old_one(client: Client) -> None:
    cast.person("chi_ba")
    client.post("/dang-nhap/", {"login": "0900000001", "password": cast.PASSWORD})
    new = "một câu mới chỉ tôi biết"
    assert (
        "Mật khẩu không đúng"
        in client.post("/tai-khoan/mat-khau/", {"password": "sai", "new": new, "again": new}).content.decode()
    )
    assert (
        "không giống nhau"
        in client.post(
            "/tai-khoan/mat-khau/", {"password": cast.PASSWORD, "new": new, "again": new + "!"}
        ).content.decode()
    )
    weak = client.post(
        "/tai-khoan/mat-khau/", {"password": cast.PASSWORD, "new": "12345", "again": "12345"}
    ).content.decode()
    for words in ("cần từ 10 đến 200 ký tự", "chỉ có số", "hay bị đoán"):
        assert words in weak
    answer = client.post("/tai-khoan/mat-khau/", {"password": cast.PASSWORD, "new": new, "again": new})
    assert answer["Location"] == "/tai-khoan/"
    assert client.get("/tai-khoan/").status_code == 200, "this phone stays signed in"
    assert Person.objects.get().check_password(new)


def test_i_sign_out_my_other_phones_and_stay_myself(client: Client) -> None:
    other = Client()
    for phone in (client, other):
        phone.force_login(cast.person("chi_ba"))
    client.post("/tai-khoan/phien/")
    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize("who", ["chi_ba", "anh_tu", "ba_sau", "thanh_tra"])
@pytest.mark.parametrize("path", ["/quan-tri/nguoi/", "/quan-tri/nguoi/moi/", "/quan-tri/co-quan/moi/"])
def test_only_the_administrator_appoints(client: Client, who: str, path: str) -> None:
    client.force_login(cast.person(who))
    assert client.get(path).status_code == 403


def test_others_may_not_open_a_person_and_a_missing_one_is_not_found(client: Client) -> None:
    chi_ba = cast.person("chi_ba")
    client.force_login(chi_ba)
    assert client.get(f"/quan-tri/nguoi/{chi_ba.pk}/").status_code == 403
    client.force_login(cast.person("quan_tri"))
    assert client.get("/quan-tri/nguoi/99999999999999999999999/").status_code == 404
    assert client.get("/quan-tri/nhiem-vu/999/thoi/").status_code == 404


def test_the_administrator_registers_appoints_and_gives_a_password(administrator: Client) -> None:
    office = cast.office("commune")
    where = administrator.post("/quan-tri/nguoi/moi/", {"name": "Đặng Văn Mới", "phone": "0912345678"})["Location"]
    person = Person.objects.get(phone="+84912345678")
    assert where == f"/quan-tri/nguoi/{person.pk}/"
    appointing = {"role": "commune_officer", "office": office.pk, "starts_on": "05/01/2026", "basis": "QĐ 12"}
    assert administrator.post(f"{where}giao/", appointing)["Location"] == where
    page = administrator.post(f"{where}tai-khoan/", {"viec": "mat-khau"}).content.decode()
    password = re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", page)
    assert password is not None
    fresh = Client()
    assert fresh.post("/dang-nhap/", {"login": "0912345678", "password": password[0]}).status_code == 302
    assert password[0] not in _page(administrator, where), "shown once"
    for words in ("Lập tài khoản", "Giao nhiệm vụ", "Đổi mật khẩu"):
        assert f">{words}</td>" in page


def test_wrong_input_is_told_all_at_once_and_kept(administrator: Client) -> None:
    response = administrator.post("/quan-tri/nguoi/moi/", {"name": "x" * 121, "phone": "12", "email": "sai@"})
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("tối đa là 120", "không đúng dạng", "ten@vidu.vn", 'value="12"', 'href="#id_email"'):
        assert words in page
    person = cast.person("chi_ba")
    response = administrator.post(
        f"/quan-tri/nguoi/{person.pk}/giao/",
        {"role": "king", "office": "zzz", "place": "-1", "starts_on": "31/02/2026", "basis": "A\u202eB"},
    )
    page = response.content.decode()
    for words in (
        "nhiệm vụ trong danh sách",
        "cơ quan trong danh sách",
        "địa bàn trong danh sách",
        "Ngày chưa đúng dạng",
    ):
        assert words in page
    assert person.mandates.count() == 1


def test_a_refusal_of_the_act_stands_beside_its_field(administrator: Client) -> None:
    person = cast.person("chi_ba")
    held = person.mandates.get()
    again = {"role": held.role, "office": held.office_id, "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    page = administrator.post(f"/quan-tri/nguoi/{person.pk}/giao/", again).content.decode()
    assert page.count("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.") == 2


def test_a_mandate_is_ended_from_its_page(administrator: Client) -> None:
    mandate = cast.person("anh_tu").mandates.get()
    path = f"/quan-tri/nhiem-vu/{mandate.pk}/thoi/"
    assert "Anh Tư" in _page(administrator, path)
    assert "không thể trước ngày đó" in administrator.post(path, {"on": "2025-01-01"}).content.decode()
    assert administrator.post(path, {"on": "2026-02-01"})["Location"] == f"/quan-tri/nguoi/{mandate.person_id}/"
    assert str(Mandate.objects.get(pk=mandate.pk).ends_on) == "2026-02-01"


def test_an_account_is_closed_and_opened(administrator: Client) -> None:
    person = cast.person("anh_tu")
    path = f"/quan-tri/nguoi/{person.pk}/tai-khoan/"
    assert "đang khóa" in administrator.post(path, {"viec": "khoa"}).content.decode()
    assert "đang khóa" not in administrator.post(path, {"viec": "mo"}).content.decode()
    assert administrator.post(path, {"viec": "xóa"}).status_code == 422


def test_an_office_is_added(administrator: Client) -> None:
    assert administrator.post("/quan-tri/co-quan/moi/", {"name": "UBND xã Thử", "kind": "commune"}).status_code == 302
    assert Office.objects.filter(name="UBND xã Thử").exists()
    assert (
        "đã có trong danh sách"
        in administrator.post("/quan-tri/co-quan/moi/", {"name": "UBND xã Thử", "kind": "commune"}).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_for_three(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for key in ("chi_ba", "anh_tu", "co_nam")[:count]:
        cast.person(key)
    with django_assert_num_queries(5):  # session, person, mandates of the viewer, people, their mandates with offices
        page = _page(administrator, "/quan-tri/nguoi/")
    assert page.count("/quan-tri/nguoi/") > count


def test_people_are_searched_and_paged(administrator: Client) -> None:
    cast.everybody()
    page = _page(administrator, "/quan-tri/nguoi/", q="Bà Sáu")
    assert "Chủ tịch Hội đồng" in page
    assert "Anh Tư" not in page
    assert "Không tìm thấy ai" in _page(administrator, "/quan-tri/nguoi/", q="không có ai")


@pytest.mark.parametrize(("who", "status"), [("quan_tri", 200), ("thanh_tra", 200), ("anh_tu", 403), ("chi_ba", 403)])
def test_who_reads_the_journal(client: Client, who: str, status: int) -> None:
    client.force_login(cast.person(who))
    assert client.get("/nhat-ky/").status_code == status
    assert client.post("/nhat-ky/kiem-tra/").status_code == status


def test_the_journal_names_actor_and_seal_and_can_be_filtered(administrator: Client) -> None:
    people = cast.everybody()
    administrator.post(f"/quan-tri/nguoi/{people.chi_ba.pk}/tai-khoan/", {"viec": "khoa"})
    line = Line.objects.get(verb="close_account")
    page = _page(administrator, "/nhat-ky/", viec="close_account")
    for words in ("Em Nhân", line.seal, line.previous, f"people.person:{people.chi_ba.pk}"):
        assert words in page
    assert page.count('id="dong-') == 1
    assert _page(administrator, "/nhat-ky/", ve=f"people.person:{people.chi_ba.pk}").count('id="dong-') == 2
    assert _page(administrator, "/nhat-ky/", nguoi=str(people.quan_tri.pk)).count('id="dong-') == 1
    assert "Không có dòng nào" in _page(administrator, "/nhat-ky/", ve="không có")


def test_a_fact_may_have_any_name(administrator: Client) -> None:
    """A template reads `facts.items` as the fact `items`; the closing of a sitting counts its items under that name."""
    with act() as moment:
        record(
            "close_sitting",
            by=cast.person("ba_sau"),
            about="councils.sitting:1",
            at=moment,
            facts={"items": 3, "keys": 1},
        )
    assert "<dt>items</dt><dd>3</dd>" in _page(administrator, "/nhat-ky/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_costs_the_same_for_one_and_for_three(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    chi_ba = cast.person("chi_ba")
    for i in range(count):
        administrator.post(f"/quan-tri/nguoi/{chi_ba.pk}/tai-khoan/", {"viec": ("khoa", "mo")[i % 2]})
    number = str(cast.person("quan_tri").pk)
    with django_assert_num_queries(6):  # session, person, mandates, lines, verbs, names
        _page(administrator, "/nhat-ky/", nguoi=number)


def test_the_journal_pages_backwards(administrator: Client) -> None:
    cast.everybody(), cast.stranger()
    first = _page(administrator, "/nhat-ky/")
    numbers = [int(n) for n in re.findall(r'id="dong-(\d+)"', first)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 50
    assert f"truoc={numbers[-1]}" in first
    second = _page(administrator, "/nhat-ky/", truoc=str(numbers[-1]))
    assert f'id="dong-{numbers[-1] - 1}"' in second
    assert f'id="dong-{numbers[-1]}"' not in second


def test_the_whole_journal_is_verified_on_demand(administrator: Client) -> None:
    page = administrator.post("/nhat-ky/kiem-tra/").content.decode()
    assert "Sổ nhật ký nguyên vẹn" in page
    assert str(Line.objects.order_by("-number")[0].seal) in page


def test_a_visitor_is_sent_to_the_door_and_an_htmx_request_too(client: Client) -> None:
    assert client.get("/nhat-ky/")["Location"] == "/dang-nhap/?next=/nhat-ky/"
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/nhat-ky/?viec=appoint"}
    answer = client.post("/nhat-ky/kiem-tra/", headers=htmx)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/dang-nhap/?next=%2Fnhat-ky%2F%3Fviec%3Dappoint")
    answer = client.post("/nhat-ky/kiem-tra/", headers=htmx | {"HX-Current-URL": "https://xau.example/"})
    assert answer["HX-Redirect"] == "/dang-nhap/"


def test_what_was_sent_after_the_session_ended_is_shown_again(client: Client) -> None:
    typed = {"name": "Đặng <i>Mới</i>", "phone": "0912", "password": "bí mật"}
    answer = client.post("/quan-tri/nguoi/moi/", typed, headers={"Referer": "http://testserver/quan-tri/nguoi/moi/"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "chưa được ghi" in page
    assert "Đặng &lt;i&gt;Mới&lt;/i&gt;" in page
    assert "bí mật" not in page
    assert 'href="/dang-nhap/?next=%2Fquan-tri%2Fnguoi%2Fmoi%2F"' in page
