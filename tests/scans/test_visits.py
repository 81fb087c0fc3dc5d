"""Shelf visits: many stamps of one place, told once to those whom they concern, looked at again."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.people.models import Mandate, Office, Person
from ocop.places.models import Place
from ocop.scans.acts.checks import evidence_of, take_check
from ocop.scans.acts.visits import follow_visit, tell_visit
from ocop.scans.models import Check, Visit
from ocop.scans.queries.visits import heaps_of, visits_seen_by, waiting_for
from ocop.scans.rules.checks import ALARMING, EXPLAINED, FLAGS, HEAPS, SAYINGS
from ocop.stamps.acts import activate_range, draw_stamps, report_lost
from ocop.stamps.models import Batch
from tests.scans.test_checks import code, label, told
from tests.scans.test_recalls import officer
from tests.stamps.cast import Cast, cast, certify, lot, person

SHELF = "Cửa hàng đặc sản Hạ Long"


@pytest.fixture(autouse=True)
def _vault(tmp_path: object, settings: Any) -> None:
    settings.PAPERS_DIR = tmp_path


@pytest.fixture
def who(db: None) -> Cast:
    who = cast()
    certify(who.product)
    return who


@pytest.fixture
def batch(who: Cast) -> Batch:
    """Forty signed stamps: 0–19 in use, 20–24 lost, the rest not yet used."""
    batch = draw_stamps(lot(who), 40, by=who.ba, kind="signed")
    activate_range(code(batch, 0), code(batch, 24), by=who.ba)
    report_lost(code(batch, 20), code(batch, 24), by=who.ba, note="Rơi trên đường ra chợ")
    return batch


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("anh.jpg", out.getvalue(), "image/jpeg")


def someone(role: str, place: Place | None = None) -> Person:
    found = person(f"Người có vai {role}")
    kind = Office.Kind.COMMUNE if role == "commune_officer" else Office.Kind.PROVINCE
    office, _ = Office.objects.get_or_create(kind=kind, name=f"Cơ quan của {role}", place=place)
    Mandate.objects.create(person=found, role=role, office=office, place=place, starts_on=timezone.localdate())
    return found


def shelf(number: UUID, **changed: object) -> dict[str, Any]:
    return {"id": str(number), "place": SHELF, "began": timezone.now().isoformat(), **changed}


def scanned(content: str, number: UUID, by: Person, said: str = "genuine", **changed: Any) -> Check:
    photo = changed.pop("photo", None)
    return take_check(uuid4(), told(content, said, visit=shelf(number), **changed), by=by, photo=photo)


@pytest.fixture
def inspector(who: Cast) -> Person:
    return officer("inspector")


@pytest.fixture
def visit(batch: Batch, inspector: Person) -> Visit:
    """One genuine, two lost, one forged by a stranger, one jar without a stamp."""
    number = uuid4()
    scanned(label(batch, 3), number, inspector)
    scanned(label(batch, 20), number, inspector, "lost")
    scanned(label(batch, 21), number, inspector, "lost")
    scanned("1005-639Z-ZSA0-VQBN-GMB", number, inspector, "unknown")
    scanned("Trà hoa vàng không rõ nơi làm", number, inspector, "no_stamp")
    return visits_seen_by(inspector).get(pk=number)


def test_every_saying_stands_in_one_heap_and_every_flag_is_explained() -> None:
    heaped = [said for _, sayings in HEAPS.values() for said in sayings]
    assert sorted(heaped) == sorted(SAYINGS)
    assert set(EXPLAINED) == FLAGS
    assert {"missing"} == ALARMING - FLAGS


def test_a_shelf_comes_in_heaps_the_gravest_first(visit: Visit) -> None:
    heaps = heaps_of(visit)
    assert [(heap.name, len(heap.rows)) for heap in heaps] == [("impossible", 2), ("uncertified", 2), ("fine", 1)]
    assert visit.flagged == 4 and visit.found == 5  # type: ignore[attr-defined]


def test_two_goods_with_one_code_are_kept_as_the_inspector_saw_them(batch: Batch, inspector: Person) -> None:
    twin = scanned(label(batch, 3), uuid4(), inspector, "twin")
    assert (twin.answer, twin.batch, twin.sequence) == ("twin", batch, 3)


def test_checks_of_one_shelf_arrive_in_any_order_and_twice(batch: Batch, inspector: Person) -> None:
    number, first = uuid4(), uuid4()
    for content, check in ((label(batch, 1), first), (label(batch, 2), uuid4()), (label(batch, 1), first)):
        take_check(check, told(content, visit=shelf(number)), by=inspector)
    assert Visit.objects.get().checks.count() == 2


def test_a_shelf_of_somebody_else_or_without_a_place_is_refused(batch: Batch, visit: Visit) -> None:
    other = someone("inspector")
    with pytest.raises(Refused, match="người khác"):
        scanned(label(batch, 4), visit.pk, other)
    for broken in ({"place": " "}, {"began": "hôm nay"}, {"id": "1"}):
        with pytest.raises(Refused, match="không đọc được"):
            take_check(uuid4(), told(label(batch, 4), visit=shelf(uuid4(), **broken)), by=other)
    assert Check.objects.count() == 5


def test_the_journal_seals_photo_time_and_place(batch: Batch, inspector: Person) -> None:
    check = scanned(
        label(batch, 20), uuid4(), inspector, "lost", photo=picture(), where={"lat": 21.5, "lon": 107.4, "accuracy": 8}
    )
    sealed = Line.objects.get(verb="take_check").facts["evidence_sha256"]
    evidence = evidence_of(Check.objects.get(pk=check.pk))
    assert (
        sealed
        == hashlib.sha256(
            json.dumps(evidence, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        ).hexdigest()
    )
    assert check.photo and evidence["photo_sha256"] == check.photo.sha256
    assert evidence["where"] == [21.5, 107.4, 8.0] and evidence["place"] == ""


def test_producer_and_commune_are_told_once_and_the_shelf_is_looked_at_again(
    visit: Visit, who: Cast, inspector: Person
) -> None:
    commune = someone("commune_officer", who.product.place)
    [untold] = waiting_for(inspector)
    assert untold.url == visit.get_absolute_url() and "chưa báo" in untold.title
    again = timezone.localdate() + timedelta(days=7)
    tell_visit(visit, by=inspector, words="Hãy cất riêng hàng mang dải tem này.", follow_on=again)
    for told_to in (who.ba, commune):
        letter = Letter.objects.get(to=told_to, subject__contains=SHELF)
        assert "Tem đã báo mất. (2 món)" in letter.body and "chưa phải kết luận vi phạm" in letter.body
        assert f"{again:%d/%m/%Y}" in letter.body
    with pytest.raises(Refused, match="đã báo rồi"):
        tell_visit(visit, by=inspector, words="", follow_on=None)
    [waiting] = waiting_for(inspector)
    assert waiting.due_on == again
    follow_visit(visit, by=inspector, finding="Hàng đã cất, nơi bán trả lại chủ thể.")
    assert waiting_for(inspector) == []
    with pytest.raises(Refused, match="đã ghi"):
        follow_visit(visit, by=inspector, finding="Lần nữa thì thôi.")


def test_all_reasons_against_a_notice_are_named(visit: Visit, who: Cast, inspector: Person) -> None:
    with pytest.raises(Refused) as refused:
        tell_visit(visit, by=someone("province_officer"), words="a" * 1001, follow_on=timezone.localdate())
    assert {reason.code for reason in refused.value.reasons} == {"not_inspector", "too_long", "out_of_range"}


def test_the_pages_show_what_was_found_why_and_who_is_told(visit: Visit, client: Client, inspector: Person) -> None:
    client.force_login(inspector)
    assert SHELF in client.get("/thanh-tra/ke/").content.decode()
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "Không thể có trên kệ" in page and "Có thể ngay tình" in page and "Gửi lời báo" in page
    wrong = client.post(f"{visit.get_absolute_url()}bao/", {"words": "", "follow_on": "2020-01-01"})
    assert wrong.status_code == 422 and "sau hôm nay" in wrong.content.decode()
    assert client.post(f"{visit.get_absolute_url()}bao/", {"words": "Cất riêng."}).status_code == 302
    assert client.post(f"{visit.get_absolute_url()}lai/", {"finding": ""}).status_code == 422
    assert client.post(f"{visit.get_absolute_url()}lai/", {"finding": "Hàng đã cất."}).status_code == 302
    assert "Hàng đã cất." in client.get(visit.get_absolute_url()).content.decode()


def test_shelves_are_nobody_elses_business(visit: Visit, who: Cast, client: Client) -> None:
    client.force_login(who.ba)
    assert client.get("/thanh-tra/ke/").status_code in (403, 404)
    assert client.get(visit.get_absolute_url()).status_code in (403, 404)
    assert client.post(f"{visit.get_absolute_url()}bao/", {"words": ""}).status_code in (403, 404)
