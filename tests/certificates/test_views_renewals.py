"""Opening the next dossier, the stars that run out, the vault: each page for its readers."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ocop.certificates.acts import note_recognition, open_next_dossier
from ocop.certificates.models import Recognition
from ocop.dossiers import acts
from ocop.dossiers.acts import Details
from ocop.dossiers.models import Dossier
from ocop.dossiers.rules import requirements
from ocop.papers.models import PaperDetails
from ocop.products.acts import register_product
from tests.cast import PASSWORD
from tests.dossiers.conftest import enter, read

from .renewing import Recognised, ends, photograph, recognised

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ANSWERS = {question.key: "yes" for question in requirements("QD26-2026").questions}


@pytest.fixture
def held() -> Recognised:
    return recognised(150)


@pytest.fixture
def ba(held: Recognised) -> Client:
    return enter(held.people.chi_ba)


def test_the_page_offers_only_the_kinds_that_fit_and_says_why_not_the_others(held: Recognised, ba: Client) -> None:
    listed = read(ba.get("/ho-so/mo/"))
    assert f"san-pham={held.product.pk}&amp;loai=rerate" in listed
    assert f"san-pham={held.product.pk}&amp;loai=first" not in listed
    assert f"san-pham={held.people.product.pk}&amp;loai=first" in listed
    page = read(ba.get(f"/ho-so/mo/?san-pham={held.product.pk}&loai=rerate"))
    assert 'value="rerate"' in page and 'value="upgrade"' in page and 'value="first"' not in page
    assert "nên không phải lần đầu" in page


def test_a_posted_kind_that_does_not_fit_is_refused_in_words_and_one_that_fits_opens(
    held: Recognised, ba: Client
) -> None:
    posted = {"product": held.product.pk, **ANSWERS}
    refused = read(ba.post("/ho-so/mo/", {**posted, "kind": "first"}), 422)
    assert "muốn hơn sao thì nâng hạng" in refused
    opened = ba.post("/ho-so/mo/", {**posted, "kind": "rerate"})
    dossier = Dossier.objects.get(kind="rerate")
    assert opened.headers["Location"] == f"/ho-so/{dossier.pk}/"
    overview = read(ba.get(f"/ho-so/{dossier.pk}/"))
    assert "Cập nhật ba năm" in overview and held.certificate.number in overview


def test_three_years_are_updated_on_one_page_and_confirmed_by_mark_or_at_once(held: Recognised, ba: Client) -> None:
    dossier = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    producer = held.product.producer
    assert producer is not None
    lapsed = Details("material", "", "", None, TODAY - timedelta(days=1))
    acts.describe_paper(producer, held.paper, lapsed, by=held.people.chi_ba)
    address = f"/ho-so/{dossier.pk}/cap-nhat/"
    page = read(ba.get(address))
    for topic in ("Nguyên liệu", "Công nghệ", "Bao bì, nhãn", "Thị trường", "Doanh thu"):
        assert topic in page
    assert "hết hạn" in page and "attp.jpg" in page
    assert ba.post(address, {"field": ["1.1", "2.2"]}).status_code == 302
    assert "1.1" not in {a.criterion for a in dossier.answers.filter(carried=True)}
    assert dossier.answers.filter(carried=True).exists()
    assert ba.post(address).status_code == 302
    assert not dossier.answers.filter(carried=True).exists()
    assert "Đã xác nhận mọi mục" in read(ba.get(address))
    assert enter(held.people.chi_lan).get(address).status_code == 404
    assert enter(held.people.anh_tu).get(address).status_code == 404


def test_the_comparison_shows_old_and_new_criterion_by_criterion(held: Recognised, ba: Client) -> None:
    dossier = open_next_dossier(held.product, kind="upgrade", by=held.people.chi_ba)
    address = f"/ho-so/{dossier.pk}/so-sanh/"
    assert "Chưa có gì khác" in read(ba.get(address))
    acts.bring_evidence(dossier, "2.2", photograph("nhan-moi.jpg", "gold"), by=held.people.chi_ba)
    page = read(ba.get(address))
    assert "2.2 Bao bì" in page and "nhan-moi.jpg" in page
    acts.save_changes(dossier, "Nhãn mới có mã truy xuất từ tháng 5.", by=held.people.chi_ba)
    acts.submit(dossier, by=held.people.chi_ba)
    assert "nhan-moi.jpg" in read(enter(held.people.anh_tu).get(address))
    assert "Thay đổi so với lần công nhận trước" in read(enter(held.people.anh_tu).get(f"/ho-so/{dossier.pk}/"))


def test_stars_about_to_end_are_listed_for_producer_commune_and_province(held: Recognised, ba: Client) -> None:
    page = read(ba.get("/danh-gia-lai/"))
    assert held.product.name in page and "đang trong khung" in page and "Mở hồ sơ đánh giá lại" in page
    for officer in (held.people.anh_tu, held.people.co_nam):
        seen = read(enter(officer).get("/danh-gia-lai/"))
        assert held.product.name in seen and "Mở hồ sơ đánh giá lại" not in seen
    assert held.product.name not in read(enter(held.people.anh_khac).get("/danh-gia-lai/"))
    assert enter(held.people.nguoi_mua).get("/danh-gia-lai/").status_code == 403
    assert "Mở hồ sơ đánh giá lại" in read(ba.get("/ban-lam-viec/"))
    ends(held.certificate, TODAY + timedelta(days=181))
    assert held.product.name not in read(ba.get("/danh-gia-lai/"))


def test_a_paper_is_put_described_attached_and_replaced_on_the_pages(held: Recognised, ba: Client) -> None:
    producer = held.product.producer
    assert producer is not None
    draft = acts.open_dossier(product=held.people.product, kind="first", by=held.people.chi_ba)
    put = f"/kho-giay-to/cat/{producer.slug}/"
    assert "Hãy chọn tệp" in read(ba.post(put, {"kind": ""}), 422)
    facts = {"kind": "food_safety", "number": "12/ATTP", "expires_on": str(TODAY + timedelta(days=20))}
    answer = ba.post(put, {**facts, "file": photograph("giay.jpg", "red")})
    address = answer.headers["Location"]
    assert "còn 20 ngày" in read(ba.get(address))
    attached = ba.post(f"{address}gan/", {"where": f"{draft.pk}:G2", "page": "1"})
    assert attached.headers["Location"] == f"/ho-so/{draft.pk}/tieu-chi/G2/"
    assert held.people.product.name in read(ba.get(address))
    wrong = read(ba.post(address, {**facts, "issued_on": str(TODAY + timedelta(days=2))}), 422)
    assert "Ngày cấp không thể sau hôm nay" in wrong
    assert ba.post(address, {**facts, "number": "13/ATTP"}).status_code == 302
    assert PaperDetails.objects.get().number == "13/ATTP"
    new = {**facts, "expires_on": str(TODAY + timedelta(days=900)), "file": photograph("moi.jpg", "lime")}
    replaced = ba.post(f"{address}thay/", new).headers["Location"]
    assert "giay.jpg" in read(ba.get(replaced))
    assert "Giấy này đã được thay" in read(ba.get(address))
    assert draft.evidence.get(removed_at__isnull=True).paper.name == "moi.jpg"
    assert b"".join(ba.get(f"{replaced}tep/").streaming_content) == photograph("moi.jpg", "lime").read()


def test_papers_are_seen_by_owner_and_offices_of_the_place_and_changed_by_the_owner_only(held: Recognised) -> None:
    producer, people = held.product.producer, held.people
    assert producer is not None
    acts.describe_paper(producer, held.paper, Details("gmp", "", "", None, TODAY + timedelta(days=9)), by=people.chi_ba)
    address = f"/kho-giay-to/{held.paper.pk}/"
    for officer in (people.anh_tu, people.co_nam):
        client = enter(officer)
        assert "Giấy chứng nhận GMP" in read(client.get("/kho-giay-to/sap-het-han/"))
        assert held.product.name in read(client.get(address))
        assert client.get(f"{address}thay/").status_code == 403
        assert client.post(f"{address}gan/", {"where": "1:G2"}).status_code == 403
        assert "Chỉ người của chủ thể" in read(client.post(address, {"kind": "gmp"}), 422)
    for other in (people.chi_lan, people.anh_khac, people.nguoi_mua):
        for path in (address, f"{address}tep/", f"{address}thay/"):
            assert enter(other).get(path).status_code == 404
    assert enter(people.nguoi_mua).get("/kho-giay-to/sap-het-han/").status_code == 403
    assert enter(people.chi_lan).get(f"/kho-giay-to/cat/{producer.slug}/").status_code == 404


def test_a_star_is_prolonged_on_its_page_with_basis_and_password(held: Recognised) -> None:
    ends(held.certificate, date(2026, 9, 18))
    dossier = open_next_dossier(held.product, kind="rerate", by=held.people.chi_ba)
    page = f"/san-pham/{held.product.slug}/keo-dai/"
    nam = enter(held.people.co_nam)
    assert "chưa nộp" in read(nam.get(page))
    Dossier.objects.filter(pk=dossier.pk).update(state="submitted")
    assert "17/03/2027" in read(nam.get(page))
    assert "Mật khẩu không đúng" in read(nam.post(page, {"basis": "12/CV (mô phỏng)", "password": "sai-rồi"}), 422)
    done = nam.post(page, {"basis": "12/CV (mô phỏng)", "password": PASSWORD})
    assert done.headers["Location"] == f"/san-pham/{held.product.slug}/"
    assert Recognition.objects.get(kind="extended").valid_until == date(2027, 3, 17)
    assert enter(held.people.chi_ba).get(page).status_code == 403


@pytest.mark.parametrize(("page", "queries"), [("/kho-giay-to/", 14), ("/danh-gia-lai/", 7), ("/ho-so/mo/", 6)])
def test_lists_cost_the_same_for_one_and_for_three(
    held: Recognised, ba: Client, django_assert_num_queries: object, page: str, queries: int
) -> None:
    producer = held.product.producer
    assert producer is not None
    near = Details("gmp", "", "", None, TODAY + timedelta(days=9))
    acts.put_in_vault(producer, photograph("0.jpg", "red"), near, by=held.people.chi_ba)
    with django_assert_num_queries(queries):  # type: ignore[operator]
        read(ba.get(page))
    for n, colour in enumerate(("lime", "gold")):
        acts.put_in_vault(producer, photograph(f"{n}.jpg", colour), near, by=held.people.chi_ba)
        another = register_product(
            name=f"Mật khác {colour} (mô phỏng)", producer=producer, line="Thực phẩm", group="Thực phẩm thô, sơ chế",
            set_no=4, place=producer.place, distinct=True, by=held.people.chi_ba,
        )  # fmt: skip
        note_recognition(
            another, kind="recognised", star=3, by=None, level="province", decided_on=TODAY - timedelta(days=900),
            valid_until=TODAY + timedelta(days=100 + n),
        )  # fmt: skip
    with django_assert_num_queries(queries):  # type: ignore[operator]
        read(ba.get(page))


def test_a_lapsed_paper_is_named_wherever_the_dossier_is_read(held: Recognised, ba: Client) -> None:
    producer = held.product.producer
    assert producer is not None
    draft = open_next_dossier(held.product, kind="upgrade", by=held.people.chi_ba)
    over = Details("food_safety", "", "", None, TODAY - timedelta(days=1))
    acts.describe_paper(producer, held.paper, over, by=held.people.chi_ba)
    for page in (f"/ho-so/{draft.pk}/", f"/ho-so/{draft.pk}/nop/"):
        assert "attp.jpg đã hết hạn" in read(ba.get(page))
    last_day = Details("food_safety", "", "", None, TODAY)
    acts.describe_paper(producer, held.paper, last_day, by=held.people.chi_ba)
    assert "đã hết hạn" not in read(ba.get(f"/ho-so/{draft.pk}/nop/"))
