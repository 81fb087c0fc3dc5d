"""Ninety points: what goes to the ministry, what it answers, and the province's two ways; everybody told in writing."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from ocop.certificates import lifecycle
from ocop.certificates.acts import (
    add_to_bundle,
    adopt_central_result,
    assess_again,
    issue_certificates,
    publish_decision,
    record_five_stars,
    record_return,
    resume_issuing,
    send_proposal,
)
from ocop.certificates.models import Certificate, Proposal, Recognition
from ocop.certificates.queries import standing_of, waiting_for
from ocop.certificates.queries.ministry import held_of
from ocop.certificates.rules.law import law_on
from ocop.certificates.rules.proposals import bundle_of, central_star_unfit, not_adoptable, not_five, sending_unfit
from ocop.criteria.rules import regimes
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.people.models import Person
from tests import cast
from tests.councils.sheets import HONEY, best

from .stage import signed

db = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LAW = law_on(date(2026, 11, 22))
REASON = "Chủ thể đồng ý, điều kiện tối thiểu đủ (mô phỏng)."


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


def pdf(words: str = "x") -> SimpleUploadedFile:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    return SimpleUploadedFile(f"{words}.pdf", out.getvalue(), "application/pdf")


def proposed() -> Proposal:
    decided = signed(choices=best(HONEY))
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    publish_decision(decided.decision, by=decided.stage.people.co_nam)
    return Proposal.objects.get()


def sent() -> Proposal:
    return send_proposal(
        proposed(), letter_number="88/UBND (mô phỏng)", on=timezone.localdate(), by=cast.person("co_nam"),
        samples_note="05 mẫu", missing_note="Văn bản gửi sau (mô phỏng)",
    )  # fmt: skip


def returned(points: str = "86.5", star: int = 4) -> Proposal:
    return record_return(
        sent(), points=Decimal(points), star=star, document="9/BNNMT (mô phỏng)", on=timezone.localdate(),
        by=cast.person("co_nam"), remark="Bao bì chưa đạt (mô phỏng)",
    )  # fmt: skip


# Rules


def test_the_bundle_of_the_law_asks_no_samples_of_a_journey() -> None:
    kinds = [held.part.kind for held in bundle_of(LAW, 4, {"letter"})]
    assert kinds == ["letter", "advisors", "council", "decision", "dossier", "tests", "samples"]
    assert "samples" not in [held.part.kind for held in bundle_of(LAW, 26, ())]
    assert [held.part.kind for held in bundle_of(LAW, 4, {"letter"}) if held.missing] == [
        "advisors", "council", "decision", "dossier", "samples",
    ]  # fmt: skip


def test_a_gap_is_sent_with_its_reason_or_not_at_all() -> None:
    day = date(2026, 11, 22)
    missing = [held for held in bundle_of(LAW, 4, ()) if held.missing]
    assert [r.field for r in sending_unfit("88/UBND", missing, "", day, day, day)] == ["missing_note"]
    assert sending_unfit("88/UBND", missing, "gửi sau", day, day, day) == []
    assert [r.field for r in sending_unfit("88/UBND", [], "", day - timedelta(1), day, day)] == ["on"]


@pytest.mark.parametrize(("points", "five"), [("89.99", False), ("90", True), ("100", True)])
def test_five_stars_begin_at_ninety(points: str, five: bool) -> None:
    assert (not_five(Decimal(points)) is None) is five


@given(st.decimals(0, 100, places=2), st.integers(0, 6))
def test_a_central_star_is_never_more_than_its_points_and_never_five_here(points: Decimal, star: int) -> None:
    by_points = regimes()["QD26-2026"].star_by_points(points)
    assert by_points is not None
    fits = central_star_unfit(points, star, by_points) is None
    assert fits is (1 <= star <= min(4, by_points))


def test_the_province_gives_three_and_four_stars_only() -> None:
    assert [star for star in range(7) if not_adoptable(star) is None] == [3, 4]


# Acts


@db
def test_publishing_makes_a_proposal_and_lists_what_is_missing() -> None:
    proposal = proposed()
    assert proposal.state == lifecycle.PROPOSED
    held = {one.part.kind: one.here for one in held_of(proposal)}
    assert (held["decision"], held["council"], held["dossier"]) == (True, True, True)
    assert (held["letter"], held["samples"]) == (False, False)
    with pytest.raises(Refused) as refused:
        send_proposal(proposal, letter_number="88/UBND", on=timezone.localdate(), by=cast.person("co_nam"))
    assert "Văn bản đề nghị của UBND tỉnh" in refused.value.reasons[0].message


@db
def test_five_stars_are_the_ministrys_and_of_its_level() -> None:
    proposal = record_five_stars(
        sent(), points=Decimal("93.25"), document="12/QĐ-BNNMT (mô phỏng)", on=timezone.localdate(),
        by=cast.person("co_nam"),
    )  # fmt: skip
    product = proposal.result.item.dossier.product
    standing = standing_of(product)
    assert (standing.star, standing.level, standing.is_valid, standing.proposed) == (5, "ministry", True, False)
    assert Certificate.objects.count() == 0, "the ministry's certificate is not the province's to print"
    assert Letter.objects.filter(to=cast.person("anh_tu"), subject__contains="Bộ công nhận 5 sao").exists()


@db
def test_below_ninety_no_five_stars_can_be_written_down() -> None:
    proposal = sent()
    with pytest.raises(Refused):
        record_five_stars(
            proposal, points=Decimal("89.99"), document="12/QĐ", on=timezone.localdate(), by=cast.person("co_nam")
        )
    assert not Recognition.objects.filter(star=5).exists()


@db
def test_a_return_is_told_with_what_would_lift_the_star() -> None:
    proposal = returned()
    product = proposal.result.item.dossier.product
    assert standing_of(product).proposed is False
    letter = Letter.objects.get(to=cast.person("chi_ba"), subject__contains="86,50 điểm, chưa công nhận 5 sao")
    assert "Bao bì chưa đạt" in letter.body
    assert any("Đề nghị 5 sao" in entry.title for entry in waiting_for(cast.person("lanh_dao")))


@db
def test_the_first_way_gives_the_provinces_stars_by_a_decision_of_its_own() -> None:
    proposal = adopt_central_result(
        returned(), decision_number="99/QĐ-UBND (mô phỏng)", reason=REASON, by=cast.person("lanh_dao")
    )
    (certificate,) = issue_certificates(proposal.result.item.sitting.decision, by=cast.person("co_nam"))
    assert (certificate.star, certificate.draft["points"]) == (4, "86,50")
    assert certificate.draft["decision"] == "99/QĐ-UBND (mô phỏng)"
    assert certificate.issued_on == timezone.localdate(proposal.decided_at)
    standing = standing_of(certificate.product)
    assert (standing.star, standing.level, standing.is_valid) == (4, "province", True)


@db
def test_a_power_cut_after_choosing_the_first_way_loses_no_certificate() -> None:
    adopt_central_result(returned(), decision_number="99/QĐ-UBND", reason=REASON, by=cast.person("lanh_dao"))
    assert [certificate.star for certificate in resume_issuing()] == [4]
    assert resume_issuing() == []


@db
def test_two_stars_of_the_centre_leave_only_the_second_way() -> None:
    proposal = returned("45", 2)
    with pytest.raises(Refused):
        adopt_central_result(proposal, decision_number="99/QĐ-UBND", reason=REASON, by=cast.person("lanh_dao"))
    proposal = assess_again(proposal, reason=REASON, by=cast.person("lanh_dao"))
    assert proposal.state == lifecycle.AGAIN
    assert Letter.objects.filter(to=cast.person("chi_ba"), subject__contains="đánh giá lại").exists()
    with pytest.raises(Refused):
        assess_again(proposal, reason=REASON, by=cast.person("lanh_dao"))


@db
def test_each_step_is_its_own_persons() -> None:
    proposal = proposed()
    for someone in ("chi_ba", "anh_tu", "lanh_dao", "quan_tri", "ba_sau"):
        with pytest.raises(Refused):
            add_to_bundle(proposal, "letter", pdf(), by=cast.person(someone))
    proposal = returned_of(proposal)
    for someone in ("co_nam", "anh_tu", "quan_tri"):
        with pytest.raises(Refused):
            assess_again(proposal, reason=REASON, by=cast.person(someone))


def returned_of(proposal: Proposal) -> Proposal:
    day, office = timezone.localdate(), cast.person("co_nam")
    proposal = send_proposal(proposal, letter_number="88/UBND", on=day, by=office, missing_note="gửi sau")
    return record_return(proposal, points=Decimal(80), star=4, document="9/BNNMT", on=day, by=office)


@db
def test_a_result_has_one_proposal() -> None:
    with pytest.raises(IntegrityError):
        Proposal.objects.create(result=proposed().result)


# Pages


@db
def test_the_bundle_is_one_file_with_a_list_that_names_the_gaps() -> None:
    proposal = proposed()
    officer = as_(cast.person("co_nam"))
    here = proposal.get_absolute_url()
    read(officer.get(here))
    officer.post(f"{here}them/", {"kind": "letter", "file": pdf("de-nghi")})
    data = officer.get(f"{here}bo-ho-so.zip").content
    bundle = zipfile.ZipFile(BytesIO(data))
    names = bundle.namelist()
    assert names[0] == "00-danh-muc.pdf"
    assert any("de-nghi" in name for name in names)
    assert {"30-bien-ban-hoi-dong.pdf", "40-quyet-dinh.pdf"} <= set(names)
    listed = "".join(page.extract_text() for page in PdfReader(BytesIO(bundle.read("00-danh-muc.pdf"))).pages)
    assert "THIẾU" in listed
    assert "05 sản phẩm mẫu" in " ".join(listed.split())


@db
def test_from_sending_to_a_certificate_in_the_browser() -> None:
    here = proposed().get_absolute_url()
    officer, leader, ministry = (as_(cast.person(who)) for who in ("co_nam", "lanh_dao", "can_bo_bo"))
    day = timezone.localdate().isoformat()
    assert ministry.get(here).status_code == 404, "not sent yet"
    read(officer.post(f"{here}gui/", {"letter_number": "88/UBND", "on": day}), 422)
    officer.post(f"{here}gui/", {"letter_number": "88/UBND", "on": day, "missing_note": "gửi sau"})
    assert "Bộ chưa công nhận 5 sao" in read(ministry.get(here))
    answer = {"points": "72", "star": "4", "document": "9/BNNMT", "on": day, "remark": ""}
    ministry.post(f"{here}chua-dat/", answer)
    assert officer.post(f"{here}lam-lai/", {}).status_code == 403
    choice = {"decision_number": "99/QĐ-UBND", "delegation": "", "reason": REASON}
    read(leader.post(f"{here}cong-nhan/", {**choice, "password": "sai"}), 422)
    leader.post(f"{here}cong-nhan/", {**choice, "password": cast.PASSWORD})
    certificate = Certificate.objects.get()
    assert certificate.number in read(leader.get(here))
    read(ministry.get("/de-nghi-bo/"))


@db
def test_every_product_has_its_notice_and_only_its_own_people_read_it() -> None:
    decided = signed(choices=best(HONEY) | {"2.2": 1})
    page = f"/thong-bao-ket-qua/{decided.stage.item.result.pk}.pdf"
    people = decided.stage.people
    assert as_(people.chi_ba).get(page).status_code == 404, "before publication nobody is told"
    issue_certificates(decided.decision, by=people.co_nam)
    publish_decision(decided.decision, by=people.co_nam)
    for person in (people.chi_ba, people.anh_tu, people.co_nam):
        pages = PdfReader(BytesIO(as_(person).get(page).content)).pages
        text = " ".join("".join(one.extract_text() for one in pages).split())
        assert "Chưa được công nhận" in text
        assert "Tiêu chí 2.2" in text
    for person in (people.nguoi_mua, people.quan_tri):
        assert as_(person).get(page).status_code in (403, 404)
    assert Letter.objects.filter(to=people.chi_ba, url=page).exists()


@db
def test_the_page_costs_a_literal_number_of_queries() -> None:
    here = proposed().get_absolute_url()
    client = as_(cast.person("co_nam"))
    client.get(here)
    with CaptureQueriesContext(connection) as seen:
        read(client.get(here))
    assert len(seen) == 8
