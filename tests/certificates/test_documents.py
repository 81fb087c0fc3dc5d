"""The decision as a paper: everything that was decided stands on it, and nobody sees it before its time."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from ocop.certificates import lifecycle
from ocop.certificates.acts import (
    documents,
    issue_certificates,
    make_document,
    publish_decision,
    resume_documents,
    sign_decision,
)
from ocop.certificates.exports import read_back
from ocop.certificates.exports.decision import decision_pdf
from ocop.certificates.exports.signing import seal_of
from ocop.certificates.models import Document
from ocop.certificates.rules.documents import decision_print_differs
from ocop.certificates.rules.signatures import Seal
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.papers.queries import bytes_of, path_of
from ocop.people.models import Person
from tests.councils.sheets import HONEY, best

from .stage import Decided, drafted, signed

db = pytest.mark.django_db
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


def published(**by_laws: object) -> Decided:
    decided = signed(**by_laws)
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    decided.decision = publish_decision(decided.decision, by=decided.stage.people.co_nam)
    return decided


def words(sha256: str) -> str:
    return " ".join(read_back(bytes_of(sha256))[0].split())


@db
def test_the_paper_names_products_points_stars_signer_delegation_and_bases() -> None:
    decided = drafted(items=2)
    decision = sign_decision(
        decided.decision, by=decided.stage.people.lanh_dao, delegation="Theo Văn bản ủy quyền 12 (mô phỏng)"
    )
    document = make_document(decision, by=decided.stage.people.co_nam)
    assert document.state == lifecycle.SEALED
    text = words(document.printed_sha256)
    for item in decided.stage.items:
        assert item.dossier.product.name in text
    for wanted in (
        decision.number, "4 sao", "Quyết định 26/2026/QĐ-TTg", "KT. CHỦ TỊCH", "Văn bản ủy quyền 12", "MÔ PHỎNG",
        "36 tháng", decided.stage.people.lanh_dao.name, "chưa được ký số",
    ):  # fmt: skip
        assert wanted in text, wanted


@db
def test_ninety_points_stand_in_an_annex_of_their_own_and_are_no_five_stars() -> None:
    decided = signed(choices=best(HONEY))
    text = words(make_document(decided.decision, by=decided.stage.people.co_nam).printed_sha256)
    assert "PHỤ LỤC II" in text
    assert "PHỤ LỤC I." not in text
    assert "chưa phải là công nhận 5 sao" in text


@db
def test_who_is_not_recognised_stands_there_with_the_reason() -> None:
    decided = signed(choices=best(HONEY) | {"2.2": 1})
    text = words(make_document(decided.decision, by=decided.stage.people.co_nam).printed_sha256)
    assert "PHỤ LỤC III" in text
    assert "Tiêu chí 2.2" in text


@db
def test_it_carries_a_signature_that_anyone_can_check(settings: Settings) -> None:
    settings.OCOP_DEMO = True
    decision = published().decision
    assert seal_of(bytes_of(decision.document.printed_sha256)).seal == Seal.SELF_MADE
    page = f"/quyet-dinh/cong-bo/{decision.pk}/"
    assert "không có giá trị pháp lý" in read(Client().get(page))
    assert "bằng chứng thư tự tạo" in read(Client().get(f"{page}chu-ky/"))
    data = b"".join(Client().get(f"{page}van-ban.pdf").streaming_content)
    assert seal_of(data).seal == Seal.SELF_MADE
    path_of(decision.document.printed_sha256).write_bytes(data[:-9] + b"123456789")
    assert "không còn như lúc ban hành" in read(Client().get(f"{page}chu-ky/"))


@db
def test_without_a_configured_certificate_no_tick_passes_for_a_signature() -> None:
    page = f"/quyet-dinh/cong-bo/{published().decision.pk}/"
    assert "tệp chưa được ký số" in read(Client().get(page))
    assert "Tệp không có chữ ký số" in read(Client().get(f"{page}chu-ky/"))


@db
def test_drafts_and_signed_decisions_are_nobodys_before_publication() -> None:
    decided = drafted()
    people = decided.stage.people
    pages = [f"/quyet-dinh/cong-bo/{decided.decision.pk}/{rest}" for rest in ("", "van-ban.pdf", "chu-ky/")]
    own = f"/quyet-dinh/{decided.decision.pk}/van-ban.pdf"
    for _ in range(2):
        for page in pages:
            assert Client().get(page).status_code == 404
        assert Client().get(own).status_code == 302
        for person in (people.chi_ba, people.anh_tu, people.quan_tri, people.ba_sau):
            assert as_(person).get(own).status_code in (403, 404)
        assert as_(people.lanh_dao).get(own).status_code == 200
        if decided.decision.state == lifecycle.DRAFTED:
            preview = PdfReader(BytesIO(as_(people.lanh_dao).get(own).content)).pages[0].extract_text()
            assert "DỰ THẢO" in preview
            decided.decision = sign_decision(decided.decision, by=people.lanh_dao)


@db
@pytest.mark.parametrize("count", [1, 3])
def test_the_public_page_costs_the_same_for_one_and_three(count: int) -> None:
    page = f"/quyet-dinh/cong-bo/{published(items=count).decision.pk}/"
    client = Client()
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        read(client.get(page))
    assert len(seen) == 3
    with CaptureQueriesContext(connection) as seen:
        read(client.get("/quyet-dinh/cong-bo/"))
    assert len(seen) == 1


# Power cuts and changes


class PowerCut(BaseException):
    pass


@db
@pytest.mark.parametrize("inside", ["decision_pdf", "keep", "read_back", "signature_on", "record"])
def test_a_power_cut_at_any_step_is_taken_up_again(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decided = signed()

    def dark(*args: object, **kwargs: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(documents, inside, dark)
        with pytest.raises(PowerCut):
            make_document(decided.decision, by=decided.stage.people.co_nam)
    assert Document.objects.count() == 1, "what was signed is recorded whatever came after"
    assert len(resume_documents()) == 1
    assert Document.objects.get().state == lifecycle.SEALED
    assert resume_documents() == []
    assert Line.objects.filter(verb="seal_document").count() == 1


@db
def test_a_draft_changed_behind_our_back_is_not_printed() -> None:
    decided = signed()
    document = Document.objects.get()
    Document.objects.update(draft={**document.draft, "signed_by": "Người khác"})
    with pytest.raises(Refused) as refused:
        make_document(decided.decision, by=decided.stage.people.co_nam)
    assert refused.value.reasons[0].code == "changed"


@db
def test_a_paper_that_says_something_else_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = signed()

    def wrong(draft: dict[str, Any], **more: Any) -> bytes:
        return decision_pdf({**draft, "signed_by": "Người khác", "url": "https://sai.example/"})

    monkeypatch.setattr(documents, "decision_pdf", wrong)
    with pytest.raises(Refused) as refused:
        make_document(decided.decision, by=decided.stage.people.co_nam)
    assert {reason.code for reason in refused.value.reasons} == {"lost", "qr"}


def test_a_long_day_of_a_hundred_products_reads_back_whole() -> None:
    row = {
        "producer": "Hợp tác xã nông lâm nghiệp tổng hợp và dịch vụ du lịch cộng đồng", "commune": "Đặc khu Vân Đồn",
        "code": "22-06994-123-2026", "points": "88,25", "star": 4, "outcome": "recognised", "reasons": [],
    }  # fmt: skip
    draft = {
        "number": "1234/QĐ-UBND", "issuer": "UBND tỉnh Quảng Ninh", "place": "Quảng Ninh", "day": "21/11/2026",
        "signed_by": "Ông Chín (mô phỏng)", "delegation": "", "bases": ["Quyết định 26/2026/QĐ-TTg"] * 9,
        "sitting": "Phiên 1", "council": "Hội đồng OCOP", "months": 36, "proposed": [], "simulated": True,
        "recognised": [{**row, "order": n, "product": f"Mật ong rừng ngập mặn {n} #panic() *x*"} for n in range(117)],
        "others": [{**row, "order": 1, "product": "Chè", "outcome": "other", "reasons": ["Tiêu chí 2.2: có 1, cần 2"]}],
        "url": "https://ocop.quangninh.gov.vn/quyet-dinh/cong-bo/7/", "signing": "none", "signing_note": "Chưa ký số.",
    }  # fmt: skip
    assert decision_print_differs(*read_back(decision_pdf(draft)), draft) == []
