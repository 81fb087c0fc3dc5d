"""What is captured about a lot stands on its warm page at the next scan; what concerns nobody disturbs nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from ocop.lots.queries import epc_of
from ocop.scans.api import AtOnce
from ocop.scans.api.gate import answer_to
from ocop.traces.acts import accept_voice, end_voice, offer_voice, party_of
from ocop.traces.models import Party
from tests.scans.phone import Phone, hear_everything
from tests.scans.test_api import Jar, jar
from tests.scans.test_api_memory import Visit
from tests.traces.asking import captured, party

pytestmark = pytest.mark.django_db(transaction=True)


def about(honey: Jar, step: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent", "action": "OBSERVE", "bizStep": step, "eventTime": timezone.now().isoformat(),
        "eventTimeZoneOffset": "+07:00", "quantityList": [{"epcClass": epc_of(honey.lot)}], **more,
    }  # fmt: skip


def read(phone: Phone, honey: Jar) -> str:
    """The page as this process tells it, which must be what a process without memory tells."""
    hear_everything(phone.desk)
    told = phone.get(honey.path()).body.decode()
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": honey.path(), "REMOTE_ADDR": "203.0.113.5"}
    assert told == answer_to(environ, phone.desk.forgetful(), phone.desk.store.run).body.decode()
    return told


def is_warm(honey: Jar) -> bool:
    return AtOnce()(Visit(honey.path()), "203.0.113.5", "") is not None  # type: ignore[arg-type]


def _voice(honey: Jar, other: Party) -> Any:
    return accept_voice(offer_voice(other, to=honey.who.producer, by=None), by=honey.who.ba)


def test_a_partners_event_stands_on_the_next_page_and_goes_when_it_takes_it_back(phone: Phone) -> None:
    honey, carrier = jar(), party("Xe lạnh Hạ Long (mô phỏng)")
    assert carrier.name not in read(phone, honey)
    voice = _voice(honey, carrier)
    assert carrier.name not in read(phone, honey)
    assert is_warm(honey)
    captured(carrier, about(honey, "transporting"))
    assert carrier.name in read(phone, honey)
    end_voice(voice, by=None)
    assert carrier.name not in read(phone, honey)


def test_so_does_a_document_too_large_to_name_everything_and_what_the_producers_own_system_says(phone: Phone) -> None:
    honey, carrier = jar(), party("Xe lạnh Hạ Long (mô phỏng)")
    _voice(honey, carrier)
    read(phone, honey)
    others = [f"https://id.gs1.org/01/08938500110023/21/S{n}" for n in range(500)]
    captured(carrier, about(honey, "transporting"), {**about(honey, "storing"), "epcList": others})
    assert carrier.name in read(phone, honey)
    captured(party_of(honey.who.producer, by=None), about(honey, "storing"))
    assert "Bảo quản, kho" in read(phone, honey)


def test_what_a_stranger_captures_or_a_partner_says_of_other_goods_leaves_the_page_warm(phone: Phone) -> None:
    honey, carrier, stranger = jar(), party("Xe lạnh Hạ Long (mô phỏng)"), party("Người lạ (mô phỏng)")
    _voice(honey, carrier)
    first = read(phone, honey)
    captured(stranger, about(honey, "transporting"))
    captured(
        carrier,
        {**about(honey, "storing"), "quantityList": [], "epcList": ["https://id.gs1.org/00/089385001100000016"]},
    )
    hear_everything(phone.desk)
    assert is_warm(honey)
    assert stranger.name not in first + read(phone, honey)
