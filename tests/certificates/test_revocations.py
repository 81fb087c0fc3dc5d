"""Thu hồi: six grounds, fifteen days, each step by the one whose step it is; and what everybody then reads."""

from __future__ import annotations

from datetime import date, timedelta

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ocop.certificates import lifecycle
from ocop.certificates.acts import (
    confirm_stopped,
    dismiss_revocation,
    open_revocation,
    publish_revocation,
    sign_revocation,
    verify_revocation,
)
from ocop.certificates.models import Certificate, Revocation
from ocop.certificates.queries import standing_of, waiting_for
from ocop.certificates.rules.law import law_on
from ocop.certificates.rules.revoking import asks_commune, case_unfit, days_late
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.people.models import Person
from tests import cast

from .stage import issued

db = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LAW = law_on(date(2026, 11, 22))
FINDING = "Kiểm tra ngày 1: dùng logo OCOP cho sản phẩm khác (mô phỏng)."
CHECKED = "Đã đối chiếu tại cơ sở, đúng như kết luận (mô phỏng)."


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True, tree=html5lib.treebuilders.getTreeBuilder("etree")).parse(text)
    return text


# Rules: six grounds, fifteen days


def test_the_six_grounds_and_the_fifteen_days_stand_in_the_data() -> None:
    assert [ground.code for ground in LAW.grounds] == [
        "dishonest", "below_criteria", "unlawful", "mark_misused", "stopped", "other",
    ]  # fmt: skip
    assert (LAW.revocation_days, LAW.extension_days) == (15, 180)


@pytest.mark.parametrize(
    ("concluded", "due"),
    [
        (date(2026, 11, 22), date(2026, 12, 7)),
        (date(2026, 12, 20), date(2027, 1, 4)),
        (date(2027, 2, 14), date(2027, 3, 1)),
        (date(2028, 2, 14), date(2028, 2, 29)),
        (date(2027, 2, 5), date(2027, 2, 20)),
    ],
)
def test_fifteen_calendar_days_run_across_months_leap_days_and_holidays(concluded: date, due: date) -> None:
    assert LAW.revocation_due(concluded) == due
    assert days_late(due, due) == 0
    assert days_late(due, due + timedelta(1)) == 1


@given(st.dates(date(2026, 5, 22), date(2090, 1, 1)), st.integers(0, 400))
def test_lateness_begins_with_the_sixteenth_day(concluded: date, passed: int) -> None:
    late = days_late(LAW.revocation_due(concluded), concluded + timedelta(passed))
    assert late == max(0, passed - 15)


@pytest.mark.parametrize("expires", [date(2026, 8, 31), date(2027, 9, 3), date(2028, 2, 29)])
def test_an_extension_ends_after_a_hundred_and_eighty_days(expires: date) -> None:
    assert (LAW.extension_ends(expires) - expires).days == 180


def test_only_the_end_of_production_asks_the_commune_first() -> None:
    asked = {ground.code for ground in LAW.grounds if asks_commune(LAW, ground.code, "inspection")}
    assert asked == {"stopped"}
    assert not asks_commune(LAW, "stopped", "commune")


def test_all_reasons_come_at_once() -> None:
    reasons = case_unfit(
        LAW, ground="because", source="inspection", document="", finding="", concluded_on=None, today=date(2026, 11, 22),
        issued_on=date(2026, 1, 1),
    )  # fmt: skip
    assert {reason.field for reason in reasons} == {"ground", "finding", "document", "concluded_on"}


@pytest.mark.parametrize(("day", "fits"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_conclusion_lies_between_issue_and_today(day: int, fits: bool) -> None:
    issued_on, today = date(2026, 1, 1), date(2026, 1, 31)
    reasons = case_unfit(
        LAW, ground="unlawful", source="inspection", document="12/KL", finding=FINDING, today=today, issued_on=issued_on,
        concluded_on=issued_on + timedelta(day),
    )  # fmt: skip
    assert (reasons == []) is fits


# Acts


def opened(certificate: Certificate, **facts: object) -> Revocation:
    given = {
        "ground": "mark_misused", "source": "inspection", "finding": FINDING, "document": "12/KL-KT",
        "concluded_on": certificate.issued_on, "by": cast.person("co_nam"),
    } | facts  # fmt: skip
    return open_revocation(certificate, **given)


def signed_case(certificate: Certificate) -> Revocation:
    case = verify_revocation(opened(certificate), verification=CHECKED, by=cast.person("co_nam"))
    return sign_revocation(case, decision_number="77/QĐ-UBND (mô phỏng)", by=cast.person("lanh_dao"))


@db
def test_the_whole_way_ends_the_star_on_the_day_of_signing_and_tells_everybody() -> None:
    certificate = issued()
    case = signed_case(certificate)
    certificate.refresh_from_db()
    assert certificate.state == lifecycle.REVOKED
    assert certificate.revoked_on == timezone.localdate()
    assert not standing_of(certificate.product).is_valid
    assert not Letter.objects.filter(subject__contains="bị thu hồi").exists()
    publish_revocation(case, by=cast.person("co_nam"))
    told = Letter.objects.filter(subject__contains="bị thu hồi")
    assert sorted(letter.to.name for letter in told) == ["Anh Tư (mô phỏng)", "Chị Ba (mô phỏng)"]
    assert FINDING in told[0].body
    assert Line.objects.get(verb="sign_revocation").facts["late"] == 0


@db
def test_the_public_page_says_it_in_one_sentence_with_date_and_basis() -> None:
    certificate = issued()
    signed_case(certificate)
    text = read(Client().get(certificate.get_absolute_url()))
    assert f"Giấy đã bị thu hồi từ ngày {timezone.localdate():%d/%m/%Y}" in text
    assert "Dùng nhãn hiệu OCOP sai quy định (QĐ 26/2026, Điều 8)" in text
    assert "Không được dùng logo và dấu sao OCOP" in text
    body = Client().get(f"/api/v1/certificates/{certificate.number}").json()
    assert (body["valid"], body["standing"]["logo_and_stars"]) == (False, False)


@db
def test_a_stop_of_production_waits_for_the_commune_and_counts_from_its_day() -> None:
    certificate = issued()
    case = opened(certificate, ground="stopped", document="", concluded_on=None)
    assert (case.state, case.due_on) == (lifecycle.ASKED, None)
    commune = cast.person("anh_tu")
    assert Letter.objects.filter(to=commune, subject__contains="có còn sản xuất không").exists()
    assert any("còn sản xuất" in entry.title for entry in waiting_for(commune))
    with pytest.raises(Refused):
        verify_revocation(case, verification=CHECKED, by=cast.person("co_nam"))
    with pytest.raises(Refused):
        confirm_stopped(case, document="5/XN", on=certificate.issued_on, by=cast.person("co_nam"))
    case = confirm_stopped(case, document="5/XN-UBND", on=certificate.issued_on, by=commune)
    assert case.due_on == certificate.issued_on + timedelta(15)
    assert case.state == lifecycle.PROPOSED


@db
def test_the_commune_may_say_that_production_goes_on() -> None:
    certificate = issued()
    case = opened(certificate, ground="stopped", document="", concluded_on=None)
    dismiss_revocation(case, reason="Cơ sở vẫn sản xuất, đã đến xem (mô phỏng).", by=cast.person("anh_tu"))
    certificate.refresh_from_db()
    assert certificate.state == lifecycle.PUBLISHED
    assert Letter.objects.filter(subject__contains="vẫn sản xuất").exists()
    assert opened(certificate).state == lifecycle.PROPOSED, "another case may follow"


@db
def test_the_ministrys_request_is_answered_when_it_is_done() -> None:
    certificate = issued()
    case = opened(certificate, source="ministry", ground="other")
    case = verify_revocation(case, verification=CHECKED, by=cast.person("co_nam"))
    case = sign_revocation(case, decision_number="78/QĐ-UBND", by=cast.person("lanh_dao"))
    publish_revocation(case, by=cast.person("co_nam"))
    assert Letter.objects.filter(subject__contains="theo đề nghị của Bộ").exists()


@db
def test_each_step_is_its_own_persons_and_in_its_own_order() -> None:
    certificate = issued()
    for someone in ("chi_ba", "anh_tu", "lanh_dao", "quan_tri", "ba_sau"):
        with pytest.raises(Refused):
            opened(certificate, by=cast.person(someone))
    case = opened(certificate)
    with pytest.raises(Refused):
        opened(certificate)
    with pytest.raises(Refused):
        sign_revocation(case, decision_number="77/QĐ", by=cast.person("lanh_dao"))
    with pytest.raises(Refused):
        verify_revocation(case, verification=CHECKED, by=cast.person("lanh_dao"))
    case = verify_revocation(case, verification=CHECKED, by=cast.person("co_nam"))
    for someone in ("co_nam", "anh_tu", "quan_tri"):
        with pytest.raises(Refused):
            sign_revocation(case, decision_number="77/QĐ", by=cast.person(someone))
    with pytest.raises(Refused):
        publish_revocation(case, by=cast.person("co_nam"))


@db
def test_a_late_decision_still_holds_and_its_lateness_is_written_down() -> None:
    certificate = issued()
    case = opened(certificate)
    case = verify_revocation(case, verification=CHECKED, by=cast.person("co_nam"))
    at = timezone.now() + timedelta(days=20)
    late = (timezone.localdate(at) - case.due_on).days
    assert late > 0
    sign_revocation(case, decision_number="77/QĐ-UBND", by=cast.person("lanh_dao"), at=at)
    assert Line.objects.get(verb="sign_revocation").facts["late"] == late


# Pages


@db
def test_from_opening_to_publishing_in_the_browser() -> None:
    certificate = issued()
    officer, leader = as_(cast.person("co_nam")), as_(cast.person("lanh_dao"))
    page = f"{certificate.get_absolute_url()}thu-hoi/"
    assert page in read(officer.get(certificate.get_absolute_url()))
    assert page not in read(Client().get(certificate.get_absolute_url()))
    read(officer.get(page))
    read(officer.post(page, {}), 422)
    proof = SimpleUploadedFile("ket-luan.pdf", _pdf(), "application/pdf")
    fields = {
        "ground": "unlawful", "source": "inspection", "finding": FINDING, "document": "12/KL-KT",
        "concluded_on": certificate.issued_on.isoformat(), "file": proof,
    }  # fmt: skip
    assert officer.post(page, fields).status_code == 302
    case = Revocation.objects.get()
    here = case.get_absolute_url()
    assert any("Thu hồi" in entry.title for entry in waiting_for(cast.person("co_nam")))
    read(officer.get(here))
    assert b"".join(officer.get(f"{here}van-ban/").streaming_content) == _pdf()
    read(officer.post(f"{here}xac-minh/", {"verification": "ngắn"}), 422)
    officer.post(f"{here}xac-minh/", {"verification": CHECKED})
    assert officer.post(f"{here}ky/", {}).status_code == 403
    sign = {"decision_number": "77/QĐ-UBND", "delegation": "", "password": "sai"}
    assert "Mật khẩu không đúng" in read(leader.post(f"{here}ky/", sign), 422)
    leader.post(f"{here}ky/", {**sign, "password": cast.PASSWORD})
    assert "77/QĐ-UBND" in read(leader.get(here))
    officer.post(f"{here}cong-bo/")
    case.refresh_from_db()
    assert case.state == lifecycle.PUBLISHED
    read(officer.get("/thu-hoi/"))


@db
def test_a_case_is_closed_to_those_whom_it_does_not_concern() -> None:
    case = opened(issued())
    here = case.get_absolute_url()
    for someone in ("chi_ba", "anh_tu", "ba_sau", "quan_tri", "nguoi_mua"):
        for page in (here, f"{here}van-ban/", "/thu-hoi/"):
            assert as_(cast.person(someone)).get(page).status_code in (403, 404)
    assert Client().get(here).status_code == 302


@db
def test_the_commune_answers_on_its_own_page() -> None:
    case = opened(issued(), ground="stopped", document="", concluded_on=None)
    commune = as_(cast.person("anh_tu"))
    text = read(commune.get(case.get_absolute_url()))
    assert "Xã xác nhận ngừng sản xuất" in text
    assert "Sản phẩm vẫn được sản xuất" in text
    day = case.certificate.issued_on.isoformat()
    commune.post(f"{case.get_absolute_url()}xac-nhan/", {"document": "5/XN-UBND", "on": day})
    case.refresh_from_db()
    assert case.state == lifecycle.PROPOSED


@db
def test_the_list_costs_the_same_for_one_and_more() -> None:
    opened(issued())
    client = as_(cast.person("co_nam"))
    client.get("/thu-hoi/")
    with CaptureQueriesContext(connection) as seen:
        read(client.get("/thu-hoi/"))
    assert len(seen) == 4


def _pdf() -> bytes:
    from io import BytesIO

    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
