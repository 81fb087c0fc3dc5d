"""The radar's pages, as an inspector walks them."""

from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from ocop.scans.acts.sweeping import sweep
from ocop.scans.exports.radar import days_drawn
from ocop.scans.models import Case, DeclaredMarket
from ocop.stamps.acts import draw_stamps
from ocop.stamps.queries import mint
from tests.scans.test_acts_radar import person_with, two_cities
from tests.stamps import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(client: Client) -> Client:
    client.force_login(person_with("inspector"))
    return client


@pytest.fixture
def opened() -> Case:
    who = cast.cast()
    cast.certify(who.product)
    batch = draw_stamps(cast.lot(who), 500, by=who.ba)
    now = timezone.now()
    two_cities(batch, now)
    sweep(now)
    return Case.objects.get()


def test_an_empty_radar_says_what_will_stand_there(inspector: Client) -> None:
    page = inspector.get("/thanh-tra/ra-da/")
    html5lib.HTMLParser(strict=True).parse(page.content)
    assert "Không có vụ việc nào" in page.content.decode() and "Ra-đa chưa chạy lượt nào" in page.content.decode()


def test_the_inspector_takes_notes_and_decides_on_the_page(inspector: Client, opened: Case) -> None:
    listed = inspector.get("/thanh-tra/ra-da/").content.decode()
    assert opened.get_absolute_url() in listed and "lại về chỗ cũ" in listed
    page = inspector.get(opened.get_absolute_url())
    html5lib.HTMLParser(strict=True).parse(page.content)
    assert "TP. Hồ Chí Minh" in page.content.decode()
    assert inspector.post(f"{opened.get_absolute_url()}nhan/").status_code == 302
    refused = inspector.post(f"{opened.get_absolute_url()}ket-luan/", {"outcome": "copied", "finding": "ngắn"})
    assert refused.status_code == 422 and "Nhận định cần ít nhất 10 ký tự" in refused.content.decode()
    said = {"outcome": "copied", "finding": "Hai quầy ở hai nơi cùng bán tem này."}
    done = inspector.post(f"{opened.get_absolute_url()}ket-luan/", said, follow=True)
    assert "Tem bị sao chép" in done.content.decode()


def test_the_radar_says_how_often_it_is_right_and_that_this_is_simulated(inspector: Client) -> None:
    page = inspector.get("/thanh-tra/ra-da/do-luong/")
    html5lib.HTMLParser(strict=True).parse(page.content)
    text = page.content.decode()
    assert "mô phỏng" in text and "Báo nhầm" in text and "đang dùng" in text


def test_a_case_is_opened_by_a_code_and_a_false_code_is_refused(inspector: Client, opened: Case) -> None:
    batch = opened.batch
    code = mint().code(batch.subject, batch.epoch, batch.number, 99)
    assert inspector.post("/thanh-tra/vu-viec/moi/", {"code": "ABC", "note": "Thấy ở chợ"}).status_code == 422
    done = inspector.post("/thanh-tra/vu-viec/moi/", {"code": code, "note": "Thấy ở chợ"})
    assert done.status_code == 302 and Case.objects.filter(sequence=99).exists()


def test_others_do_not_see_the_radar(client: Client, opened: Case) -> None:
    client.force_login(opened.batch.drawn_by)
    assert client.get("/thanh-tra/ra-da/").status_code == 403
    assert client.get(opened.get_absolute_url()).status_code == 404


def test_the_producer_says_where_a_lot_is_sold(client: Client, opened: Case) -> None:
    client.force_login(opened.batch.drawn_by)
    address = f"/san-xuat/lo/{opened.batch.lot_id}/noi-ban/"
    html5lib.HTMLParser(strict=True).parse(client.get(address).content)
    assert client.post(address, {"regions": ["22"], "countries": "cn; x1"}).status_code == 422
    assert client.post(address, {"regions": ["22", "31"], "countries": "cn"}).status_code == 302
    declared = DeclaredMarket.objects.get()
    assert declared.regions == ["22", "31", "CN"]
    assert declared.declared_at > timezone.now() - timedelta(minutes=1)


def test_a_stamps_way_is_drawn_in_lanes_of_places_and_time() -> None:
    seen = [
        {"at": f"2026-11-{day:02}T08:00:00+00:00", "region": region, "network": day, "verdict": verdict}
        for day, region, verdict in ((1, "01", "genuine"), (8, "79", "genuine"), (15, "01", "expired"), (29, "", "genuine"))
    ]  # fmt: skip
    drawn = days_drawn(seen)
    circles = html5lib.parse(drawn, namespaceHTMLElements=False).findall(".//{*}circle")
    assert [int(c.get("cx")) for c in circles] == [10, 125, 240, 470]
    assert [c.get("cy") for c in circles] == ["44", "88", "44", "132"]
    assert [c.get("class") for c in circles] == [None, None, "odd", None]
    assert "Hà Nội 2 lượt" in drawn and "chưa rõ nơi" in drawn and "01/11/2026" in drawn
    assert days_drawn([]) == "" and "08:00" not in drawn
    assert "15:00 01/11/2026" in days_drawn(seen[:1])
