"""A recall also follows what trade partners captured, and shows it to those who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from ocop.lots.models import Lot
from ocop.lots.queries import epc_of
from ocop.scans.acts import call_drill
from ocop.scans.queries import found_about
from ocop.scans.rules.recalls import Found
from ocop.traces.acts import grant_view
from ocop.traces.acts.parties import party_of
from ocop.traces.models import Party
from tests.scans.test_recalls import officer
from tests.stamps.cast import Cast, cast, certify, lot
from tests.traces.asking import captured, party

pytestmark = pytest.mark.django_db


def received(made: Lot, day: int, step: str = "receiving") -> dict[str, Any]:
    return {
        "type": "ObjectEvent", "action": "OBSERVE", "bizStep": step, "eventTime": f"2026-11-{day:02}T23:30:00+07:00",
        "eventTimeZoneOffset": "+07:00", "bizLocation": {"id": "https://id.gs1.org/414/8938500110009"},
        "quantityList": [{"epcClass": epc_of(made), "quantity": 40}],
    }  # fmt: skip


@pytest.fixture
def goods() -> tuple[Cast, Lot, Party]:
    who = cast()
    certify(who.product)
    made, shop = lot(who), party("Cửa hàng Hạ Long (mô phỏng)")
    captured(shop, received(made, 2), received(made, 3, "https://ref.gs1.org/cbv/BizStep-retail_selling"))
    captured(shop, received(lot(who, "KHAC"), 4))
    return who, made, shop


def test_the_inspector_sees_what_partners_told_of_the_lot(goods: tuple[Cast, Lot, Party]) -> None:
    _, made, _ = goods
    told = found_about(made, viewer=officer()).traced
    assert [(t.party, t.step, t.on, t.quantity) for t in told] == [
        ("Cửa hàng Hạ Long (mô phỏng)", "đã nhận", "02/11/2026", "40"),
        ("Cửa hàng Hạ Long (mô phỏng)", "đã bán lẻ", "03/11/2026", "40"),
    ]


def test_the_producer_sees_it_only_where_the_partner_allows(goods: tuple[Cast, Lot, Party]) -> None:
    who, made, shop = goods
    own = party_of(who.producer, by=None)
    assert found_about(made, viewer=who.ba).traced == ()
    grant_view(shop, to=own, by=None)
    assert len(found_about(made, viewer=who.ba).traced) == 2


def test_goods_made_of_the_lot_are_followed_on(goods: tuple[Cast, Lot, Party]) -> None:
    _, made, shop = goods
    box = "https://id.gs1.org/00/089385001100000016"
    packed = {
        "type": "AggregationEvent", "action": "ADD", "parentID": box, "bizStep": "packing",
        "eventTime": "2026-11-05T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
        "childQuantityList": [{"epcClass": epc_of(made), "quantity": 20}],
    }  # fmt: skip
    sent = {
        "type": "ObjectEvent", "action": "OBSERVE", "epcList": [box], "bizStep": "shipping",
        "eventTime": "2026-11-06T08:00:00+07:00", "eventTimeZoneOffset": "+07:00",
    }  # fmt: skip
    captured(shop, packed, sent)
    assert [t.step for t in found_about(made, viewer=officer()).traced][-2:] == ["đã đóng gói", "đã gửi đi"]


def test_the_list_of_a_drill_keeps_what_was_told(goods: tuple[Cast, Lot, Party]) -> None:
    _, made, _ = goods
    drill = call_drill(made, by=officer(), reason="Diễn tập quý bốn", scope="lot")
    assert len(Found.read(drill.found).traced) == 2
