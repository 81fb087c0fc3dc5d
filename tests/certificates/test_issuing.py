"""Issuing in boulder's order: whatever stops the machine, no certificate is lost, doubled or unrecorded."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Thread

import pytest
from django.db import connection, connections
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from ocop.certificates import lifecycle
from ocop.certificates.acts import (
    issue_certificates,
    issuing,
    publish,
    render,
    resume_issuing,
    revoke,
    seal,
    store_draft,
)
from ocop.certificates.exports import certificate_pdf, read_back
from ocop.certificates.models import Certificate, Decision, Recognition
from ocop.certificates.queries import standing_of
from ocop.certificates.rules.issuing import last_valid_day, number_of, print_differs
from ocop.councils.rules import DEFAULT_BY_LAWS
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.papers.queries import bytes_of, path_of

from .stage import issued, signed

db = pytest.mark.django_db
DEFAULT_NUMBER = DEFAULT_BY_LAWS["certificate_number"]


class PowerCut(BaseException):
    """Not an `Exception`: nothing may catch it, as nothing catches kill -9."""


# Numbers and days


@pytest.mark.parametrize(
    ("issued_on", "last"),
    [
        (date(2026, 11, 21), date(2029, 11, 21)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2026, 2, 28), date(2029, 2, 28)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2025, 12, 31), date(2028, 12, 31)),
    ],
)
def test_thirty_six_months_end_on_the_corresponding_day(issued_on: date, last: date) -> None:
    assert last_valid_day(issued_on, 36) == last


@given(st.dates(date(2019, 1, 1), date(2099, 1, 1)), st.integers(1, 120))
def test_months_never_skip_a_month(issued_on: date, months: int) -> None:
    last = last_valid_day(issued_on, months)
    assert (last.year * 12 + last.month) - (issued_on.year * 12 + issued_on.month) == months
    assert last.day == issued_on.day or (last + timedelta(1)).day == 1


def test_a_number_stands_in_an_address_as_it_is_written() -> None:
    assert number_of(DEFAULT_NUMBER, province="22", year=2026, serial=7) == "GCN-22-2026-0007"
    assert number_of(DEFAULT_NUMBER, province="22", year=2026, serial=12345) == "GCN-22-2026-12345"


@pytest.mark.parametrize(
    "pattern",
    [
        "{serial}/{year}/GCN",
        "GCN-{serial}",
        "GCN-{year}",
        "{year}{serial}{secret}",
        "Số {year} {serial}",
        "-{year}{serial}",
    ],
)
def test_a_pattern_that_cannot_be_an_address_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError):
        number_of(pattern, province="22", year=2026, serial=1)


# The whole way


@db
def test_a_certificate_comes_out_printed_sealed_and_published() -> None:
    certificate = issued()
    assert certificate.state == lifecycle.PUBLISHED
    assert certificate.number == f"GCN-22-{certificate.issued_on.year}-0001"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(bytes_of(certificate.pdf_sha256))).pages)
    for words in (certificate.number, "Đạt 4 sao", "MÔ PHỎNG", certificate.product.name):
        assert words in text
    event = Recognition.objects.get()
    assert (event.kind, event.star, event.valid_until) == ("recognised", 4, certificate.expires_on)
    standing = standing_of(certificate.product)
    assert (standing.star, standing.is_valid) == (4, True)
    verbs = list(
        Line.objects.filter(subject=f"certificates.certificate:{certificate.pk}").values_list("verb", flat=True)
    )
    assert verbs == ["store_draft", "seal", "publish"]
    assert chain_verdict().whole


@db
def test_the_by_laws_say_how_a_number_looks() -> None:
    decided = signed(certificate_number="OCOP.{year}.{serial:03d}")
    (certificate,) = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert certificate.number == f"OCOP.{certificate.issued_on.year}.001"


@db
def test_producer_and_commune_get_a_letter_once() -> None:
    certificate = issued()
    resume_issuing()
    told = Letter.objects.filter(subject__contains=certificate.number)
    assert sorted(letter.to.name for letter in told) == ["Anh Tư (mô phỏng)", "Chị Ba (mô phỏng)"]


@db
def test_the_qr_of_the_printed_page_leads_to_the_certificates_page() -> None:
    certificate = issued()
    _, codes = read_back(bytes_of(certificate.pdf_sha256))
    assert codes == [certificate.draft["url"]]
    assert certificate.draft["url"].endswith(certificate.get_absolute_url())


@db
def test_nothing_is_issued_before_the_decision_is_signed_or_by_a_stranger() -> None:
    decided = signed()
    with pytest.raises(Refused):
        issue_certificates(decided.decision, by=decided.stage.people.chi_ba)
    Decision.objects.update(state=lifecycle.DRAFTED)
    with pytest.raises(Refused):
        issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert Certificate.objects.count() == 0


# Power cuts: after each step, and inside each of them


STEPS = ("store_draft", "render", "seal", "publish")


@db
@pytest.mark.parametrize("after", STEPS)
def test_a_power_cut_after_any_step_is_taken_up_again(after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decided = signed(items=2)
    step = getattr(issuing, after)

    def then_dark(*args: object, **kwargs: object) -> None:
        step(*args, **kwargs)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(issuing, after, then_dark)
        with pytest.raises(PowerCut):
            issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert Certificate.objects.count() == 1, "the number is recorded whatever came after"
    resume_issuing()
    _all_is_well(2)


@db
@pytest.mark.parametrize("inside", ["certificate_pdf", "keep", "read_back", "recognise", "tell_of_certificate"])
def test_a_power_cut_inside_any_step_is_taken_up_again(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decided = signed(items=2)

    def dark(*args: object, **kwargs: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(issuing, inside, dark)
        with pytest.raises(PowerCut):
            issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    resume_issuing()
    _all_is_well(2)


@db
@pytest.mark.parametrize("inside", ["draft_of", "record"])
def test_a_power_cut_before_the_first_number_leaves_the_office_to_begin_again(
    inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = signed(items=2)

    def dark(*args: object, **kwargs: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(issuing, inside, dark)
        with pytest.raises(PowerCut):
            issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert resume_issuing() == [], "to begin is the office's to say"
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    _all_is_well(2)


@db
def test_the_worker_takes_up_what_was_left() -> None:
    from ocop.certificates import tasks

    decided = signed(items=2)
    assert tasks.resume() == 0
    store_draft(decided.decision, decided.decision.sitting.items.first().result, by=decided.stage.people.co_nam)
    assert tasks.jobs["certificates.resume"]() == 2
    _all_is_well(2)


@db
def test_resuming_twice_changes_nothing() -> None:
    decided = signed(items=2)
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    lines = Line.objects.count()
    assert resume_issuing() == []
    assert issue_certificates(decided.decision, by=decided.stage.people.co_nam) == []
    assert Line.objects.count() == lines
    _all_is_well(2)


@db
def test_every_step_taken_twice_is_taken_once() -> None:
    decided = signed()
    (result,) = [item.result for item in decided.decision.sitting.items.all()]
    by = decided.stage.people.co_nam
    certificate = store_draft(decided.decision, result, by=by)
    assert store_draft(decided.decision, result, by=by) == certificate
    for step in (render, render, seal, seal, publish, publish):
        certificate = step(certificate, by=by)
    _all_is_well(1)


def _all_is_well(count: int) -> None:
    certificates = list(Certificate.objects.order_by("serial"))
    assert [c.serial for c in certificates] == list(range(1, count + 1)), "no gap and no double"
    assert all(c.state == lifecycle.PUBLISHED for c in certificates)
    assert Recognition.objects.count() == count
    assert Line.objects.filter(verb="publish").count() == count
    assert Letter.objects.filter(subject__contains="giấy chứng nhận GCN").count() == 2 * count
    assert chain_verdict().whole


# Paper that does not say what was decided


@db
def test_a_paper_that_reads_back_differently_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = signed()
    wrong = issuing.certificate_pdf
    monkeypatch.setattr(
        issuing, "certificate_pdf", lambda draft: wrong({**draft, "star": 3, "url": "https://sai.example/"})
    )
    with pytest.raises(Refused) as refused:
        issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert {reason.code for reason in refused.value.reasons} == {"lost", "qr"}
    assert Certificate.objects.get().state == lifecycle.RENDERED
    assert Recognition.objects.count() == 0


@db
def test_a_draft_changed_behind_our_back_is_not_printed() -> None:
    decided = signed()
    (result,) = [item.result for item in decided.decision.sitting.items.all()]
    certificate = store_draft(decided.decision, result, by=decided.stage.people.co_nam)
    Certificate.objects.update(draft={**certificate.draft, "star": 3})
    with pytest.raises(Refused) as refused:
        render(certificate, by=decided.stage.people.co_nam)
    assert refused.value.reasons[0].code == "changed"


@db
def test_a_paper_changed_in_the_store_is_not_sealed() -> None:
    decided = signed()
    (result,) = [item.result for item in decided.decision.sitting.items.all()]
    by = decided.stage.people.co_nam
    certificate = render(store_draft(decided.decision, result, by=by), by=by)
    path_of(certificate.pdf_sha256).write_bytes(b"%PDF-1.4 something else")
    with pytest.raises(Refused):
        seal(certificate, by=by)


@db
def test_the_same_draft_prints_the_same_bytes() -> None:
    certificate = issued()
    assert certificate_pdf(certificate.draft) == bytes_of(certificate.pdf_sha256)


def test_the_longest_names_still_print_on_one_page_with_a_readable_code() -> None:
    draft = {
        "number": "GCN-22-2026-0001", "issuer": "UBND tỉnh Quảng Ninh", "product": "Mật ong rừng ngập mặn ặễỞữ " * 4,
        "producer": "Hợp tác xã nông lâm nghiệp tổng hợp và dịch vụ du lịch cộng đồng " * 2, "place": "Đặc khu Vân Đồn, Tỉnh Quảng Ninh",
        "code": "22-06994-123-2026", "star": 4, "points": "88,00", "decision": "1234/QĐ-UBND", "signed_by": "Ông Chín (mô phỏng)",
        "delegation": "Ký thay Chủ tịch UBND tỉnh theo Văn bản ủy quyền số 12 ngày 02/01/2026 " * 3, "issued_on": "21/11/2026",
        "expires_on": "21/11/2029", "law": "Quyết định 26/2026/QĐ-TTg", "simulated": True,
        "url": "https://ocop.quangninh.gov.vn/giay-chung-nhan/GCN-22-2026-0001/",
    }  # fmt: skip
    pdf = certificate_pdf(draft)
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert print_differs(*read_back(pdf), draft) == []


def test_markup_in_a_name_is_printed_and_not_obeyed() -> None:
    draft = {
        "number": "GCN-22-2026-0001", "issuer": "UBND tỉnh", "product": '#panic("x") *đậm* $x$ [a] <b> "q" \\', "producer": "A & B",
        "place": "Xã", "code": "22", "star": 3, "points": "50", "decision": "1/QĐ", "signed_by": "x", "delegation": "",
        "issued_on": "21/11/2026", "expires_on": "21/11/2029", "law": "QĐ", "simulated": False, "url": "https://x.example/y/",
    }  # fmt: skip
    text, _ = read_back(certificate_pdf(draft))
    assert '#panic("x") *đậm* $x$ [a] <b> "q"' in text.replace("”", '"').replace("“", '"')


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_officers_issuing_at_once_make_each_certificate_once() -> None:
    decided = signed(items=3)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            issue_certificates(Decision.objects.get(pk=decided.decision.pk), by=decided.stage.people.co_nam)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    _all_is_well(3)


@pytest.mark.django_db(transaction=True)
def test_issuing_inside_another_transaction_is_a_programmers_error() -> None:
    from django.db import transaction

    decided = signed()
    with pytest.raises(RuntimeError), transaction.atomic():
        issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert not connection.in_atomic_block


# Revoking


@db
def test_a_revoked_certificate_is_void_from_its_day_and_everyone_is_told() -> None:
    certificate = issued()
    from tests import cast

    leader = cast.person("lanh_dao")
    later = datetime.combine(certificate.issued_on + timedelta(30), datetime.min.time(), UTC)
    revoked = revoke(
        certificate, ground="stopped", on=later.date(), decision_number="77/QĐ-UBND (mô phỏng)", by=leader, at=later
    )
    assert revoked.is_valid_on(later.date() - timedelta(1))
    assert not revoked.is_valid_on(later.date())
    assert standing_of(certificate.product, later.date()).is_valid is False
    assert Letter.objects.filter(subject__contains="thu hồi").count() == 2
    with pytest.raises(Refused):
        revoke(certificate, ground="stopped", on=later.date(), decision_number="78", by=leader, at=later)


@db
@pytest.mark.parametrize("ground", ["", "because", "stopped "])
def test_only_the_six_legal_grounds_revoke(ground: str) -> None:
    certificate = issued()
    from tests import cast

    with pytest.raises(Refused):
        revoke(certificate, ground=ground, on=certificate.issued_on, decision_number="1", by=cast.person("lanh_dao"))
    with pytest.raises(Refused):
        revoke(certificate, ground="stopped", on=certificate.issued_on, decision_number="1", by=cast.person("co_nam"))
