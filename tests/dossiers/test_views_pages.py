"""Every page by a person's own hands, with the HTML read strictly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ocop.criteria.rules import criteria_set, spelled
from ocop.cycles.models import Round
from ocop.dossiers import acts
from ocop.dossiers.models import Dossier
from ocop.people.models import Person
from tests.cast import PASSWORD
from tests.dossiers.conftest import WORDS, Company, answer_all, best_choices, extra_round, photograph

Enter = Callable[[Person], Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def enter() -> Enter:
    def as_(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return as_


@pytest.fixture
def today_round(cast: Company) -> Round:
    """The pages judge by the database's clock, so the round stands around the present day."""
    day = timezone.localdate()
    return extra_round(cast, opens=day - timedelta(days=30), until=day + timedelta(days=30))


@pytest.fixture
def live(cast: Company, today_round: Round) -> Dossier:
    return acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba)


@pytest.fixture
def handed_in(live: Dossier, cast: Company) -> Dossier:
    answer_all(live, cast.chi_ba, at=None)
    return acts.submit(live, by=cast.chi_ba)


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


def test_a_dossier_walks_the_whole_way_by_hand(enter: Enter, cast: Company, today_round: Round) -> None:
    ba, tu, nam = enter(cast.chi_ba), enter(cast.anh_tu), enter(cast.co_nam)

    assert "Mở hồ sơ mới" in read(ba.get("/ho-so/"))
    answers = {"registered": "yes", "small": "yes", "on_sale": "no", "known_material": "yes", "own": "yes"}
    opened = ba.post("/ho-so/mo/", {"product": cast.product.pk, "kind": "first", **answers})
    dossier = Dossier.objects.get()
    base = f"/ho-so/{dossier.pk}/"
    assert opened.headers["Location"] == base
    assert "Sản phẩm chưa bán khó đạt 3 sao" in read(ba.get(base))

    asked = criteria_set(dossier.regime, dossier.set_no)
    assert asked is not None
    for code, (case, points) in best_choices(asked).items():
        posted = {code: spelled((case, points) if case else points), "note": f"Mục {code}", "version": 0, "do": "next"}
        assert ba.post(f"{base}tieu-chi/{code}/", posted).status_code == 302
    uploaded = ba.post(f"{base}tieu-chi/1.1/", {"1.1": "3", "note": "Mục 1.1", "version": 1, "file": photograph(), "page": "1"})
    assert uploaded.status_code == 302
    assert "giay-dang-ky.jpg" in read(ba.get(f"{base}tieu-chi/1.1/"))

    review = read(ba.get(f"{base}nop/"))
    assert "Mục 1.1" in review
    seen = review.split('name="seen" value="')[1][:64]
    wrong = read(ba.post(f"{base}nop/", {"seen": seen, "promise": "1", "password": "sai-rồi-nhé"}), 422)
    assert "Mật khẩu không đúng" in wrong
    sealed = ba.post(f"{base}nop/", {"seen": seen, "promise": "1", "password": PASSWORD})
    assert sealed.headers["Location"] == f"{base}bien-nhan/"
    receipt = read(ba.get(f"{base}bien-nhan/"))
    assert f"01/PĐK-22-06838-{timezone.localdate().year}" in receipt
    status = receipt.split('href="/ho-so/trang-thai/')[1].split('"')[0]
    assert "Xã đang xem xét" in read(Client().get(f"/ho-so/trang-thai/{status}"))
    again = ba.post(f"{base}nop/", {"seen": seen, "promise": "1", "password": PASSWORD})
    assert again.headers["Location"] == f"{base}bien-nhan/"

    assert cast.product.name in read(tu.get("/ho-so/xa/"))
    assert "Mục 1.1" in read(tu.get(base))
    tomorrow = (timezone.localdate() + timedelta(days=5)).isoformat()
    asks = {"asks": ["1.2"], "message.1.2": "Thiếu giấy chứng nhận vùng nguyên liệu.", "due_on": tomorrow}
    read(tu.get(f"{base}yeu-cau-bo-sung/"))
    assert tu.post(f"{base}yeu-cau-bo-sung/", asks).headers["Location"] == base
    overview = read(ba.get(base))
    assert "Thiếu giấy chứng nhận vùng nguyên liệu." in overview
    locked = ba.post(f"{base}tieu-chi/1.3/", {"1.3": "1", "note": "đổi", "version": 1})
    assert "đang khóa" in read(locked, 422)
    ba.post(f"{base}tieu-chi/1.2/", {"1.2": "1", "note": "Đã gắn giấy VietGAP", "version": 1, "file": photograph("vietgap.jpg", "green")})
    seen = read(ba.get(f"{base}nop/")).split('name="seen" value="')[1][:64]
    assert ba.post(f"{base}nop/", {"seen": seen, "promise": "1", "password": PASSWORD}).status_code == 302
    versions = read(tu.get(f"{base}phien-ban/"))
    assert "Đã gắn giấy VietGAP" in versions
    assert "vietgap.jpg" in versions

    read(tu.get(f"{base}y-kien/"))
    refused = read(tu.post(f"{base}y-kien/", {"local_material": "ngắn", "password": "sai"}), 422)
    for words in ("cần ít nhất 10 ký tự", "Lao động địa phương còn trống", "Hãy chọn đề nghị", "Mật khẩu không đúng"):
        assert words in refused
    given = tu.post(f"{base}y-kien/", {**WORDS, "proposes": "yes", "password": PASSWORD})
    assert given.headers["Location"] == base
    assert WORDS["idea_origin"] in read(nam.get(base))
    assert cast.product.name in read(nam.get("/ho-so/tinh/"))
    assert nam.post(f"{base}tiep-nhan/").headers["Location"] == base
    assert nam.post(f"{base}tiep-nhan/").headers["Location"] == base
    dossier.refresh_from_db()
    assert dossier.state == "accepted"
    for person in (ba, tu, nam):
        read(person.get(base))
    read(ba.get("/ho-so/"))
    read(tu.get("/ho-so/xa/?xem=xong"))
    read(nam.get("/ho-so/tinh/?xem=xong"))
