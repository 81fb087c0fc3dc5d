"""Who may open the pages that change a producer, and what they do."""

import pytest

from ocop.producers.models import Producer
from ocop.producers.queries import people_of
from tests import cast


@pytest.fixture
def sign_in(client):
    def go(person):
        client.force_login(person)
        return client

    return go


def test_a_visitor_is_asked_to_sign_in(client, places):
    answer = client.get("/chu-the/moi/")
    assert answer.status_code == 302
    assert answer.url.startswith("/dang-nhap/")


def test_a_producer_may_not_register_producers(sign_in, chi_ba):
    assert sign_in(chi_ba).get("/chu-the/moi/").status_code == 403


def test_a_commune_officer_registers_in_the_own_commune_only(sign_in, anh_tu):
    page = sign_in(anh_tu)
    shown = page.get("/chu-the/moi/").content.decode()
    assert "Xã Bình Liêu" in shown
    assert "Xã Hoành Mô" not in shown
    own, other = cast.place("06838"), cast.place("06841")
    refused = page.post("/chu-the/moi/", {"name": "HTX Mới", "kind": "cooperative", "place": other.pk})
    assert refused.status_code == 422
    done = page.post("/chu-the/moi/", {"name": "HTX Mới", "kind": "cooperative", "place": own.pk})
    assert done.status_code == 302
    assert Producer.objects.get(name="HTX Mới").place == own


def test_a_similar_name_comes_back_with_its_question(sign_in, anh_tu):
    own = cast.place("06838")
    page = sign_in(anh_tu)
    page.post("/chu-the/moi/", {"name": "HTX Dong Bình Liêu", "kind": "cooperative", "place": own.pk})
    asked = page.post("/chu-the/moi/", {"name": "HTX Dong riềng Bình Liêu", "kind": "cooperative", "place": own.pk})
    assert asked.status_code == 422
    assert 'name="distinct"' in asked.content.decode()
    given = {"name": "HTX Dong riềng Bình Liêu", "kind": "cooperative", "place": own.pk, "distinct": "1"}
    assert page.post("/chu-the/moi/", given).status_code == 302


def test_members_tell_about_their_own_producer_and_nobody_about_anothers(sign_in, chi_ba, cooperative):
    neighbour = cast.producer("neighbour", "chi_lan")
    page = sign_in(chi_ba)
    assert page.get(f"/chu-the/{cooperative.slug}/sua/").status_code == 200
    assert page.get(f"/chu-the/{neighbour.slug}/sua/").status_code == 403
    assert page.get("/chu-the/khong-co/sua/").status_code == 404
    done = page.post(f"/chu-the/{cooperative.slug}/sua/", {"about": "Ong rừng hồi."})
    assert done.status_code == 302
    cooperative.refresh_from_db()
    assert cooperative.about == "Ong rừng hồi."


def test_a_refusal_keeps_what_was_typed_and_says_every_reason(sign_in, chi_ba, cooperative):
    given = {"about": "x" * 4500, "public_phone": "abc"}
    answer = sign_in(chi_ba).post(f"/chu-the/{cooperative.slug}/sua/", given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "tối đa là 4000" in shown
    assert "không đúng dạng" in shown
    assert "x" * 4500 in shown


def test_an_officer_names_who_acts_and_releases_again(sign_in, anh_tu, cooperative):
    page, address = sign_in(anh_tu), f"/chu-the/{cooperative.slug}/nguoi/"
    helper = cast.person("co_hai")
    assert page.post(address, {"login": "0900000002", "role": "helper"}).status_code == 302
    assert helper in people_of(cooperative)
    member = cooperative.memberships.get(person=helper)
    assert "Cô Hai (mô phỏng)" in page.get(address).content.decode()
    assert page.post(address, {"thoi": member.pk}).status_code == 302
    assert helper not in people_of(cooperative)
    assert page.post(address, {"thoi": member.pk}).status_code == 422


@pytest.mark.parametrize(
    "given", [{"login": "0987654321", "role": "helper"}, {"login": "", "role": "x"}, {"thoi": "9" * 30}, {}]
)
def test_naming_nobody_gets_a_reason(sign_in, anh_tu, cooperative, given):
    answer = sign_in(anh_tu).post(f"/chu-the/{cooperative.slug}/nguoi/", given)
    assert answer.status_code == 422


def test_only_managers_and_officers_see_who_acts(sign_in, cooperative):
    assert sign_in(cast.person("chi_lan")).get(f"/chu-the/{cooperative.slug}/nguoi/").status_code == 403
    assert sign_in(cast.person("anh_khac")).get(f"/chu-the/{cooperative.slug}/nguoi/").status_code == 403
    assert sign_in(cast.person("chi_ba")).get(f"/chu-the/{cooperative.slug}/nguoi/").status_code == 200
