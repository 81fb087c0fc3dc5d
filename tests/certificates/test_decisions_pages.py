"""Pages of decisions and of the ministry's step, by each person's hands; the HTML is read strictly."""

from __future__ import annotations

import html5lib
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop.certificates import lifecycle
from ocop.certificates.acts import draft_decision, issue_certificates, publish_decision, sign_decision
from ocop.certificates.models import Certificate, Decision
from ocop.certificates.queries import doings_of, waiting_for
from ocop.people.models import Person
from tests import cast
from tests.councils.sheets import HONEY, best

from .stage import closed, drafted, signed

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


def test_from_draft_to_published_in_the_browser() -> None:
    stage = closed()
    officer, leader = as_(stage.people.co_nam), as_(stage.people.lanh_dao)
    assert stage.sitting.name in read(officer.get("/quyet-dinh/"))
    page = f"/quyet-dinh/du-thao/{stage.sitting.pk}/"
    read(officer.get(page))
    read(officer.post(page, {"number": ""}), 422)
    officer.post(page, {"number": "1234/QĐ-UBND (mô phỏng)"})
    decision = Decision.objects.get()
    sign = f"/quyet-dinh/{decision.pk}/ky/"
    read(leader.get(sign))
    assert "Mật khẩu không đúng" in read(leader.post(sign, {"password": "sai", "delegation": ""}), 422)
    leader.post(sign, {"password": cast.PASSWORD, "delegation": "Ký thay Chủ tịch (mô phỏng)"})
    decision.refresh_from_db()
    assert decision.state == lifecycle.SIGNED
    assert "Cấp 1 giấy chứng nhận" in read(officer.get(f"/quyet-dinh/{decision.pk}/"))
    officer.post(f"/quyet-dinh/{decision.pk}/cap-giay/")
    officer.post(f"/quyet-dinh/{decision.pk}/cong-bo/")
    decision.refresh_from_db()
    assert decision.state == lifecycle.PUBLISHED
    assert Certificate.objects.get().number in read(officer.get(f"/quyet-dinh/{decision.pk}/"))
    read(officer.get("/quyet-dinh/"))
    read(officer.post(f"/quyet-dinh/{decision.pk}/cong-bo/"), 422)


@pytest.mark.parametrize(
    "who", ["chi_ba", "anh_tu", "ba_sau", "thanh_vien_1", "thu_ky", "chu_bay", "quan_tri", "nguoi_mua"]
)
def test_others_neither_see_nor_make_decisions(who: str) -> None:
    decided = drafted()
    client = as_(decided.stage.people.people[who])
    assert client.get("/quyet-dinh/").status_code == 403
    base = f"/quyet-dinh/{decided.decision.pk}/"
    assert client.get(base).status_code == 404
    for verb in ("ky/", "cap-giay/", "cong-bo/"):
        assert client.post(base + verb, {"password": cast.PASSWORD}).status_code == 404
    decided.decision.refresh_from_db()
    assert decided.decision.state == lifecycle.DRAFTED


def test_the_office_does_not_sign_and_the_inspector_only_reads() -> None:
    decided = drafted()
    base = f"/quyet-dinh/{decided.decision.pk}/"
    assert as_(decided.stage.people.co_nam).get(f"{base}ky/").status_code == 403
    inspector = as_(decided.stage.people.thanh_tra)
    assert inspector.get(base).status_code == 200
    assert inspector.post(f"{base}cap-giay/").status_code == 403


def test_issuing_before_signing_is_refused_with_a_sentence() -> None:
    decided = drafted()
    answer = as_(decided.stage.people.co_nam).post(f"/quyet-dinh/{decided.decision.pk}/cap-giay/")
    assert "chưa ký" in read(answer, 422)


def test_the_ministry_list_shows_ninety_points_and_the_legal_bundle_and_no_five_stars() -> None:
    decided = signed(choices=best(HONEY))
    publish_decision(decided.decision, by=decided.stage.people.co_nam)
    name = decided.stage.item.dossier.product.name
    for who in ("can_bo_bo", "co_nam", "lanh_dao"):
        text = read(as_(decided.stage.people.people[who]).get("/de-nghi-bo/"))
        assert ("Đã phê duyệt kết quả, chờ gửi Bộ" in text) is (who != "can_bo_bo"), "the ministry sees what was sent"
        assert (name in text) is (who != "can_bo_bo")
        assert "05 sản phẩm mẫu" in text
        assert "mặc định là không" in text
    assert as_(decided.stage.people.chi_ba).get("/de-nghi-bo/").status_code == 403
    assert Certificate.objects.count() == 0


def test_an_empty_ministry_list_says_what_will_stand_there() -> None:
    assert "Chưa có sản phẩm nào" in read(as_(cast.person("can_bo_bo")).get("/de-nghi-bo/"))


@pytest.mark.parametrize("items", [1, 3])
def test_a_decision_costs_the_same_whatever_its_results(items: int) -> None:
    decided = signed(items=items)
    client = as_(decided.stage.people.co_nam)
    client.get(f"/quyet-dinh/{decided.decision.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/quyet-dinh/{decided.decision.pk}/")
    assert len(queries) <= 8, [q["sql"][:120] for q in queries]


def test_desks_lead_from_closing_to_publishing() -> None:
    stage = closed()
    people = stage.people
    assert waiting_for(people.co_nam)[0].action == "Dự thảo quyết định"
    decision = draft_decision(stage.sitting, number="9/QĐ (mô phỏng)", by=people.co_nam)
    assert waiting_for(people.lanh_dao)[0].action == "Xem và ký"
    sign_decision(decision, by=people.lanh_dao)
    assert waiting_for(people.lanh_dao) == []
    assert waiting_for(people.co_nam)[0].action == "Cấp 1 giấy chứng nhận"
    issue_certificates(decision, by=people.co_nam)
    assert waiting_for(people.co_nam)[0].action == "Công bố quyết định"
    publish_decision(decision, by=people.co_nam)
    assert waiting_for(people.co_nam) == []
    assert doings_of(people.co_nam)
    assert not any(doing.url.startswith(("/quyet-dinh", "/thu-hoi")) for doing in doings_of(people.chi_ba))
