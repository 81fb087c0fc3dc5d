"""The three forms, as DOCX and as PDF: what they say, and that both say the same."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import timedelta

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from ocop.dossiers import acts
from ocop.dossiers.exports import form_docx, form_paper, form_pdf
from ocop.dossiers.exports.forms import texts
from ocop.dossiers.models import Dossier
from ocop.dossiers.queries import filled
from ocop.products.models import Product
from tests.dossiers.conftest import NOW, WORDS, Company, answer_all, forward, photograph

FACTS = {
    "representative": "Trần Thị Ba (mô phỏng)", "position": "Giám đốc", "gender": "Nữ", "ethnicity": "Tày",
    "residence": "Bản Cáu, xã Bình Liêu", "phone": "0900000001", "registration": "Số 22A-001, ngày 01/02/2024",
    "results": "Bán 3 200 chai trong năm.\nDoanh thu tăng một phần tư.", "plan": "Thêm hai điểm bán trong tỉnh.",
}  # fmt: skip


def letters(text: str) -> str:
    """Without what line breaks, leaders and page numbers add."""
    return re.sub(r"[\s.\u200b]+", "", unicodedata.normalize("NFC", text))


def docx_text(data: bytes) -> str:
    body = Document(io.BytesIO(data)).element.body
    return letters("".join(t.text or "" for t in body.iter(qn("w:t"))))


def pdf_text(data: bytes) -> str:
    return letters("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


@pytest.fixture
def told(filled: Dossier, cast: Company) -> Dossier:
    acts.save_form_facts(filled, FACTS, by=cast.chi_ba, at=NOW)
    acts.bring_evidence(filled, "G1", photograph(), by=cast.chi_ba, at=NOW)
    return filled


@pytest.fixture
def sealed(told: Dossier, cast: Company) -> Dossier:
    return acts.submit(told, by=cast.chi_ba, at=NOW)


@pytest.mark.parametrize("code", ["01", "02", "03"])
def test_word_file_and_pdf_hold_every_text_of_the_form_in_full(sealed: Dossier, cast: Company, code: str) -> None:
    forward(sealed, cast)
    paper = form_paper(code, filled(Dossier.objects.get(pk=sealed.pk), private=True))
    in_docx, in_pdf = docx_text(form_docx(paper)), pdf_text(form_pdf(paper))
    expected = [letters(text) for text in texts(paper)]
    assert [text for text in expected if text not in in_docx] == []
    assert [text for text in expected if text not in in_pdf] == []
    # Nothing else stands in either: the same letters, page numbers and the marks on every page aside.
    assert sorted(in_docx) == sorted("".join(expected))
    footer = letters(f"Mẫu {code}")
    spare = len(in_pdf) - len("".join(expected))
    pages = len(PdfReader(io.BytesIO(form_pdf(paper))).pages)
    assert spare <= pages * (len(footer) + 6) + 2 * len(letters("MÔ PHỎNG: không có giá trị pháp lý"))


def test_the_sealed_form_carries_number_version_hash_and_a_way_to_the_status_page(sealed: Dossier) -> None:
    version = sealed.versions.get()
    paper = form_paper("01", filled(sealed, private=False))
    text = pdf_text(form_pdf(paper))
    assert letters(sealed.receipt_number or "") in text
    assert version.sha256 in text
    assert "/ho-so/trang-thai/" in paper.stamp.url
    assert "BẢNNHÁP" not in text
    assert len(Document(io.BytesIO(form_docx(paper))).inline_shapes) == 1


def test_a_draft_says_so_on_paper_and_has_no_number(told: Dossier) -> None:
    paper = form_paper("01", filled(told, private=False))
    assert "BẢNNHÁP" in pdf_text(form_pdf(paper))
    header = Document(io.BytesIO(form_docx(paper))).sections[0].header
    assert "BẢN NHÁP" in header.paragraphs[0].text
    assert paper.number == ""
    assert paper.stamp.url == ""


def test_personal_facts_stand_in_form_02_only_and_only_for_those_who_may_see_them(sealed: Dossier) -> None:
    for code in ("01", "02", "03"):
        own, others = (pdf_text(form_pdf(form_paper(code, filled(sealed, private=p)))) for p in (True, False))
        assert (letters(FACTS["residence"]) in own) is (code == "02")
        assert letters(FACTS["residence"]) not in others
        assert letters("Dân tộc: Tày") not in others


def test_a_frozen_version_keeps_only_the_seal_of_personal_facts(sealed: Dossier) -> None:
    version = sealed.versions.get()
    assert version.is_whole
    assert version.content["form"]["position"] == "Giám đốc"
    assert len(version.content["form"]["private_sha256"]) == 64
    assert "Tày" not in str(version.content)
    assert FACTS["residence"] not in str(version.content)
    assert version.private_part.content["ethnicity"] == "Tày"


def test_what_was_sealed_stays_on_paper_though_the_working_copy_moves_on(sealed: Dossier, cast: Company) -> None:
    asks = {"forms": "Ghi rõ chức vụ của người đại diện."}
    later = NOW + timedelta(hours=1)
    acts.request_completion(sealed, asks=asks, due_on=NOW.date() + timedelta(days=9), by=cast.anh_tu, at=later)
    acts.save_form_facts(sealed, {"position": "Chủ nhiệm"}, by=cast.chi_ba, at=later + timedelta(hours=1))
    assert "Giám đốc" in list(texts(form_paper("01", filled(sealed, private=False))))
    row = Dossier.objects.get(pk=sealed.pk)
    assert "Chủ nhiệm" in list(texts(form_paper("01", filled(row, private=False, draft=True))))
    acts.complete(row, by=cast.chi_ba, at=later + timedelta(hours=2))
    row = Dossier.objects.get(pk=sealed.pk)
    assert "Chủ nhiệm" in list(texts(form_paper("01", filled(row, private=False))))


def test_names_of_two_hundred_letters_and_words_without_an_end_are_set_whole(draft: Dossier, cast: Company) -> None:
    name = "Mật ong " + "hoa rừng Bình Liêu nguyên chất " * 6
    Product.objects.filter(pk=cast.product.pk).update(name=name[:200].strip())
    answer_all(draft, cast.chi_ba)
    acts.save_form_facts(draft, {"results": "Đ" * 300, "plan": "từ " * 1500}, by=cast.chi_ba, at=NOW)
    row = Dossier.objects.get(pk=draft.pk)
    for code in ("01", "02"):
        paper = form_paper(code, filled(row, private=True))
        text = pdf_text(form_pdf(paper))
        assert letters(name[:200]) in text
    assert "Đ" * 300 in text


def test_an_empty_form_is_lines_to_write_on(draft: Dossier) -> None:
    data = form_pdf(form_paper("03", filled(draft, private=True)))
    assert PdfReader(io.BytesIO(data)).pages[0].extract_text().count("....") > 10
    document = Document(io.BytesIO(form_docx(form_paper("01", filled(draft, private=True)))))
    assert any(stop.leader is not None for p in document.paragraphs for stop in p.paragraph_format.tab_stops)


def test_the_same_dossier_gives_the_same_bytes(sealed: Dossier) -> None:
    paper = form_paper("02", filled(sealed, private=True))
    assert form_pdf(paper) == form_pdf(paper)
    assert WORDS["idea_origin"] not in "".join(texts(paper))
