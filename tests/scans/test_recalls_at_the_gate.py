"""Stamps that were read a moment ago, and are answered from memory, say «recalled» as soon as somebody calls the lot back."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from ocop.lots.acts import tell_label
from ocop.scans.acts import call_drill, call_recall, lift_recall
from tests.scans.phone import Phone
from tests.scans.test_api import Jar, jar

pytestmark = pytest.mark.django_db(transaction=True)


def _soon(true: Callable[[], bool], seconds: float = 2.0) -> float:
    """How long it took until it was true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "not within two seconds"
        time.sleep(0.005)
    return time.monotonic() - began


def _recalled(phone: Phone, honey: Jar) -> bool:
    return phone.get(honey.path()).band.startswith("void: Lô hàng này đã bị thu hồi")


def test_a_recall_reaches_warm_stamps_at_once_a_drill_never_and_lifting_frees_them(phone: Phone) -> None:
    honey = jar()
    for _ in range(3):
        assert phone.get(honey.path()).band.startswith("ok")
    call_drill(honey.lot, by=honey.who.ba, reason="Giả định nắp hở")
    time.sleep(0.1)
    assert phone.get(honey.path()).band.startswith("ok")
    recall = call_recall(honey.lot, by=honey.who.ba, reason="Nắp chai bị hở")
    assert _soon(lambda: _recalled(phone, honey)) < 1.0
    assert f"/hang-thu-hoi/{recall.pk}/" in phone.get(honey.path()).text
    lift_recall(recall, by=honey.who.ba, reason="Ghi nhầm mã lô")
    _soon(lambda: phone.get(honey.path()).band.startswith("ok"))
    assert "/hang-thu-hoi/" not in phone.get(honey.path()).text


def test_what_a_passport_tells_changes_with_any_table_it_reads(phone: Phone) -> None:
    honey = jar()
    assert "Mật Ngàn" not in phone.get(honey.path()).text
    facts = {"brand": "Mật Ngàn", "standards": "", "warnings": "", "storage": ""}
    tell_label(honey.who.product, by=honey.who.ba, facts=facts)
    _soon(lambda: "Mật Ngàn" in phone.get(honey.path()).text)
