"""Papers attached in the diary, as buyers read of them on passports: only what is shown, with its dates, and at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from ocop.design.rules.tongues import day_in
from ocop.diaries.acts.attesting import attach_certificate, detach_certificate
from ocop.diaries.models import Attestation
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.papers.models import PaperDetails
from ocop.scans.acts.attesting import hide_attested, show_attested
from ocop.scans.exports.linked import passport_data
from ocop.scans.exports.national import lot_document
from ocop.scans.exports.telling import papers_shown
from ocop.scans.queries import passport_of
from tests.diaries.cast import as_, entry, sync, village
from tests.diaries.test_attesting import area_of, kept
from tests.scans.phone import Phone
from tests.scans.test_api import Jar, jar
from tests.stamps.cast import GTIN, Cast, cast, lot, person

db = pytest.mark.django_db


def attested(
    who: Cast, thing: Any, kind: str = "test_report", *, shown: bool = True, **dates: date | None
) -> Attestation:
    row = attach_certificate(kept(who.producer, who, kind, **dates), thing, by=who.ba)  # type: ignore[arg-type]
    if shown:
        show_attested(row, by=who.ba)
    return row


def page_of(client: Client, code: str, language: str = "vi") -> str:
    client.cookies["ngon_ngu"] = language
    return client.get(f"/01/{GTIN}/10/{code}").content.decode()


@db
def test_a_paper_stands_on_the_passport_once_it_is_shown_and_only_on_that_lots(client: Client) -> None:
    who = cast()
    made, other = lot(who), lot(who, "L2")
    day = made.made_on + timedelta(days=3)
    row = attested(who, made, shown=False, issued_on=day)
    number = PaperDetails.objects.get(paper=row.paper).number
    assert number not in page_of(client, made.code), "attaching alone tells nobody"
    show_attested(row, by=who.ba)
    assert f'<b>Phiếu kiểm nghiệm</b><br><span class="small soft">{number}' in page_of(client, made.code)
    english = page_of(client, made.code, "en")
    assert "<b>Test report</b>" in english and f"dated {day_in(day, 'en')}" in english
    assert number not in page_of(client, other.code)
    assert number not in client.get(f"/01/{GTIN}").content.decode()
    hide_attested(row, by=who.ba)
    assert number not in page_of(client, made.code)
    show_attested(row, by=who.ba)
    detach_certificate(row, by=who.ba)
    assert number not in page_of(client, made.code)
    assert list(Line.objects.filter(verb__endswith="_attested").order_by("number").values_list("verb", flat=True)) == [
        "show_attested", "hide_attested", "show_attested",
    ]  # fmt: skip


@db
def test_a_certificate_of_the_growing_area_says_how_it_stood_when_the_lot_was_made() -> None:
    people, today = village(None), timezone.localdate()
    made, area = lot(people.coop), area_of(people)
    sync(as_(people.ba), entry("harvest", book=people.own_ref, lot=made.pk, area=str(area.key),
                               outputs=[{"name": "mật", "quantity": 10, "unit": "kg", "batch": "M1"}]))  # fmt: skip
    for since, until in ((-400, -1), (-400, None), (-900, -800)):
        dates = {"issued_on": made.made_on + timedelta(days=since)}
        end = None if until is None else (today if until == -1 else made.made_on) + timedelta(days=until)
        row = attested(people.coop, area, "material", **dates, expires_on=end)
        told = passport_of(made)

        (shown,) = papers_shown(told, "certificate", "vi", today)
        said = {-1: "còn giá trị lúc làm lô này", None: "", -800: "lúc làm lô này không có giá trị"}[until]
        assert shown.title.startswith("Chứng nhận vùng nguyên liệu") and shown.ended is (until == -800)
        assert ("lúc làm lô" in shown.line) is bool(said) and said in shown.line
        assert papers_shown(passport_of(lot(people.coop, f"L{since}{until}")), "certificate", "vi", today) == []
        hide_attested(row, by=people.ba)


@db
def test_strangers_and_private_papers_are_kept_out() -> None:
    who = cast()
    made = lot(who)
    stranger = person("Người Lạ")
    row = attested(who, made, shown=False, issued_on=made.made_on)
    with pytest.raises(Refused, match="thay mặt chủ thể"):
        show_attested(row, by=stranger)
    with pytest.raises(Refused, match="đang không hiện"):
        hide_attested(row, by=who.ba)
    contract = attested(who, made, "contract", shown=False, issued_on=made.made_on)
    with pytest.raises(Refused, match="không đưa lên trang tem"):
        show_attested(contract, by=who.ba)
    shown = attested(who, made, issued_on=made.made_on)
    PaperDetails.objects.filter(paper=shown.paper).update(kind="accounts")
    assert passport_of(made)["attested"] == [], "what turns out to be private is told no longer"


@db
def test_machines_read_the_same_papers() -> None:
    who = cast()
    made = lot(who)
    row = attested(who, made, issued_on=made.made_on)
    told, number = passport_of(made), PaperDetails.objects.get(paper=row.paper).number
    (paper,) = lot_document(made, told)["passport"]["papers"]
    assert (paper["kind"], paper["title"], paper["number"]) == ("test", "Phiếu kiểm nghiệm", number)
    item, passport = orjson.loads(passport_data(told, None, "/01/x"))["@graph"]
    (said,) = [c for c in item["gs1:certification"] if c.get("gs1:certificationIdentification") == number]
    assert {"@id": said["@id"]} in passport["untp-dpp:conformityClaim"]


@db
def test_whoever_keeps_the_passport_decides_on_its_page(client: Client) -> None:
    who = cast()
    made = lot(who)
    row = attested(who, made, shown=False, issued_on=made.made_on)
    client.force_login(who.ba)
    page, act = f"/ho-chieu/{who.product.pk}/", f"/ho-chieu/giay/{row.pk}/"
    assert "không thấy" in client.get(page).content.decode()
    answer = client.post(act, {"product": who.product.pk})
    assert answer.headers["Location"].startswith(page)
    assert "đang đọc được" in client.get(page).content.decode()
    client.post(act, {"product": who.product.pk, "hide": "1"})
    assert passport_of(made)["attested"] == []
    client.force_login(person("Người Lạ"))
    assert client.post(act, {"product": who.product.pk}).status_code in (403, 404)


@pytest.mark.django_db(transaction=True)
def test_a_warm_page_forgets_a_paper_the_moment_it_changes(phone: Phone) -> None:
    honey: Jar = jar()
    who, made = honey.who, honey.lot
    other = cast(None)
    row = attested(who, made, issued_on=made.made_on)
    details = PaperDetails.objects.get(paper=row.paper)

    def warm() -> str:
        phone.get(honey.path())
        return phone.get(honey.path()).text

    assert details.number in warm()
    before = phone.desk.memory._goods
    kept_goods = list(before.values())
    attested(other, lot(other, "L9"), issued_on=made.made_on)
    assert all(goods.alive for goods in kept_goods), "another producer's paper is no news here"
    PaperDetails.objects.filter(pk=details.pk).update(number="MP-NEW")
    assert "MP-NEW" in warm() and details.number not in warm()
    renewed = kept(who.producer, who, "test_report", issued_on=made.made_on + timedelta(days=1))  # type: ignore[arg-type]
    PaperDetails.objects.filter(pk=details.pk).update(successor=renewed)
    later = PaperDetails.objects.get(paper=renewed)
    assert later.number in warm() and "MP-NEW" not in warm()
    hide_attested(row, by=who.ba)
    assert later.number not in warm()
