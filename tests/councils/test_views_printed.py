"""Paper sheets: printed, entered from a scan, confirmed by somebody else, and sealed like the others."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from ocop.councils.acts import confirm_printed_sheet
from ocop.councils.models import PrintedSheet, Seat, Sheet
from ocop.councils.queries import waiting_for
from ocop.criteria.rules import spelled
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.portal.management.demo.sheets import simulated_paper
from tests import cast
from tests.councils.test_views import as_, read

from .sheets import HONEY, best
from .stage import Stage

pytestmark = pytest.mark.django_db


def seat_of(stage: Stage, person: Person) -> Seat:
    return stage.council.seats.get(person=person)


def entered(stage: Stage, member: Person, **odd: object) -> PrintedSheet:
    fields: dict[str, object] = {code: spelled(choice) for code, choice in best(HONEY).items()}
    scan = SimpleUploadedFile("phieu.pdf", simulated_paper("phiếu").read(), content_type="application/pdf")
    page = f"/hoi-dong/muc/{stage.item.pk}/phieu-giay/{seat_of(stage, member).pk}/"
    answer = as_(stage.people.thu_ky).post(page, {**fields, "scan": scan, **odd})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return PrintedSheet.objects.get(rejected_at__isnull=True)


def test_a_printed_sheet_says_whose_it_is_and_its_symbol_leads_to_its_entry(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    seat = seat_of(scoring, member)
    answer = as_(scoring.people.thu_ky).get(
        f"/hoi-dong/phien/{scoring.sitting.pk}/phieu-giay.pdf?muc={scoring.item.pk}&ghe={seat.pk}"
    )
    text = " ".join(" ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answer.content)).pages).split())
    assert member.name in text
    assert scoring.item.dossier.product.name in text
    assert f"P{scoring.item.pk}-{seat.pk}-1" in text
    leaf = pypdfium2.PdfDocument(answer.content)[0].render(scale=3).to_pil()
    (symbol,) = zxingcpp.read_barcodes(leaf)
    assert symbol.text.endswith(f"/hoi-dong/muc/{scoring.item.pk}/phieu-giay/{seat.pk}/")


def test_a_member_confirms_by_password_and_the_sheet_is_sealed_like_the_others(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    printed = entered(scoring, member)
    assert not Sheet.objects.exists(), "what was only entered counts for nothing"
    assert "Xác nhận phiếu giấy" in waiting_for(member)[-1].title
    client, page = as_(member), f"/hoi-dong/phieu-giay/{printed.pk}/"
    read(client.get(page))
    read(client.post(page, {"password": "sai"}), 422)
    client.post(page, {"password": cast.PASSWORD})
    sheet = Sheet.objects.get()
    assert sheet.is_sealed
    printed.refresh_from_db()
    assert (printed.sheet, printed.confirmed, printed.choices) == (sheet, "password", {})
    line = Line.objects.get(verb="hand_in")
    assert line.facts["seal"] == sheet.seal
    assert line.facts["scan"] == printed.scan.sha256


def test_who_entered_it_cannot_confirm_it_but_the_chair_can_from_the_signature(scoring: Stage) -> None:
    printed = entered(scoring, scoring.people.thanh_vien_1)
    page = f"/hoi-dong/phieu-giay/{printed.pk}/"
    text = read(as_(scoring.people.thu_ky).post(page, {"password": cast.PASSWORD}), 422)
    assert "không tự xác nhận" in text
    as_(scoring.people.ba_sau).post(page, {"password": cast.PASSWORD})
    printed.refresh_from_db()
    assert printed.confirmed == "signature"
    assert Line.objects.get(verb="hand_in").actor.endswith(f":{scoring.people.ba_sau.pk}")


def test_a_member_sends_a_wrong_entry_back_and_it_is_entered_again(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    printed = entered(scoring, member)
    as_(member).post(f"/hoi-dong/phieu-giay/{printed.pk}/", {"do": "reject", "because": "Dòng 1.2 nhập nhầm"})
    printed.refresh_from_db()
    assert (printed.waits, printed.choices) == (False, {})
    again = entered(scoring, member)
    confirm_printed_sheet(again, by=member)
    with pytest.raises(Refused):
        confirm_printed_sheet(again, by=member)
    assert Sheet.objects.count() == 1


def test_what_the_paper_lacks_is_told_and_kept_as_typed(scoring: Stage) -> None:
    member = scoring.people.thanh_vien_1
    page = f"/hoi-dong/muc/{scoring.item.pk}/phieu-giay/{seat_of(scoring, member).pk}/"
    client = as_(scoring.people.thu_ky)
    assert "bản quét" in read(client.post(page, {"1.1": "2"}), 422)
    scan = SimpleUploadedFile("phieu.pdf", simulated_paper("phiếu").read(), content_type="application/pdf")
    text = read(client.post(page, {"1.1": "2", "remark_1.1": "mờ", "scan": scan}), 422)
    assert "Tiêu chí 1.2" in text
    assert 'value="mờ"' in text


def test_nobody_else_reads_what_was_entered(scoring: Stage) -> None:
    printed = entered(scoring, scoring.people.thanh_vien_1)
    for name in ("thanh_vien_2", "chi_ba", "co_nam", "quan_tri", "thanh_tra", "chu_bay"):
        client = as_(scoring.people.people[name])
        assert client.get(f"/hoi-dong/phieu-giay/{printed.pk}/").status_code in (403, 404), name
        assert client.get(f"/hoi-dong/phieu-giay/{printed.pk}/ban-quet/").status_code in (403, 404), name
        assert client.get(f"/hoi-dong/phien/{scoring.sitting.pk}/phieu-giay/").status_code in (403, 404), name


def test_a_member_with_a_sheet_or_a_conflict_is_not_entered(scoring: Stage) -> None:
    done = scoring.people.thanh_vien_2
    scoring.score(done)
    fields = {code: spelled(choice) for code, choice in best(HONEY).items()}
    scan = SimpleUploadedFile("phieu.pdf", simulated_paper("phiếu").read(), content_type="application/pdf")
    page = f"/hoi-dong/muc/{scoring.item.pk}/phieu-giay/{seat_of(scoring, done).pk}/"
    assert "đã nộp phiếu" in read(as_(scoring.people.thu_ky).post(page, {**fields, "scan": scan}), 422)
    read(as_(scoring.people.thu_ky).get(f"/hoi-dong/phien/{scoring.sitting.pk}/phieu-giay/"))
