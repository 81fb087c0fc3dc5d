"""What bad input gets: a sentence, everything at once, nothing half-done, never a 500."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ocop.cycles.models import Round
from ocop.dossiers.models import Answer, CompletionRequest, Dossier, Evidence
from ocop.papers.models import Paper
from tests.cast import PASSWORD
from tests.dossiers.conftest import Company, enter, photograph, read

FITTING = {"1.1": "2", "note": "Mật của ba bản", "version": "0"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"1.1": "4"}, "không có mức"), ({"1.1": "-1"}, "phải là một trong"), ({"1.1": "99999999999999"}, "phải là một trong"),
        ({"1.1": "a:2"}, "phải là một trong"), ({"1.1": "<b>"}, "phải là một trong"),
        ({"note": "x" * 3001}, "tối đa là 3000"), ({"note": "đảo \u202e chữ"}, "ký tự điều khiển"),
        ({"note": "\x1b[31m"}, "ký tự điều khiển"), ({"version": "-1"}, ""), ({"version": "1e9"}, ""),
        ({"version": "9" * 40}, ""), ({"page": "x" * 21, "file": "photo"}, "tối đa là 20"), ({"do": "reuse:999"}, "Không có giấy tờ này"),
        ({"do": "unbind:1"}, "không còn ở đây"), ({"do": "restore:99999999999999999999"}, "không còn ở đây"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_refused_in_words_and_its_text_kept(
    live: Dossier, cast: Company, changed: dict[str, str], words: str
) -> None:
    posted: dict[str, object] = {**FITTING, **changed}
    if "file" in posted:
        posted["file"] = photograph()
    page = read(enter(cast.chi_ba).post(f"/ho-so/{live.pk}/tieu-chi/1.1/", posted), 422)
    assert words in page
    assert 'role="alert"' in page
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_a_nul_byte_anywhere_is_answered_with_a_sentence(live: Dossier, cast: Company, script: bool) -> None:
    client = enter(cast.chi_ba)
    headers = {"X-Autosave": "1"} if script else {}
    response = client.post(f"/ho-so/{live.pk}/tieu-chi/1.1/", FITTING | {"note": "a\x00b"}, headers=headers)
    assert response.status_code == 400
    assert not Answer.objects.exists()


@pytest.mark.parametrize("code", ["1.99", "x", "1.1%00", "../../../etc", "1.1/../1.2", "%E2%80%AE", "9" * 400])
def test_a_criterion_that_is_not_in_the_set_has_no_page(live: Dossier, cast: Company, code: str) -> None:
    assert enter(cast.chi_ba).get(f"/ho-so/{live.pk}/tieu-chi/{code}/").status_code in (400, 404)


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30])
def test_a_dossier_that_is_not_there_is_a_404(cast: Company, number: str) -> None:
    assert enter(cast.chi_ba).get(f"/ho-so/{number}/").status_code == 404


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("x.pdf", b"%PDF-1.4 <html><script>", "application/pdf"),
        SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "image/png"),
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
        SimpleUploadedFile("x" * 400 + ".exe", b"MZ" + b"\0" * 500, "application/pdf"),
    ],
    ids=["page in pdf", "broken png", "svg with script", "program"],
)
@pytest.mark.parametrize("script", [True, False])
def test_a_file_that_lies_leaves_the_answer_saved_and_nothing_bound(
    live: Dossier, cast: Company, upload: SimpleUploadedFile, script: bool
) -> None:
    upload.seek(0)
    headers = {"X-Autosave": "1"} if script else {}
    response = enter(cast.chi_ba).post(f"/ho-so/{live.pk}/tieu-chi/1.1/", FITTING | {"file": upload}, headers=headers)
    assert response.status_code == 422
    if script:
        assert response.json()["errors"]
    else:
        assert "Mật của ba bản" in read(response, 422)
    assert Answer.objects.get().note == "Mật của ba bản"
    assert not Paper.objects.exists()


def test_a_file_that_is_too_large_gets_a_sentence(live: Dossier, cast: Company, settings: object) -> None:
    settings.LONGEST_PAPER = 500  # type: ignore[attr-defined]
    posted = FITTING | {"file": photograph()}
    assert "Hãy giảm cỡ" in read(enter(cast.chi_ba).post(f"/ho-so/{live.pk}/tieu-chi/1.1/", posted), 422)


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"product": "x"},
        {"product": "999999999999999999999"},
        {"kind": "gold"},
        {"registered": "maybe"},
        {"product": "1" * 300},
    ],
)
def test_a_bad_opening_names_every_field(cast: Company, today_round: Round, posted: dict[str, str]) -> None:
    page = read(enter(cast.chi_ba).post("/ho-so/mo/", posted), 422)
    assert "Chưa thể tiếp tục" in page
    assert not Dossier.objects.exists()


def test_another_producers_product_cannot_be_opened_by_its_number(cast: Company, today_round: Round) -> None:
    answers = dict.fromkeys(["registered", "small", "on_sale", "known_material", "own"], "yes")
    page = read(enter(cast.chi_lan).post("/ho-so/mo/", {"product": cast.product.pk, "kind": "first", **answers}), 422)
    assert "không mở hồ sơ được" in page


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"due_on": "32/13/2026"}, {"due_on": "9999-12-31", "asks": "1.1", "message.1.1": "Thiếu giấy tờ."},
        {"due_on": "2026-01-01", "asks": "1.1", "message.1.1": "Thiếu giấy tờ."}, {"asks": "nope" * 200, "due_on": "2026-12-01"},
        {"asks": ["1.1"] * 500, "due_on": "2026-12-01"}, {"asks": "1.1", "message.1.1": "\u202eđảo ngược chữ", "due_on": "2026-12-01"},
    ],
)  # fmt: skip
def test_a_bad_completion_request_is_refused_and_asks_nothing(
    handed_in: Dossier, cast: Company, posted: dict[str, object]
) -> None:
    read(enter(cast.anh_tu).post(f"/ho-so/{handed_in.pk}/yeu-cau-bo-sung/", posted), 422)
    assert not CompletionRequest.objects.exists()


@pytest.mark.parametrize("words", ["", "x" * 4001, "ngắn", "\u202e" * 20])
@pytest.mark.parametrize(("page", "field", "who"), [("tra-lai/", "reasons", "anh_tu"), ("rut/", "reason", "chi_ba")])
def test_a_reason_must_be_given_in_readable_words(
    handed_in: Dossier, cast: Company, page: str, field: str, who: str, words: str
) -> None:
    read(enter(cast.people[who]).post(f"/ho-so/{handed_in.pk}/{page}", {field: words}), 422)
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"


def test_the_four_opinions_may_not_be_a_page_long_nor_hidden(handed_in: Dossier, cast: Company) -> None:
    posted = {
        "local_material": "x" * 4001,
        "local_labour": "\u202eđảo ngược chữ",
        "idea_origin": "",
        "local_identity": "đủ dài để nhận",
        "proposes": "maybe",
        "password": PASSWORD,
    }
    page = read(enter(cast.anh_tu).post(f"/ho-so/{handed_in.pk}/y-kien/", posted), 422)
    for words in ("tối đa là 4000", "ký tự điều khiển", "Nguồn gốc ý tưởng sản phẩm còn trống"):
        assert words in page
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"


def test_text_is_shown_as_text(handed_in: Dossier, cast: Company) -> None:
    Answer.objects.filter(dossier=handed_in, criterion="1.1").update(note="<script>alert(1)</script>")
    page = read(enter(cast.anh_tu).get(f"/ho-so/{handed_in.pk}/"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_replayed_form_without_its_token_is_turned_away(live: Dossier, cast: Company) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.chi_ba, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(f"/ho-so/{live.pk}/tieu-chi/1.1/", FITTING).status_code == 403
    assert not Answer.objects.exists()
