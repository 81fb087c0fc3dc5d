"""Paper and procedure by people's own hands: who may download, who may press what."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from ocop.dossiers import acts
from ocop.dossiers.acts import binding as binding_acts
from ocop.dossiers.models import Assistance, Binding, Dossier, Reply, SampleStep, Visit
from ocop.journal.acts import database_clock
from tests.cast import PASSWORD
from tests.dossiers.conftest import Company, answer_all, enter, forward, photograph, read

PERSONAL = {"representative": "Trần Thị Ba", "ethnicity": "Tày", "residence": "Bản Cáu, xã Bình Liêu"}


def taken(client: Client, address: str) -> bytes:
    """The file behind an address, read to its end as a browser does."""
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def told(live: Dossier, cast: Company) -> Dossier:
    acts.save_form_facts(live, PERSONAL, by=cast.chi_ba)
    answer_all(live, cast.chi_ba, at=None)
    return live


@pytest.fixture
def accepted(told: Dossier, cast: Company) -> Dossier:
    row = forward(acts.submit(told, by=cast.chi_ba), cast, at=None)
    return acts.accept(row, by=cast.co_nam)


def text_of(client: Client, dossier: Dossier, name: str = "02.pdf") -> str:
    response = client.get(f"/ho-so/{dossier.pk}/mau/{name}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(response.content)).pages).split())


def test_forms_are_downloaded_by_those_who_know_of_the_dossier(accepted: Dossier, cast: Company) -> None:
    for who, private in (("chi_ba", True), ("anh_tu", True), ("co_nam", True), ("chu_bay", False)):
        text = text_of(enter(cast[who]), accepted)
        assert ("Bản Cáu" in text) is private
        assert "Trần Thị Ba" in text
    for who in ("chi_lan", "ba_sau", "quan_tri", "anh_khac"):
        assert enter(cast[who]).get(f"/ho-so/{accepted.pk}/mau/02.pdf").status_code == 404
    assert Client().get(f"/ho-so/{accepted.pk}/mau/02.pdf").status_code == 302


@pytest.mark.parametrize("name", ["04.pdf", "01.exe", "../01.pdf", "001.pdf"])
def test_there_are_three_forms_in_two_shapes(accepted: Dossier, cast: Company, name: str) -> None:
    assert enter(cast.chi_ba).get(f"/ho-so/{accepted.pk}/mau/{name}").status_code == 404


def test_a_word_file_comes_as_what_it_is(accepted: Dossier, cast: Company) -> None:
    response = enter(cast.anh_tu).get(f"/ho-so/{accepted.pk}/mau/03.docx")
    assert response.content.startswith(b"PK")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_declaration_is_written_by_the_producer_alone(told: Dossier, cast: Company) -> None:
    page = f"/ho-so/{told.pk}/phan-khai/"
    ba = enter(cast.chi_ba)
    assert "Bản Cáu" in read(ba.get(page))
    assert ba.post(page, PERSONAL | {"position": "Giám đốc"}).status_code == 302
    told.form_facts.refresh_from_db()
    assert told.form_facts.position == "Giám đốc"
    assert "dài" in read(ba.post(page, {"results": "x" * 7000}), 422)
    assert enter(cast.anh_tu).get(page).status_code == 404


def test_the_bound_file_is_asked_for_watched_and_taken(
    accepted: Dossier, cast: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binding_acts, "MOST_AT_ONCE", 3)
    nam, base = enter(cast.co_nam), f"/ho-so/{accepted.pk}/"
    assert "Đóng tập hồ sơ" in read(nam.get(f"{base}giay-to/"))
    asked = nam.post(f"{base}dong-tap/")
    page = asked.headers["Location"]
    assert "Đang chờ đến lượt" in read(nam.get(page))
    assert nam.get(f"{page}tep/").status_code == 404
    acts.make_binding(Binding.objects.get().pk)
    assert b"hx-get" not in nam.get(page, headers={"HX-Request": "true"}).content
    data = taken(nam, f"{page}tep/")
    assert "Bản Cáu" not in " ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages)
    assert enter(cast.chi_lan).get(f"{page}tep/").status_code == 404
    assert nam.post(f"{base}dong-tap/").headers["Location"] == page
    assert "Tải bản đóng tập" in read(enter(cast.chi_ba).get(f"{base}giay-to/"))


def test_the_draft_of_a_bound_file_belongs_to_those_who_write_it(told: Dossier, cast: Company) -> None:
    ba = enter(cast.chi_ba)
    page = ba.post(f"/ho-so/{told.pk}/dong-tap/").headers["Location"]
    assert taken(ba, f"{page}tep/").startswith(b"%PDF")
    acts.save_answer(told, "1.1", points=0, edition=1, by=cast.chi_ba)
    acts.submit(told, by=cast.chi_ba)
    assert enter(cast.anh_tu).get(f"{page}tep/").status_code == 404
    assert taken(ba, f"{page}tep/").startswith(b"%PDF")


def test_samples_are_signed_step_by_step_without_script(accepted: Dossier, cast: Company) -> None:
    page = f"/ho-so/{accepted.pk}/mau-san-pham/"
    ba, nam = enter(cast.chi_ba), enter(cast.co_nam)
    assert "Còn thiếu 5 trong 5 mẫu" in read(nam.get(page))
    seals = {"step": "seal_samples", "pieces": ["1", "2"], "seal.1": "NP-1", "seal.2": "NP-1"}
    refused = read(ba.post(page, seals), 422)
    assert "đã dùng cho mẫu khác" in refused
    assert 'value="NP-1"' in refused
    assert ba.post(page, seals | {"seal.2": "NP-2", "photo": photograph()}).headers["Location"] == page
    assert "Chỉ cơ quan tham mưu" in read(ba.post(page, {"step": "receive_samples", "pieces": ["1"]}), 422)
    assert nam.post(page, {"step": "receive_samples", "pieces": ["1", "2"]}).status_code == 302
    assert "Còn thiếu 3 trong 5 mẫu" in read(nam.get(page))
    assert "thiếu 3" in read(nam.get("/ho-so/tinh/mau-san-pham/"))
    assert "tỉnh đã nhận 2/5" in read(ba.get(f"/ho-so/{accepted.pk}/"))
    assert enter(cast.chi_lan).get(page).status_code == 404
    assert taken(ba, f"{page}1/anh/").startswith(b"\xff\xd8")
    assert ba.get(f"{page}2/anh/").status_code == 404
    for hostile in ({"step": "nothing"}, {"step": "receive_samples", "pieces": ["١", "x", "99999999999"]}, {}):
        read(nam.post(page, hostile), 422)
    assert SampleStep.objects.count() == 2


def test_a_visit_is_filled_in_on_a_phone_and_read_by_the_producer(accepted: Dossier, cast: Company) -> None:
    base, nam, ba = f"/ho-so/{accepted.pk}/khao-sat/", enter(cast.co_nam), enter(cast.chi_ba)
    planned = nam.post(base, {"visited_on": timezone.localdate().isoformat(), "visitors": "Cô Năm"})
    page = planned.headers["Location"]
    saved = nam.post(page, {"point.place": "yes", "note.place": "Đúng chỗ"}, headers={"X-Autosave": "1"})
    assert saved.json()["version"] == 2
    assert ba.get(page).status_code == 404
    assert nam.post(page, {"point.work": "yes", "photo.work": photograph()}).status_code == 302
    assert "Chưa ghi kết quả" in read(nam.post(page, {"summary": "Nhận xét chung đủ dài.", "do": "close"}), 422)
    visit = Visit.objects.get()
    assert visit.findings["place"] == {"answer": "yes", "note": "Đúng chỗ"}
    told = {f"point.{key}": "yes" for key in ("place", "work", "material", "hygiene", "labour")}
    assert nam.post(page, told | {"do": "close"}).status_code == 302
    assert "Nhận xét chung đủ dài." in read(ba.get(page))
    photo = visit.photos.get()
    shown, kept = (taken(client, f"{page}anh/{photo.pk}/") for client in (ba, nam))
    assert shown != kept
    assert "Phiếu khảo sát đã kết thúc" in read(nam.post(page, {"summary": "Sửa lại sau khi xong."}), 422)


def test_help_is_asked_for_used_read_back_and_sealed_by_hand(live: Dossier, cast: Company) -> None:
    lan, base = cast.chi_lan, f"/ho-so/{live.pk}/"
    ba, helper = enter(cast.chi_ba), enter(lan)
    assert helper.get(base).status_code == 404
    day = timezone.localdate()
    asked = {
        "login": lan.phone,
        "purpose": "Điền giúp các mục",
        "starts_on": day.isoformat(),
        "ends_on": day.isoformat(),
    }
    assert "Chưa có tài khoản" in read(ba.post(f"{base}giup/", asked | {"login": "0988888888"}), 422)
    assert ba.post(f"{base}giup/", asked).status_code == 302
    answer_all(live, cast.chi_ba, at=None)
    assert helper.post(f"{base}tieu-chi/1.1/", {"1.1": "2", "note": "Ghi hộ chị Ba", "version": 1}).status_code == 302
    assert helper.get(f"{base}rut/").status_code == 403
    assert "đang giúp" in read(ba.get(f"{base}giup/"))
    assert "Điền giúp" in read(helper.get("/ho-so/giup/"))
    review = read(ba.get(f"{base}nop/"))
    assert f"{lan.name} điền giúp" in review
    assert "Đọc lại cho chủ thể nghe" in review
    page = read(helper.get(f"{base}doc-lai/"))
    assert "Chúng tôi nói thêm: Ghi hộ chị Ba" in page
    seen = page.split('name="seen" value="')[1][:64]
    silent = read(helper.post(f"{base}doc-lai/", {"seen": seen, "present": "Chị Ba", "password": PASSWORD}), 422)
    assert "đánh dấu khi chủ thể đã đồng ý" in silent
    told = {"seen": seen, "present": "Chị Ba", "agreed": "1", "password": PASSWORD}
    assert helper.post(f"{base}doc-lai/", told).headers["Location"] == f"{base}nop/"
    sealed = helper.post(f"{base}nop/", {"seen": seen, "promise": "1", "password": PASSWORD})
    assert sealed.headers["Location"] == f"{base}bien-nhan/"
    one = Assistance.objects.get()
    assert ba.post(f"{base}giup/{one.pk}/thoi/").status_code == 302
    assert helper.get(base).status_code == 404


def test_an_officer_finds_drafts_by_phone_in_the_own_commune_only(live: Dossier, cast: Company) -> None:
    tu = enter(cast.anh_tu)
    assert live.product.name in read(tu.get(f"/ho-so/giup/?sdt={cast.chi_ba.phone}".replace("+", "%2B")))
    assert live.product.name not in read(enter(cast.anh_khac).get("/ho-so/giup/?sdt=0900000001"))
    assert live.product.name not in read(enter(cast.chi_lan).get("/ho-so/giup/?sdt=0900000001"))
    day = timezone.localdate().isoformat()
    offered = tu.post(f"/ho-so/{live.pk}/giup/de-nghi/", {"purpose": "Chụp giấy tờ", "starts_on": day, "ends_on": day})
    assert offered.status_code == 302
    one = Assistance.objects.get()
    assert tu.get(f"/ho-so/{live.pk}/").status_code == 404
    page = f"/ho-so/{live.pk}/giup/{one.pk}/dong-y/"
    assert "Mật khẩu không đúng" in read(
        tu.post(page, {"present": "Trần Thị Ba", "agreed": "1", "password": "sai"}), 422
    )
    assert tu.post(page, {"present": "Trần Thị Ba", "agreed": "1", "password": PASSWORD}).status_code == 302
    assert read(tu.get(f"/ho-so/{live.pk}/"))


def test_the_province_asks_extends_and_the_producer_answers(accepted: Dossier, cast: Company) -> None:
    base, nam, ba = f"/ho-so/{accepted.pk}/", enter(cast.co_nam), enter(cast.chi_ba)
    assert "Yêu cầu bổ sung" in read(nam.get(base))
    due = timezone.localdate() + timedelta(days=6)
    asks = {
        "asks": ["1.2", "forms"],
        "message.1.2": "Giấy mờ, chụp lại giúp.",
        "message.forms": "Thiếu chức vụ người đại diện.",
        "due_on": due,
    }
    assert nam.post(f"{base}tinh-yeu-cau/", asks).headers["Location"] == base
    overview = read(ba.get(base))
    assert "Tỉnh cần bạn bổ sung" in overview
    assert "Giấy mờ, chụp lại giúp." in overview
    later = {"due_on": due + timedelta(days=5), "reason": "Bão, đường chưa thông."}
    assert nam.post(f"{base}gia-han/", later).headers["Location"] == base
    assert enter(cast.anh_tu).get(f"{base}gia-han/").status_code == 200
    assert ba.post(f"{base}phan-khai/", PERSONAL | {"position": "Giám đốc"}).status_code == 302
    ba.post(
        f"{base}tieu-chi/1.2/", {"1.2": "1", "note": "Đã chụp lại", "version": 1, "file": photograph("ro.jpg", "green")}
    )
    seen = read(ba.get(f"{base}nop/")).split('name="seen" value="')[1][:64]
    assert ba.post(f"{base}nop/", {"seen": seen, "promise": "1", "password": PASSWORD}).status_code == 302
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_a_reply_stands_beside_its_criterion_for_every_reader(accepted: Dossier, cast: Company) -> None:
    base, ba = f"/ho-so/{accepted.pk}/tra-loi/", enter(cast.chi_ba)
    (reply,) = acts.ask_reply(
        accepted, criteria={"1.2": "Chưa rõ vùng nguyên liệu."}, by=cast.co_nam, at=database_clock()
    )
    assert "Chưa rõ vùng nguyên liệu." in read(ba.get(base))
    assert "cần ít nhất 10 ký tự" in read(ba.post(f"{base}{reply.pk}/", {"words": "ngắn"}), 422)
    assert enter(cast.co_nam).post(f"{base}{reply.pk}/", {"words": "Trả lời thay cho chủ thể."}).status_code == 403
    told = {"words": "Nguyên liệu ở ba bản quanh xưởng.", "file": photograph()}
    assert ba.post(f"{base}{reply.pk}/", told).headers["Location"] == base
    assert Reply.objects.get().paper is not None
    assert "Nguyên liệu ở ba bản quanh xưởng." in read(enter(cast.co_nam).get(f"/ho-so/{accepted.pk}/"))
    assert taken(enter(cast.co_nam), f"{base}{reply.pk}/giay-to/").startswith(b"\xff\xd8")
    assert enter(cast.chi_lan).get(f"{base}{reply.pk}/giay-to/").status_code == 404


def test_the_province_invites_replies_to_what_was_criticised(accepted: Dossier, cast: Company) -> None:
    base, nam = f"/ho-so/{accepted.pk}/tra-loi/", enter(cast.co_nam)
    assert "Mời chủ thể trả lời nhận xét" in read(nam.get(base))
    assert "Hãy chọn ít nhất một tiêu chí." in read(nam.post(f"{base}moi/", {}), 422)
    told = {"asks": ["1.2", "4.1"], "message.1.2": "Chưa rõ vùng nguyên liệu.", "message.4.1": ""}
    assert nam.post(f"{base}moi/", told).headers["Location"] == base
    assert dict(Reply.objects.values_list("criterion", "criticism")) == {"1.2": "Chưa rõ vùng nguyên liệu.", "4.1": ""}
    assert "Gửi trả lời tiêu chí 4.1" in read(enter(cast.chi_ba).get(base))
    for stranger in (cast.chi_ba, cast.anh_tu):
        assert enter(stranger).post(f"{base}moi/", told).status_code == 403
