"""Every page by a person's own hands, with the HTML read strictly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ocop.criteria.rules import criteria_set, spelled
from ocop.cycles.models import Round
from ocop.dossiers import acts
from ocop.dossiers.models import Answer, Dossier, Evidence
from ocop.people.models import Person
from tests.cast import PASSWORD
from tests.dossiers.conftest import WORDS, Company, another, answer_all, best_choices, enter, photograph, read


def test_a_dossier_walks_the_whole_way_by_hand(cast: Company, today_round: Round) -> None:
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
    uploaded = ba.post(
        f"{base}tieu-chi/1.1/", {"1.1": "3", "note": "Mục 1.1", "version": 1, "file": photograph(), "page": "1"}
    )
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
    ba.post(
        f"{base}tieu-chi/1.2/",
        {"1.2": "1", "note": "Đã gắn giấy VietGAP", "version": 1, "file": photograph("vietgap.jpg", "green")},
    )
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


def save(client: Client, dossier: Dossier, code: str = "1.1", **more: object) -> object:
    posted = {code: "2", "note": "Mật của ba bản", "version": 0} | more
    headers = {"X-Autosave": "1"} if posted.pop("script", False) else {}
    return client.post(f"/ho-so/{dossier.pk}/tieu-chi/{code}/", posted, headers=headers)


def test_a_draft_saves_itself_and_the_bar_comes_back_true(live: Dossier, cast: Company) -> None:
    ba = enter(cast.chi_ba)
    answer = save(ba, live, script=True).json()
    assert answer["version"] == 1
    assert answer["saved"] == f"{timezone.localtime(Answer.objects.get().saved_at):%H:%M}"
    assert "<b>2<span" in answer["html"]["#rating-bar"]
    assert save(ba, live, script=True, version=1, **{"1.1": "3"}).json()["version"] == 2


def test_the_bar_links_every_missing_minimum_to_its_own_page(live: Dossier, cast: Company) -> None:
    text = read(enter(cast.chi_ba).get(f"/ho-so/{live.pk}/tieu-chi/1.1/"))
    assert f'href="/ho-so/{live.pk}/tieu-chi/2.2/"' in text


def test_a_save_on_an_older_page_shows_both_texts_with_and_without_script(live: Dossier, cast: Company) -> None:
    ba = enter(cast.chi_ba)
    save(ba, live, note="bản trong hồ sơ")
    clash = save(ba, live, script=True, note="bản trên máy này")
    assert clash.status_code == 409
    assert "bản trong hồ sơ" in clash.json()["html"]["#clash"]
    page = read(save(ba, live, note="bản trên máy này"), 409)
    assert "bản trong hồ sơ" in page
    assert "bản trên máy này</textarea>" in page
    assert 'name="version" value="1"' in page
    assert Answer.objects.get().note == "bản trong hồ sơ"
    save(ba, live, note="bản trên máy này", version=1)
    assert Answer.objects.get().note == "bản trên máy này"


def test_papers_are_brought_taken_off_put_back_and_used_again_without_script(live: Dossier, cast: Company) -> None:
    ba = enter(cast.chi_ba)
    save(ba, live, file=photograph("giay.jpg"), page="2", do="upload")
    bound = Evidence.objects.get()
    base = f"/ho-so/{live.pk}/tieu-chi/1.1/"
    assert "trang 2" in read(ba.get(base))
    save(ba, live, version=1, do=f"unbind:{bound.pk}")
    assert "Gắn lại" in read(ba.get(base))
    save(ba, live, version=1, do=f"restore:{bound.pk}")
    bound.refresh_from_db()
    assert bound.removed_at is None
    ba.post(f"/ho-so/{live.pk}/tieu-chi/G1/", {"do": f"reuse:{bound.paper_id}"})
    assert Evidence.objects.filter(criterion="G1", paper=bound.paper).exists()
    download = ba.get(f"/ho-so/{live.pk}/minh-chung/{bound.pk}/")
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(download.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]


def test_the_typed_answer_survives_a_refused_file(live: Dossier, cast: Company) -> None:
    page = read(save(enter(cast.chi_ba), live, note="đã gõ rất lâu", file=SimpleUploadedFile("x.pdf", b"<html>")), 422)
    assert "đã gõ rất lâu" in page
    assert Answer.objects.get().note == "đã gõ rất lâu"


def test_what_was_not_looked_at_is_not_sealed(live: Dossier, cast: Company) -> None:
    answer_all(live, cast.chi_ba, at=None)
    ba = enter(cast.chi_ba)
    seen = read(ba.get(f"/ho-so/{live.pk}/nop/")).split('name="seen" value="')[1][:64]
    acts.save_answer(live, "1.1", points=1, edition=1, by=cast.chi_ba)
    posted = {"seen": seen, "promise": "1", "password": PASSWORD}
    assert "vừa có thay đổi" in read(ba.post(f"/ho-so/{live.pk}/nop/", posted), 422)
    live.refresh_from_db()
    assert live.state == "draft"


def test_a_dossier_that_lacks_answers_shows_each_with_a_link_and_no_button_to_seal(
    live: Dossier, cast: Company
) -> None:
    text = read(enter(cast.chi_ba).get(f"/ho-so/{live.pk}/nop/"))
    assert 'href="#id_choices.1.1"' in text
    assert 'id="id_choices.1.1"' in text
    assert 'name="password"' not in text


def test_outside_every_round_the_pages_say_so_before_anyone_writes_for_nothing(
    handed_in: Dossier, cast: Company
) -> None:
    draft = another(cast, 9)
    answer_all(draft, cast.chi_ba, at=None)
    ba, tu = enter(cast.chi_ba), enter(cast.anh_tu)
    assert 'name="password"' in read(ba.get(f"/ho-so/{draft.pk}/nop/"))
    Round.objects.update(opens_on="2026-06-01", proposals_until="2026-06-02")
    page = read(ba.get(f"/ho-so/{draft.pk}/nop/"))
    assert "Hôm nay chưa có đợt nào nhận hồ sơ" in page
    assert 'name="password"' not in page
    assert "Hôm nay chưa nộp được" in read(ba.get(f"/ho-so/{draft.pk}/"))
    assert "Hôm nay chưa chuyển lên tỉnh được" in read(tu.get(f"/ho-so/{handed_in.pk}/y-kien/"))


def test_the_officer_reads_what_was_submitted_while_the_producer_edits_on(handed_in: Dossier, cast: Company) -> None:
    due = timezone.localdate() + timedelta(days=7)
    row = acts.request_completion(handed_in, asks={"1.2": "Thiếu giấy chứng nhận."}, due_on=due, by=cast.anh_tu)
    acts.save_answer(row, "1.2", points=0, edition=1, by=cast.chi_ba, note="chưa gửi đi")
    text = read(enter(cast.anh_tu).get(f"/ho-so/{row.pk}/"))
    assert "chưa gửi đi" not in text
    assert "100/100" in text
    assert "chưa gửi đi" in read(enter(cast.chi_ba).get(f"/ho-so/{row.pk}/nop/"))


def test_an_officer_opens_a_paper_only_once_it_was_handed_in(handed_in: Dossier, cast: Company) -> None:
    due = timezone.localdate() + timedelta(days=7)
    row = acts.request_completion(handed_in, asks={"G1": "Thiếu giấy đăng ký."}, due_on=due, by=cast.anh_tu)
    fresh = acts.bring_evidence(row, "G1", photograph(), by=cast.chi_ba)
    path = f"/ho-so/{row.pk}/minh-chung/{fresh.pk}/"
    assert fetched(cast.chi_ba, path) == 200
    assert fetched(cast.anh_tu, path) == 404
    acts.complete(row, by=cast.chi_ba)
    assert fetched(cast.anh_tu, path) == 200
    assert fetched(cast.anh_khac, path) == 404


def fetched(person: Person, path: str) -> int:
    response = enter(person).get(path)
    if response.streaming:
        b"".join(response.streaming_content)  # reading to the end closes the file
    return response.status_code


def test_an_upgrade_is_read_against_the_dossier_that_was_recognised(handed_in: Dossier, cast: Company) -> None:
    Dossier.objects.filter(pk=handed_in.pk).update(state="decided")
    upgrade = acts.open_dossier(product=cast.product, kind="upgrade", by=cast.chi_ba)
    acts.save_answer(upgrade, "1.1", points=1, edition=1, note="Mở thêm vùng nuôi", by=cast.chi_ba)
    acts.save_changes(upgrade, "Thay bao bì mới.", by=cast.chi_ba)
    acts.submit(upgrade, by=cast.chi_ba)
    text = read(enter(cast.anh_tu).get(f"/ho-so/{upgrade.pk}/phien-ban/"))
    for words in (
        "So với hồ sơ được công nhận lần trước",
        handed_in.receipt_number,
        "Mở thêm vùng nuôi",
        "Thay bao bì mới.",
    ):
        assert words in text


def test_the_public_status_tells_the_step_and_no_person(handed_in: Dossier, cast: Company) -> None:
    receipt = read(enter(cast.chi_ba).get(f"/ho-so/{handed_in.pk}/bien-nhan/"))
    path = receipt.split('href="/ho-so/trang-thai/')[1].split('"')[0]
    page = read(Client().get(f"/ho-so/trang-thai/{path}"))
    assert handed_in.receipt_number in page
    assert "Chị Ba" not in page
    assert "HTX" not in page
    for forged in (f"{handed_in.pk}", f"{handed_in.pk}.AAAA", "x" * 500, f"{handed_in.pk + 1}.{path.split('.')[1]}"):
        assert Client().get(f"/ho-so/trang-thai/{forged.rstrip('/')}/").status_code == 404


PERSONS: list[str] = ["chi_lan", "anh_khac", "lanh_dao", "ba_sau", "thanh_vien_1", "nguoi_mua", "quan_tri"]
PAGES = [
    "",
    "tieu-chi/1.1/",
    "nop/",
    "bien-nhan/",
    "rut/",
    "phien-ban/",
    "yeu-cau-bo-sung/",
    "y-kien/",
    "tra-lai/",
    "minh-chung/1/",
]


@pytest.mark.parametrize("who", PERSONS)
def test_who_has_no_part_in_a_dossier_does_not_learn_that_it_exists(
    handed_in: Dossier, cast: Company, who: str
) -> None:
    client = enter(cast.people[who])
    for page in PAGES:
        assert client.get(f"/ho-so/{handed_in.pk}/{page}").status_code == 404, page
    for page in ("tieu-chi/1.1/", "nop/", "rut/", "thay-doi/", "yeu-cau-bo-sung/", "y-kien/", "tra-lai/", "tiep-nhan/"):
        assert client.post(f"/ho-so/{handed_in.pk}/{page}", {"x": "1"}).status_code == 404, page


def statuses(person: Person, dossier: Dossier) -> dict[str, int]:
    client = enter(person)
    found = {page or "doc": client.get(f"/ho-so/{dossier.pk}/{page}").status_code for page in PAGES}
    return found | {"tiep-nhan/": client.post(f"/ho-so/{dossier.pk}/tiep-nhan/").status_code}


def test_who_may_know_of_a_dossier_is_kept_from_what_is_not_theirs_to_do(handed_in: Dossier, cast: Company) -> None:
    """Columns: read, criterion, seal, receipt, withdraw, versions | ask, opinion, return | evidence none | accept."""
    hers = [200, 200, 302, 200, 200, 200, 403, 403, 403, 404, 403]
    his = [200, 403, 403, 403, 403, 200, 200, 200, 200, 404, 403]
    assert list(statuses(cast.chi_ba, handed_in).values()) == hers
    assert list(statuses(cast.anh_tu, handed_in).values()) == his
    assert set(statuses(cast.co_nam, handed_in).values()) == {404}


def test_drafts_are_their_producers_own(live: Dossier, cast: Company) -> None:
    for person in (cast.anh_tu, cast.co_nam):
        assert set(statuses(person, live).values()) == {404}


def test_whoever_has_not_signed_in_is_asked_to(handed_in: Dossier) -> None:
    for page in PAGES:
        response = Client().get(f"/ho-so/{handed_in.pk}/{page}")
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/dang-nhap/")
    assert Client().post(f"/ho-so/{handed_in.pk}/tiep-nhan/").status_code == 401


@pytest.mark.parametrize(
    ("page", "who"),
    [("/ho-so/", "anh_tu"), ("/ho-so/mo/", "anh_tu"), ("/ho-so/xa/", "chi_ba"), ("/ho-so/tinh/", "anh_tu")],
)
def test_lists_belong_to_their_offices(cast: Company, page: str, who: str) -> None:
    assert enter(cast.people[who]).get(page).status_code == 403


def test_a_criterion_with_two_cases_is_answered_by_case_and_points(cast: Company, today_round: Round) -> None:
    type(cast.product).objects.filter(pk=cast.product.pk).update(set_no=26)
    dossier = acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba)
    asked = criteria_set(dossier.regime, 26)
    assert asked is not None
    criterion = next(c for c in asked.criteria if c.cases)
    case = criterion.cases[1]
    points = case.options[-1].points
    ba = enter(cast.chi_ba)
    save(ba, dossier, criterion.code, **{criterion.code: f"{case.key}:{points}"})
    answer = Answer.objects.get()
    assert (answer.case, answer.points) == (case.key, points)
    assert case.options[-1].label in read(ba.get(f"/ho-so/{dossier.pk}/nop/"))
    save(ba, dossier, criterion.code, **{criterion.code: "0", "version": 1})
    answer.refresh_from_db()
    assert (answer.case, answer.points) == ("", 0)
    assert "không có mức" in read(
        save(ba, dossier, criterion.code, **{criterion.code: f"{case.key}:99", "version": 2}), 422
    )
