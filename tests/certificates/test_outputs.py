"""Sản lượng năm: declared with the product, frozen in the dossier, kept by the certificate, changed only together."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from pypdf import PdfReader

from ocop.certificates.acts import ask_output, confirm_output, decline_output
from ocop.certificates.models import Certificate, OutputChange
from ocop.certificates.queries import waiting_for
from ocop.dossiers.queries import content_now
from ocop.dossiers.queries.output import frozen_output
from ocop.dossiers.rules import content_hash, version_diff
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.people.models import Person
from ocop.products.acts import declare_output
from tests import cast

from .stage import closed, issued
from .test_revocations import as_, read

db = pytest.mark.django_db
WHY = "Thêm 20 đàn ong từ tháng 9 (mô phỏng)."


def _people(certificate: Certificate) -> tuple[Person, Person, Person]:
    phones = ("+84900000001", "+84900000003", "+84900000004")
    found = {p.phone: p for p in Person.objects.filter(phone__in=phones)}
    return found[phones[0]], found[phones[1]], found[phones[2]]


@db
def test_what_the_dossier_froze_is_what_the_certificate_keeps() -> None:
    from ocop.certificates.acts import draft_decision, issue_certificates, sign_decision

    stage = closed(1)
    (item,) = stage.sitting.items.all()
    dossier = item.dossier
    declare_output(dossier.product, 12_000, "chai 500 ml", by=stage.people.chi_ba)
    dossier.product.refresh_from_db()
    content = content_now(dossier)
    assert content["yearly_output"] == {"quantity": 12_000, "unit": "chai 500 ml"}
    dossier.versions.create(
        number=9,
        content=content,
        sha256=content_hash(content),
        frozen_at=dossier.opened_at,
        frozen_by=stage.people.chi_ba,
    )
    declare_output(
        dossier.product, 99_000, "chai 500 ml", by=stage.people.chi_ba
    )  # after the seal: for the next dossier
    decision = draft_decision(stage.sitting, number="QĐ 9 (mô phỏng)", by=stage.people.co_nam)
    decision = sign_decision(decision, by=stage.people.lanh_dao)
    (certificate,) = issue_certificates(decision, by=stage.people.co_nam)
    assert certificate.yearly_output is not None
    assert certificate.yearly_output.words == "12.000 chai 500 ml mỗi năm"
    assert frozen_output(dossier) == certificate.yearly_output


@db
def test_a_dossier_without_an_output_freezes_what_it_froze_before() -> None:
    stage = closed(1)
    (item,) = stage.sitting.items.all()
    before = content_now(item.dossier)
    assert "yearly_output" not in before
    assert "output" not in before["product_facts"]
    declare_output(item.dossier.product, 500, "kg", by=stage.people.chi_ba)
    item.dossier.product.refresh_from_db()
    (change,) = version_diff(before, content_now(item.dossier))
    assert (change.label, change.old, change.new) == ("Sản lượng mỗi năm", "", "500 kg mỗi năm")


@db
def test_a_certificate_from_before_says_that_nobody_declared() -> None:
    certificate = issued()
    assert certificate.yearly_output is None
    assert "Chưa khai sản lượng năm" in read(
        as_(_people(certificate)[0]).get(f"{certificate.get_absolute_url()}san-luong/")
    )


@db
def test_the_producer_asks_and_the_commune_confirms_with_its_password() -> None:
    certificate = issued()
    page = f"{certificate.get_absolute_url()}san-luong/"
    ba, tu, _ = _people(certificate)
    asked = {"output_quantity": "9000", "output_unit": "chai 500 ml", "reason": WHY}
    assert as_(ba).post(page, asked).status_code == 302
    change = OutputChange.objects.get()
    assert any(w.url == page for w in waiting_for(tu))
    assert Certificate.objects.get(pk=certificate.pk).yearly_output is None
    confirm = f"{page}{change.pk}/xac-nhan/"
    assert as_(ba).post(confirm, {"password": cast.PASSWORD}).status_code == 403
    tu.set_password(cast.PASSWORD)
    tu.save()
    officer = as_(tu)
    assert "mật khẩu" in read(officer.post(confirm, {"password": "sai-mat-khau"}), 422).lower()
    assert officer.post(confirm, {"password": cast.PASSWORD, "words": "Đã xem sổ đàn ong."}).status_code == 302
    certificate.refresh_from_db()
    assert (certificate.output_quantity, certificate.output_unit) == (9_000, "chai 500 ml")
    assert Line.objects.latest("number").verb == "confirm_output"
    assert Letter.objects.filter(to=ba, subject__contains="Đã xác nhận sản lượng năm").exists()
    assert "Đã xác nhận: 9.000 chai 500 ml mỗi năm" in read(as_(ba).get(page))


@db
def test_a_declined_change_leaves_what_stood_and_tells_why() -> None:
    certificate = issued()
    ba, _, nam = _people(certificate)
    change = ask_output(certificate, quantity=9_000, unit="kg", reason=WHY, by=ba)
    with pytest.raises(Refused) as twice:
        ask_output(certificate, quantity=8_000, unit="kg", reason=WHY, by=ba)
    assert {r.code for r in twice.value.reasons} == {"asked_already"}
    with pytest.raises(Refused):
        decline_output(change, words="", by=nam)
    decline_output(change, words="Chưa có sổ sách chứng minh.", by=nam)
    certificate.refresh_from_db()
    assert certificate.yearly_output is None
    assert Letter.objects.filter(to=ba, body__contains="Chưa có sổ sách").exists()
    with pytest.raises(Refused, match="đã được trả lời"):
        confirm_output(change, by=nam)


@db
def test_what_stands_is_printed_on_a_sheet_of_its_own_and_never_on_the_public_paper() -> None:
    certificate = issued()
    ba, _, nam = _people(certificate)
    sheet = f"{certificate.get_absolute_url()}san-luong/phieu.pdf"
    before = _words(as_(ba).get(sheet))
    assert "Chưa khai sản lượng năm" in before and "Chưa có lần điều chỉnh nào" in before
    change = ask_output(certificate, quantity=9_000, unit="chai 500 ml", reason="Ẩ" * 300, by=ba)
    assert "Chưa khai sản lượng năm" in _words(as_(ba).get(sheet)), "what is only asked for does not stand"
    confirm_output(change, words="Đã xem sổ đàn ong.", by=nam)
    after = _words(as_(nam).get(sheet))
    for words in (
        "9.000 chai 500 ml mỗi năm",
        certificate.number,
        "Đã xem sổ đàn ong.",
        "không phải phần nào của giấy",
    ):
        assert words in after
    assert "9.000" not in _words(as_(nam).get(f"{certificate.get_absolute_url()}ban-in.pdf"))
    assert sheet in read(as_(ba).get(f"{certificate.get_absolute_url()}san-luong/"))
    stranger = Person.objects.create(name="Người lạ", phone="+84988888889", simulated=True)
    assert as_(stranger).get(sheet).status_code in (403, 404)


def _words(answer: HttpResponse | StreamingHttpResponse) -> str:
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[union-attr,arg-type]
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


@db
def test_all_faults_of_a_wish_are_said_at_once() -> None:
    certificate = issued()
    _, _, nam = _people(certificate)
    with pytest.raises(Refused) as refused:
        ask_output(certificate, quantity=0, unit="kg", reason="", by=nam)
    assert {r.code for r in refused.value.reasons} >= {"not_allowed", "out_of_range"}
    assert len(refused.value.reasons) == 3


@db
def test_how_much_somebody_makes_is_not_public() -> None:
    certificate = issued()
    stranger = Person.objects.create(name="Người lạ", phone="+84988888888", simulated=True)
    assert as_(stranger).get(f"{certificate.get_absolute_url()}san-luong/").status_code in (403, 404)
    assert "san-luong" not in read(as_(stranger).get(certificate.get_absolute_url()))


@db
def test_a_refused_wish_is_said_beside_its_fields_and_thousands_are_read_as_written() -> None:
    certificate = issued()
    ba, _, _ = _people(certificate)
    page = f"{certificate.get_absolute_url()}san-luong/"
    wish = {"output_quantity": "12.000", "output_unit": "chai 500 ml", "reason": "ít"}
    text = read(as_(ba).post(page, wish), 422)
    assert 'href="#id_reason"' in text and "Lý do cần ít nhất 10 ký tự" in text
    assert as_(ba).post(page, {**wish, "reason": WHY}).status_code == 302
    assert OutputChange.objects.get().quantity == 12_000
