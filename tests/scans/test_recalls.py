"""Recall and drill: everything forward and back from real diaries, stamps that answer at once, receivers, lifting."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from ocop.diaries.acts import take_entries
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.lots.models import Lot
from ocop.people.models import Mandate, Office, Person
from ocop.scans.acts import call_drill, call_recall, confirm_contact, lift_recall
from ocop.scans.exports.recalls import account_of, report_pdf
from ocop.scans.models import Recall
from ocop.scans.queries import found_about, open_recall_of
from ocop.stamps.acts import activate_range, draw_stamps
from ocop.stamps.models import Batch
from ocop.stamps.queries import mint
from tests.stamps.cast import GTIN, Cast, cast, certify, lot, person

pytestmark = pytest.mark.django_db
REASON = "Nắp chai có thể bị hở"


@pytest.fixture(autouse=True)
def _vault(tmp_path: object, settings: object) -> None:
    settings.PAPERS_DIR = tmp_path  # type: ignore[attr-defined]


def officer(role: str = "inspector") -> Person:
    found = person("Chú Ba Kiểm")
    office, _ = Office.objects.get_or_create(kind=Office.Kind.INSPECTION, name="Thanh tra")
    Mandate.objects.create(person=found, role=role, office=office, starts_on=timezone.localdate())
    return found


def noted(who: Cast, *entries: dict[str, Any]) -> None:
    """Write in the producer's own diary, as its app does: an hour after another, all within one day."""
    morning = timezone.localtime().replace(hour=6) - timedelta(days=5)
    said = [
        {
            "id": str(uuid.uuid4()),
            "at": (morning + timedelta(hours=n)).isoformat(),
            "book": f"p{who.producer.pk}",
            **entry,
        }
        for n, entry in enumerate(entries)
    ]
    answer = take_entries(said, device=None, by=who.ba)
    assert not answer.refused, answer.refused


def story() -> tuple[Cast, Lot, Lot, Lot]:
    """One harvest goes into two lots; a third lot is of other honey. The first went to two shops, once to nobody knows whom."""
    who = cast()
    certify(who.product)
    first, second, other = (lot(who, code) for code in ("L1", "L2", "L3"))
    noted(
        who,
        {"kind": "harvest", "outputs": [{"batch": "MAT-A", "quantity": 300, "unit": "kg"}]},
        {"kind": "harvest", "outputs": [{"batch": "MAT-B", "quantity": 100, "unit": "kg"}]},
        {"kind": "processing", "inputs": [{"batch": "MAT-A", "quantity": 300, "unit": "kg"}],
         "outputs": [{"batch": "LOC-A", "quantity": 290, "unit": "kg"}]},
        {"kind": "packing", "inputs": [{"batch": "LOC-A", "quantity": 150, "unit": "kg"}],
         "outputs": [{"lot": first.pk, "quantity": 300, "unit": "chai"}]},
        {"kind": "packing", "inputs": [{"batch": "LOC-A", "quantity": 140, "unit": "kg"}],
         "outputs": [{"lot": second.pk, "quantity": 280, "unit": "chai"}]},
        {"kind": "packing", "inputs": [{"batch": "MAT-B", "quantity": 90, "unit": "kg"}],
         "outputs": [{"lot": other.pk, "quantity": 180, "unit": "chai"}]},
        {"kind": "dispatch", "inputs": [{"lot": first.pk, "quantity": 120, "unit": "chai"}],
         "details": {"partner": "Cửa hàng đặc sản Hạ Long (mô phỏng)", "document": "PX-01"}},
        {"kind": "dispatch", "inputs": [{"lot": first.pk, "quantity": 50, "unit": "chai"}]},
        {"kind": "dispatch", "inputs": [{"lot": second.pk, "quantity": 30, "unit": "chai"}],
         "details": {"partner": "Siêu thị Cẩm Phả (mô phỏng)"}},
    )  # fmt: skip
    return who, first, second, other


def stamped(who: Cast, made: Lot) -> Batch:
    batch = draw_stamps(made, 20, by=who.ba)
    codes = [mint().code(batch.subject, batch.epoch, batch.number, n) for n in (0, 9)]
    activate_range(*codes, by=who.ba)
    return batch


def told(client: Client, made: Lot) -> str:
    return client.get(f"/01/{GTIN}/10/{made.code}").content.decode()


def test_a_lot_is_followed_back_to_the_harvest_and_forward_to_its_siblings_and_receivers() -> None:
    who, first, second, _ = story()
    stamped(who, first)
    found = found_about(first)
    assert {s.name for s in found.sources} == {"MAT-A", "LOC-A"}
    assert [x.code for x in found.lots] == ["L1", "L2"]
    assert found.lots[0].stamps["active"] == 10
    assert [(d.code, d.name, d.quantity) for d in found.dispatches] == [
        ("L1", "Cửa hàng đặc sản Hạ Long (mô phỏng)", 120), ("L1", "", 50), ("L2", "Siêu thị Cẩm Phả (mô phỏng)", 30),
    ]  # fmt: skip
    assert [x.id for x in found_about(second).lots] == [second.pk, first.pk]


def test_a_corrected_entry_leads_nowhere() -> None:
    who, first, _, _ = story()
    entry = found_about(first).dispatches[0].entry
    noted(who, {"kind": "correction", "corrects": entry, "note": "ghi nhầm lô"})
    assert [d.name for d in found_about(first).dispatches] == ["", "Siêu thị Cẩm Phả (mô phỏng)"]


def test_a_recall_by_its_producer_reaches_the_lots_it_names_and_no_others(client: Client) -> None:
    who, first, second, other = story()
    inspector = officer()
    recall = call_recall(first, by=who.ba, reason=REASON, scope=Recall.Scope.MATERIAL)
    assert "đã bị thu hồi" in told(client, first)
    assert "đã bị thu hồi" in told(client, second)
    assert "đã bị thu hồi" not in told(client, other)
    assert f'href="/hang-thu-hoi/{recall.pk}/"' in told(client, first)
    assert Letter.objects.filter(to=inspector, subject__startswith="Thu hồi").exists()
    notice = client.get(f"/hang-thu-hoi/{recall.pk}/").content.decode()
    assert REASON in notice
    assert "Cửa hàng đặc sản" not in notice, "who received goods is nobody else's business"
    status = client.get(f"/hang-thu-hoi/trang-thai/{first.pk}/").json()
    assert status["recalled"] is True
    assert status["notice"].endswith(f"/hang-thu-hoi/{recall.pk}/")
    with pytest.raises(Refused, match="đang bị thu hồi"):
        call_recall(second, by=who.ba, reason=REASON)


def test_only_the_chosen_lot_is_called_back_when_nothing_more_is_wanted(client: Client) -> None:
    who, first, second, _ = story()
    recall = call_recall(first, by=who.ba, reason=REASON)
    assert "đã bị thu hồi" not in told(client, second)
    assert account_of(recall).others == 1


def test_an_office_needs_a_legal_ground_and_alone_may_lift_its_order() -> None:
    who, first, _, _ = story()
    inspector = officer()
    with pytest.raises(Refused, match="Căn cứ"):
        call_recall(first, by=inspector, reason=REASON)
    recall = call_recall(first, by=inspector, reason=REASON, ground="Biên bản kiểm tra 05/BB (mô phỏng)")
    with pytest.raises(Refused, match="chỉ cơ quan"):
        lift_recall(recall, by=who.ba, reason="Chúng tôi không đồng ý")
    lift_recall(recall, by=inspector, reason="Kết quả kiểm nghiệm lại đạt")
    first.refresh_from_db()
    assert first.recalled_at is None


def test_a_mistaken_recall_is_lifted_with_a_reason_and_stays_readable(client: Client) -> None:
    who, first, second, _ = story()
    recall = call_recall(first, by=who.ba, reason=REASON, scope=Recall.Scope.MATERIAL)
    lift_recall(recall, by=who.ba, reason="Ghi nhầm mã lô")
    for made in (first, second):
        assert "đã bị thu hồi" not in told(client, made)
        assert open_recall_of(made) is None
    notice = client.get(f"/hang-thu-hoi/{recall.pk}/").content.decode()
    assert "đã được dỡ bỏ" in notice
    assert "Ghi nhầm mã lô" in notice


def test_lifting_one_recall_does_not_free_a_lot_that_another_holds(client: Client) -> None:
    who, first, second, _ = story()
    call_recall(second, by=who.ba, reason="Lý do riêng của lô hai")
    recall = call_recall(first, by=who.ba, reason=REASON, scope=Recall.Scope.MATERIAL)
    lift_recall(recall, by=who.ba, reason="Ghi nhầm mã lô")
    assert "đã bị thu hồi" not in told(client, first)
    assert "đã bị thu hồi" in told(client, second)


def test_a_drill_changes_no_stamp_and_is_called_one_everywhere(client: Client) -> None:
    who, first, _, _ = story()
    stamped(who, first)
    helper = person("Cô Hai")
    who.producer.memberships.create(person=helper, since=timezone.now())
    drill = call_drill(first, by=who.ba, reason="Giả định mật lẫn nước", scope=Recall.Scope.MATERIAL)
    assert "đã bị thu hồi" not in told(client, first)
    assert client.get(f"/hang-thu-hoi/{drill.pk}/").status_code == 404
    assert "DIỄN TẬP" in Letter.objects.get(to=helper).subject
    account = account_of(drill)
    assert drill.time_to_list is not None
    assert drill.time_to_list < timedelta(seconds=5)
    assert {gap.kind for gap in account.gaps} == {"receiver"}
    before = account.completeness
    for contact in drill.contacts.exclude(name=""):
        confirm_contact(contact, by=who.ba, kept="còn 12 chai, đã cất riêng")
    assert account_of(drill).completeness > before
    with pytest.raises(Refused, match="không ghi nơi nhận"):
        confirm_contact(drill.contacts.get(name=""), by=who.ba)
    assert report_pdf(drill, timezone.now()).startswith(b"%PDF")


def test_a_lot_without_a_diary_says_what_is_missing() -> None:
    who = cast()
    certify(who.product)
    made = lot(who)
    stamped(who, made)
    drill = call_drill(made, by=who.ba, reason="Giả định")
    assert {gap.kind for gap in account_of(drill).gaps} == {"source", "dispatch"}


def _pages(client: Client, who: Cast, made: Lot, drill: Recall) -> Iterator[bytes]:
    for page in (
        f"/hang-thu-hoi/lo/{made.pk}/",
        f"/hang-thu-hoi/dot/{drill.pk}/",
        "/hang-thu-hoi/dot/",
        "/hang-thu-hoi/",
    ):
        answer = client.get(page)
        assert answer.status_code == 200, page
        yield answer.content


def test_the_pages_lead_from_lot_to_report(client: Client) -> None:
    who, first, _, _ = story()
    who.ba.set_password("rung-hoi-binh-lieu-7")
    who.ba.save()
    client.force_login(who.ba)
    page = f"/hang-thu-hoi/lo/{first.pk}/"
    answer = client.post(page, {"part": "drill", "drill-scope": "material", "drill-reason": "Giả định mật lẫn nước"})
    drill = Recall.objects.get()
    assert answer["Location"] == f"/hang-thu-hoi/dot/{drill.pk}/"
    for content in _pages(client, who, first, drill):
        html5lib.HTMLParser(strict=True).parse(content)
    contact = drill.contacts.exclude(name="").first()
    assert contact
    client.post(f"/hang-thu-hoi/noi-nhan/{contact.pk}/xac-nhan/", {"kept": "12 chai"})
    client.post(f"/hang-thu-hoi/dot/{drill.pk}/", {"part": "close"})
    drill.refresh_from_db()
    assert drill.closed_at
    assert client.get(f"/hang-thu-hoi/dot/{drill.pk}/bao-cao.pdf").content.startswith(b"%PDF")
    wrong = client.post(page, {"part": "recall", "scope": "lot", "reason": REASON, "password": "sai"})
    assert wrong.status_code == 422
    right = {"part": "recall", "scope": "lot", "reason": REASON, "password": "rung-hoi-binh-lieu-7"}
    assert client.post(page, right).status_code == 302
    first.refresh_from_db()
    assert first.recalled_at
    client.force_login(cast(None).ba)
    assert client.get(page).status_code == 404
    assert client.get(f"/hang-thu-hoi/dot/{drill.pk}/").status_code == 404
