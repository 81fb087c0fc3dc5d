"""How far stamps come: counted from ranges and tallies, seen only by whom it concerns, and never guessed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from ocop.people.models import Mandate, Office, Person
from ocop.people.rules import Role
from ocop.scans.models import ScanTally
from ocop.scans.queries.funnel import BY_PLACE, Scope, funnel_of, funnel_scope
from ocop.stamps.acts import (
    activate_range,
    deliver_rolls,
    draw_stamps,
    print_range,
    print_rolls,
    report_roll_lost,
    void_range,
)
from ocop.stamps.models import Batch
from tests.stamps.cast import Cast, person
from tests.stamps.cast_rolls import code, officer, ordered, ready

pytestmark = pytest.mark.django_db
ALL = Scope("Toàn tỉnh")


def told() -> tuple[Cast, Batch]:
    """100 ordered, 100 printed, 60 delivered, 30 activated of which 5 void later; 40 lost; 12 scanned 40 times."""
    ba, batch = ordered(100)
    first, second = print_rolls(batch, 60, by=officer())
    deliver_rolls([first], by=officer(), receiver="Chị Ba")
    activate_range(code(batch, 0), code(batch, 29), by=ba.ba)
    void_range(code(batch, 0), code(batch, 4), by=ba.ba, note="Rách khi dán")
    report_roll_lost(second, by=officer(), note="Thất lạc ở kho")
    tally(batch, scans=40, firsts=12)
    return ba, batch


def tally(batch: Batch, *, scans: int, firsts: int, ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=ago)
    ScanTally.objects.create(batch_number=batch.pk, day=day, verdict="genuine", region="22", scans=scans, firsts=firsts)


def today_of(scope: Scope, **more: object) -> object:
    today = timezone.localdate()
    return funnel_of(scope, today, today, **{"simulated": True, **more})  # type: ignore[arg-type]


def inspector() -> Person:
    chosen = person("Chú Ba Kiểm")
    office = Office.objects.create(name="Đội kiểm tra", kind=Office.Kind.INSPECTION)
    Mandate.objects.create(person=chosen, role=Role.INSPECTOR, office=office, starts_on=timezone.localdate())
    return chosen


def test_each_step_counts_whoever_reached_it_or_went_beyond() -> None:
    told()
    total = today_of(ALL).total  # type: ignore[attr-defined]
    assert dict(total.steps) == {
        "Đã đặt": 100, "Đã in": 100, "Đã giao": 60, "Đã kích hoạt": 30, "Đã bán": None, "Đã quét": 12,
    }  # fmt: skip
    assert (total.scans, total.gone) == (40, 45)


def test_what_was_stuck_on_without_a_word_of_printing_was_printed_all_the_same() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 10, by=ba.ba)
    print_range(batch, 0, 2, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 5), by=ba.ba)
    total = today_of(ALL).total  # type: ignore[attr-defined]
    assert (total.ordered, total.printed, total.delivered, total.activated) == (10, 6, 6, 6)


def test_stamps_of_another_period_are_not_counted_nor_what_happened_after_its_end() -> None:
    _, batch = told()
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    assert funnel_of(ALL, yesterday, yesterday, simulated=True).total.ordered == 0
    Batch.objects.filter(pk=batch.pk).update(drawn_at=timezone.now() - timedelta(days=1))
    tally(batch, scans=3, firsts=2, ago=1)
    then = funnel_of(ALL, yesterday, yesterday, simulated=True).total
    assert (then.ordered, then.printed, then.scanned) == (100, 0, 2)


def test_rows_add_up_to_the_whole_by_product_and_by_place() -> None:
    told()
    ba, made = ready()
    draw_stamps(made, 7, by=ba.ba)
    for way, names in (("san-pham", 2), (BY_PLACE, 1)):
        found = today_of(ALL, way=way)
        assert len(found.rows) == names  # type: ignore[attr-defined]
        assert sum(r.ordered for r in found.rows) == found.total.ordered == 107  # type: ignore[attr-defined]
        assert not found.cut  # type: ignore[attr-defined]
    assert today_of(ALL, way=BY_PLACE).rows[0].name == "Xã Bình Liêu"  # type: ignore[attr-defined]


def test_the_real_register_is_counted_without_simulated_rows() -> None:
    told()
    assert today_of(ALL, simulated=False).total.ordered == 0  # type: ignore[attr-defined]


def test_a_producer_sees_its_own_a_commune_its_place_the_province_all_and_a_buyer_nothing() -> None:
    ba, batch = told()
    other, made = ready()
    draw_stamps(made, 7, by=other.ba)
    commune = person("Anh Tư")
    office = Office.objects.create(name="UBND xã Bình Liêu", kind=Office.Kind.COMMUNE)
    here = {"office": office, "role": Role.COMMUNE_OFFICER, "starts_on": timezone.localdate()}
    Mandate.objects.create(person=commune, place=batch.product.place, **here)
    seen = {}
    for who in (ba.ba, other.ba, commune, officer(), inspector()):
        scope = funnel_scope(who)
        assert scope
        seen[who.name, who.pk] = today_of(scope).total.ordered  # type: ignore[attr-defined]
    assert list(seen.values()) == [100, 7, 107, 107, 107]
    assert funnel_scope(person("Chị Út")) is None


def test_the_page_says_what_is_unknown_and_its_files_hold_the_same_cells(client: Client) -> None:
    ba, _ = told()
    client.force_login(ba.ba)
    page = client.get("/tem/pheu/?ky=tat-ca")
    html5lib.HTMLParser(strict=True).parse(page.content)
    text = page.content.decode()
    assert "chưa biết: chợ của cổng chưa mở" in text
    assert "Sản phẩm của bạn" in text
    body = client.get("/tem/pheu/?ky=tat-ca&tep=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert rows[0] == [
        "Sản phẩm",
        "Đã đặt",
        "Đã in",
        "Đã giao",
        "Đã kích hoạt",
        "Đã bán",
        "Đã quét",
        "Lượt quét",
        "Hủy, mất, trả",
    ]
    assert rows[1] == [ba.product.name, "100", "100", "60", "30", "chưa biết", "12", "40", "45"]
    assert rows[2][:2] == ["Cộng", "100"]
    assert "tính đến" in rows[-1][0]
    workbook = client.get("/tem/pheu/?ky=tat-ca&theo=noi&tep=xlsx")
    assert workbook.content[:2] == b"PK"


@pytest.mark.parametrize("query", ["", "?ky=x&theo=y&tu=1&den=2", "?tu=2026-01-01&den=2026-01-02", "?tep=exe"])
def test_whatever_stands_in_the_address_the_page_answers(client: Client, query: str) -> None:
    ba, _ = ready()
    client.force_login(ba.ba)
    page = client.get("/tem/pheu/" + query)
    assert page.status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.content)


def test_strangers_are_sent_away(client: Client) -> None:
    assert client.get("/tem/pheu/").status_code == 302
    client.force_login(person("Chị Út"))
    assert client.get("/tem/pheu/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_for_three(
    client: Client, rows: int, settings: Settings, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    settings.OCOP_DEMO = True
    for _ in range(rows):
        ba, made = ready()
        draw_stamps(made, 7, by=ba.ba)
    client.force_login(officer())
    with django_assert_max_num_queries(12):
        page = client.get("/tem/pheu/")
    assert page.content.decode().count("Mật ong rừng Bình Liêu") == rows
