"""The diary's pages: without script, for who may, refusing with sentences beside the fields."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from typing import Any

import html5lib
import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

import epcis
from ocop.diaries.acts import SiteFacts, add_site
from ocop.diaries.models import Attachment, Book, Entry, GrowingArea, Keeper, Site
from ocop.journal.models import Line
from ocop.papers.models import Paper
from tests.diaries.cast import as_, entry, sync, village
from tests.diaries.test_queries_stories import season
from tests.stamps.cast import certify, lot, person

pytestmark = pytest.mark.django_db
HOME = "/nhat-ky-san-xuat/"


def _page(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    html5lib.HTMLParser(strict=True).parse(page.content)
    return page.content.decode()


def _typed(client: Client, address: str, **typed: Any) -> dict[str, Any]:
    """What the browser would send: the form as it came, with what somebody typed."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["at"] = f"{values['at']:%Y-%m-%dT%H:%M}"
    return {name: value for name, value in {**values, **typed}.items() if value is not None}


def test_every_page_opens_for_the_cooperative_and_holds_its_lot() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    client = as_(people.ba)
    for address in (
        "",
        "ghi/",
        "ghi/?loai=packing",
        "ghi/?loai=care",
        "lo/",
        "noi/",
        "ho/",
        f"ho/{people.household.pk}/",
    ):
        _page(client, HOME + address)
    page = _page(client, f"{HOME}lo/{made.pk}/")
    for words in ("THO-1", "Cửa hàng X", "Các số khớp nhau", "Hộ Páo", "700 kg"):
        assert words in page
    assert "Nhật ký lô" in _page(client, f"{HOME}lo/{made.pk}/in/")
    assert made.code in _page(client, f"{HOME}ghi-chep/{told['packing']['id']}/")


def test_empty_pages_say_how_to_begin() -> None:
    client = as_(village().ba)
    assert "Chưa có ghi chép nào" in _page(client, HOME)
    assert "Chưa có lô nào" in _page(client, HOME + "lo/")
    assert "Chưa có địa điểm nào" in _page(client, HOME + "noi/")


def test_one_click_exports_a_sound_document_in_json_and_xml() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    sync(as_(people.ba), {**entry("correction"), "corrects": told["dispatch"]["id"], "book": people.own_ref})
    client = as_(people.ba)
    answer = client.get(f"{HOME}lo/{made.pk}/epcis.jsonld")
    document = epcis.parse(answer.content)
    assert len(document.events) == 5
    assert [e.error_declaration.reason for e in document.events if e.error_declaration] == ["did_not_occur"]
    assert made.epc in json.dumps(answer.json())
    xml = client.get(f"{HOME}lo/{made.pk}/epcis.xml")
    assert len(epcis.parse_xml(xml.content).events) == 5


def test_chi_ba_notes_a_packing_with_a_photo_and_a_double_click_notes_once() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    sync(as_(people.in_), entry("harvest", outputs=[{"batch": "THO-1", "quantity": 700, "unit": "kg"}]))
    client, address = as_(people.ba), f"{HOME}ghi/?loai=packing&lo={made.pk}"
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 30)).save(picture, "PNG")
    typed = _typed(
        client, address, in_1_what=f"{people.household.ref}|THO-1", in_1_quantity="690,5", in_1_unit="kg", packed="940",
        note="nắp mới",
    )  # fmt: skip
    for _ in range(2):
        picture.seek(0)
        picture.name = "chai.png"
        answer = client.post(address, {**typed, "photo": picture})
        assert (answer.status_code, answer["Location"]) == (302, f"{HOME}lo/{made.pk}/")
    kept = Entry.objects.get(kind="packing")
    assert [(i.direction, str(i.quantity), i.unit) for i in kept.items.all()] == [
        ("in", "690.500", "kg"),
        ("out", "940.000", made.unit),
    ]
    assert Attachment.objects.get().sha256 == Paper.objects.get().sha256
    assert "940 chai 500 ml" in _page(client, f"{HOME}lo/{made.pk}/")


def test_a_harvest_keeps_the_suggested_batch_and_a_gap_stays_a_gap() -> None:
    people = village()
    client, address = as_(people.in_), f"{HOME}ghi/?loai=harvest"
    answer = client.post(address, _typed(client, address, out_1_name="mật thô", out_1_quantity="12", out_1_unit="kg"))
    assert answer.status_code == 302
    item = Entry.objects.get().items.get()
    assert item.batch.startswith("M")
    assert (item.name, item.book) == ("mật thô", people.household)


def test_reasons_stand_beside_their_fields_and_what_was_typed_stays() -> None:
    client, address = as_(village().in_), f"{HOME}ghi/?loai=care"
    page = client.post(
        address, _typed(client, address, in_1_name="vôi", in_1_quantity="nhiều", quarantine_days="-3", note="rải vôi")
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert 'href="#id_in_1_quantity"' in text
    assert 'href="#id_quarantine_days"' in text
    assert "rải vôi" in text
    assert not Entry.objects.exists()
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_a_correction_begins_with_the_old_words_and_only_the_book_s_keeper_makes_it() -> None:
    people = village()
    wrong = entry("harvest", outputs=[{"batch": "THO-1", "quantity": 1200, "unit": "kg"}])
    sync(as_(people.in_), wrong)
    client, address = as_(people.in_), f"{HOME}ghi/?loai=harvest&chua={wrong['id']}"
    typed = _typed(client, address, out_1_quantity="120")
    assert (typed["out_1_batch"], typed["out_1_unit"]) == ("THO-1", "kg")
    assert client.post(address, typed).status_code == 302
    old = _page(client, f"{HOME}ghi-chep/{wrong['id']}/")
    assert "không còn tính" in old
    assert "Ghi nhầm?" not in old
    reading = _page(as_(people.ba), f"{HOME}ghi-chep/{wrong['id']}/")
    assert "Chỉ người giữ sổ" in reading
    assert as_(people.out).get(f"{HOME}ghi-chep/{wrong['id']}/").status_code == 404


def test_a_corrected_entry_is_marked_although_its_correction_stands_on_another_page() -> None:
    people = village()
    wrong = entry("harvest", at="2026-08-01T08:00:00+07:00", outputs=[{"batch": "THO-1", "quantity": 9, "unit": "kg"}])
    right = entry("harvest", at="2026-08-20T08:00:00+07:00", corrects=wrong["id"], note="không phải hôm đó")
    between = [entry(at=f"2026-08-{day:02d}T09:00:00+07:00") for day in range(2, 19)]
    more = [entry(at=f"2026-08-{day:02d}T10:00:00+07:00") for day in range(2, 19)]
    sync(as_(people.in_), wrong, right, *between, *more)
    assert "Đã được chữa" in _page(as_(people.in_), f"{HOME}?trang=2")


def test_two_notes_made_unseen_stand_side_by_side_and_silent_days_are_told() -> None:
    people = village()
    made = lot(people.coop)
    at = "2026-08-17T16:00:00+07:00"
    sync(as_(people.in_), entry(lot=made.pk, at=at, note="đếm được 399"))
    sync(as_(people.ba), entry(book=people.own_ref, lot=made.pk, at=at.replace("16", "17"), note="đếm được 400"))
    sync(as_(people.ba), entry(book=people.own_ref, lot=made.pk, at="2026-08-25T08:00:00+07:00", note="kiểm lại"))
    page = _page(as_(people.ba), f"{HOME}lo/{made.pk}/")
    assert "cả hai đều được giữ" in page
    assert "8 ngày không có ghi chép" in page


def test_who_had_seen_the_other_s_note_comes_after_it() -> None:
    people = village()
    made = lot(people.coop)
    first = entry(lot=made.pk, at="2026-08-17T16:00:00+07:00", note="đếm được 399")
    sync(as_(people.in_), first)
    sync(
        as_(people.ba),
        entry(book=people.own_ref, lot=made.pk, at="2026-08-17T17:00:00+07:00", after=[first["id"]], note="đúng"),
    )
    assert "cả hai đều được giữ" not in _page(as_(people.ba), f"{HOME}lo/{made.pk}/")


def test_doors_are_closed_to_others() -> None:
    people, made_by_others = village(), village(gtin=None)
    made = lot(made_by_others.coop)
    for address in ("", "ghi/", "noi/"):
        assert as_(person("Người lạ")).get(HOME + address).status_code == 403
        assert Client().get(HOME + address)["Location"].startswith("/dang-nhap/")
    for address in (
        f"lo/{made.pk}/",
        f"lo/{made.pk}/in/",
        f"lo/{made.pk}/epcis.jsonld",
        f"ho/{made_by_others.household.pk}/",
    ):
        assert as_(people.ba).get(HOME + address).status_code == 404
    assert as_(people.in_).get(f"{HOME}lo/").status_code == 403
    assert as_(people.in_).get(f"{HOME}ho/").status_code == 403


def test_the_cooperative_opens_a_book_names_a_keeper_and_releases_them_and_the_journal_tells() -> None:
    people = village()
    client = as_(people.ba)
    answer = client.post(f"{HOME}ho/", {"producer": people.coop.producer.pk, "household": "Hộ Sáng", "place": ""})
    book = Book.objects.get(household="Hộ Sáng")
    assert answer["Location"] == f"{HOME}ho/{book.pk}/"
    assert client.post(f"{HOME}ho/", {"producer": people.coop.producer.pk, "household": "Hộ Sáng"}).status_code == 422
    someone = person("Ông Sáng")
    assert client.post(f"{HOME}ho/{book.pk}/", {"login": "0987654321000"}).status_code == 422
    assert client.post(f"{HOME}ho/{book.pk}/", {"login": someone.phone}).status_code == 302
    assert sync(as_(someone), entry())["refused"] == []
    keeper = Keeper.objects.get(person=someone)
    assert as_(people.in_).post(f"{HOME}nguoi-giu/{keeper.pk}/thoi/").status_code == 404
    assert client.post(f"{HOME}nguoi-giu/{keeper.pk}/thoi/").status_code == 302
    assert as_(someone).get(HOME).status_code == 403
    assert client.post(f"{HOME}ho/{book.pk}/dong/").status_code == 302
    assert Entry.objects.filter(book=book).count() == 1
    verbs = set(Line.objects.values_list("verb", flat=True))
    assert {"open_household", "name_keeper", "end_keeper", "close_household"} <= verbs
    assert "note_entry" not in verbs


def test_sites_and_areas_are_kept_with_codes_of_both_forms_and_wrong_glns_are_refused() -> None:
    people = village()
    client = as_(people.in_)
    site = {
        "them": "site",
        "owner": people.household.ref,
        "name": "Nương Ngàn Pạt",
        "kind": "field",
        "latitude": "21.5",
        "longitude": "107.4",
    }
    assert client.post(f"{HOME}noi/", site).status_code == 302
    for wrong in ("8938500123456", "0000000000000"):
        assert client.post(f"{HOME}noi/", {**site, "gln": wrong}).status_code == 422
    assert client.post(f"{HOME}noi/", {**site, "longitude": ""}).status_code == 422
    assert client.post(f"{HOME}noi/", {**site, "owner": people.own_ref}).status_code == 422
    kept = Site.objects.get()
    assert (kept.book, kept.latitude) == (people.household, 21.5)
    for code, form in (("VN-QNOR-0269", "export"), ("22-puc-sr-00001-chn", "national"), ("số 5", "free"), ("", "")):
        area = {
            "them": "area",
            "owner": people.household.ref,
            "name": f"Bãi {form}",
            "crop": "ong nội",
            "area_ha": "1,5",
            "code": code,
        }
        assert client.post(f"{HOME}noi/", area).status_code == 302
        assert GrowingArea.objects.latest("id").code_form == form
    assert client.post(f"{HOME}noi/diem/{kept.key}/thoi/").status_code == 302
    assert as_(people.out).post(f"{HOME}noi/vung/{GrowingArea.objects.latest('id').key}/thoi/").status_code == 404
    assert sync(client, entry(site=str(kept.key)))["taken"]


def test_a_household_is_offered_only_the_doors_and_places_that_are_its_own() -> None:
    people = village()
    add_site(people.coop.producer, SiteFacts("Kho chung của hợp tác xã", "warehouse"), by=people.ba)
    own = add_site(people.coop.producer, SiteFacts("Lều ong nhà Páo", "field"), by=people.in_, book=people.household)
    text = _page(as_(people.in_), "/nhat-ky-san-xuat/noi/")
    assert "Kho chung của hợp tác xã" in text and text.count("/thoi/") == 1 and f"{own.key}/thoi/" in text
    for path in set(re.findall(r'<a href="(/nhat-ky-san-xuat/[^"]*)"', text)):
        assert as_(people.in_).get(path).status_code == 200, path
    assert '"/nhat-ky-san-xuat/giay/"' in _page(as_(people.ba), "/nhat-ky-san-xuat/noi/")


def test_what_is_missing_shrinks_as_it_is_told_and_the_desk_says_so() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    certify(people.coop.product)
    client = as_(people.ba)
    before = _page(client, f"{HOME}lo/{made.pk}/")
    assert "chưa có mã địa điểm" in before
    season(people, made)
    sync(as_(people.ba), entry("lab", book=people.own_ref, lot=made.pk, details={"result": "pass"}))
    after = _page(client, f"{HOME}lo/{made.pk}/")
    assert "1 lần, lần cuối đạt" in after
    assert "OCOP 4 sao" in after
    assert "Các lô" in _page(client, f"{HOME}lo/")


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_costs_the_same_for_one_entry_and_for_twelve(
    rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = village()
    sync(
        as_(people.in_),
        *[entry("harvest", outputs=[{"batch": f"B{i}", "quantity": 1, "unit": "kg"}]) for i in range(rows)],
    )
    client = as_(people.ba)
    with django_assert_max_num_queries(16):
        assert _page(client, HOME).count("Thu hoạch</a>") == rows


@pytest.mark.parametrize(
    "query", ["loai=x", "so=h999999", "lo=½", "lo=" + "9" * 40, "trang=abc", "loai=%00x", "chua=x"]
)
def test_odd_addresses_never_break_a_page(query: str) -> None:
    client = as_(village().ba)
    for address in (HOME, f"{HOME}ghi/"):
        assert client.get(f"{address}?{query}").status_code in (200, 400)


def test_a_lot_shows_its_way_as_steps_told_and_not_told_and_leads_to_what_is_missing() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    season(people, made)
    page = html5lib.parse(as_(people.ba).get(f"{HOME}lo/{made.pk}/").content, namespaceHTMLElements=False)
    way = page.findall(".//ol[@class='way']/li")
    told = {"".join(step.find("b").itertext()): step.get("class") for step in way}
    assert told["Đóng gói"] == "done" and told["Bảo quản, kho"] == "todo"
    assert way[4].find("a").get("href") == f"{HOME}ghi/?loai=storage&lo={made.pk}"


def test_a_lot_that_nobody_noted_is_not_said_to_add_up() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    assert "Chưa rõ" in (before := _page(as_(people.ba), f"{HOME}lo/")) and "Không khớp" not in before
    season(people, made)
    assert ">Khớp<" in _page(as_(people.ba), f"{HOME}lo/")


def test_entries_stand_under_their_days() -> None:
    people = village()
    sync(as_(people.in_), entry("note", note="hôm trước", at="2026-08-01T23:30:00+07:00"))
    sync(as_(people.in_), entry("note", note="hôm sau", at="2026-08-02T00:30:00+07:00"))
    page = _page(as_(people.in_), HOME)
    assert page.index("02/08/2026") < page.index("hôm sau") < page.index("01/08/2026") < page.index("hôm trước")


def test_a_thousand_and_a_half_kilograms_are_read_on_the_page_as_on_the_phone() -> None:
    people = village()
    typed = _typed(as_(people.ba), f"{HOME}ghi/?loai=harvest", out_1_name="mật thô", out_1_batch="M-1500",
                   out_1_quantity="1.500,5", out_1_unit="kg")  # fmt: skip
    as_(people.ba).post(f"{HOME}ghi/?loai=harvest", typed)
    (item,) = Entry.objects.get().items.all()
    assert (item.quantity, item.unit) == (Decimal("1500.5"), "kg")
