"""Codes tried out by a machine: stopped by network and by epoch, told to those who must know, and never told by their cost."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ocop.letters.models import Letter
from ocop.people.models import Mandate, Office, Person
from ocop.scans.acts.keeping import alarm_enumeration, open_months_ahead, prune_scans
from ocop.scans.models import Scan, ScanTally, WrongEpoch
from ocop.scans.queries.keeping import alarms_waiting, months_kept
from ocop.scans.rules.networks import ALARM_AT, WRONG_AN_EPOCH
from ocop.stamps.queries import mint
from tests.scans.phone import Phone
from tests.scans.test_api import _forged, jar
from tests.stamps.cast import GTIN, person

pytestmark = pytest.mark.django_db(transaction=True)


def _officer(role: str) -> Person:
    found = person(role)
    office, _ = Office.objects.get_or_create(name="Thanh tra", kind=Office.Kind.INSPECTION)
    Mandate.objects.create(person=found, role=role, office=office, starts_on=timezone.localdate() - timedelta(days=1))
    return found


class TestEqualCost:
    def test_every_wrong_code_costs_one_statement_and_the_same_work(self, phone: Phone) -> None:
        honey, other = jar(), jar(gtin=None)
        b = honey.batch
        kinds = {
            "wrong tag": b.path + _forged(honey.code()),
            "foreign batch": f"/01/{GTIN}/21/{other.code()}",
            "no such batch": b.path + mint().code(b.subject, b.epoch, 31_000, 0),
            "beyond the batch": b.path + mint().code(b.subject, b.epoch, b.number, 10),
            "foreign product": f"/01/08938500123467/21/{honey.code()}",
        }
        phone.waits = False
        spent: dict[str, list[float]] = {kind: [] for kind in kinds}
        for path in kinds.values():
            phone.get(path)
        for _ in range(150):
            for kind, path in kinds.items():
                before = phone.desk.store.statements
                began = time.thread_time()
                assert phone.get(path).status == 404
                spent[kind].append(time.thread_time() - began)
                assert phone.desk.store.statements == before + 1, kind
        # The cheapest fifth: what neighbours on the machine add to the rest is theirs.
        cheap = {kind: statistics.quantiles(found, n=5)[0] for kind, found in spent.items()}
        assert max(cheap.values()) < 1.5 * min(cheap.values()), cheap

    def test_nothing_is_called_forged_that_was_issued_a_moment_ago(self, phone: Phone) -> None:
        """Even when no notice of it has been heard yet."""
        honey = jar()
        phone.desk.memory.batches.clear()
        assert phone.get(honey.path()).band.startswith("ok")


class TestEpochs:
    def test_an_exhausted_epoch_answers_only_for_stamps_that_were_known_before(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path(1))
        phone.desk.behind.flush()
        WrongEpoch.objects.create(epoch=honey.batch.epoch, count=WRONG_AN_EPOCH - 1)
        phone.get(honey.batch.path + _forged(honey.code()))
        phone.desk.behind.flush()
        assert phone.get(honey.path(1), address="198.51.100.1").band.startswith("ok")
        unknown = phone.get(honey.path(2))
        assert (unknown.status, unknown.band) == (429, "unknown: Tạm ngừng kiểm tra tem mới của đợt này.")
        assert phone.get(honey.path(2), query="linkType=gs1:pip").status == 429

    def test_one_part_in_a_hundred_rings_the_bell_once(self, phone: Phone, client: Client) -> None:
        honey, inspector, administrator = jar(), _officer("inspector"), _officer("administrator")
        WrongEpoch.objects.create(epoch=honey.batch.epoch, count=ALARM_AT - 1)
        assert alarm_enumeration() == 0
        phone.get(honey.batch.path + _forged(honey.code()))
        phone.desk.behind.flush()
        assert [alarm_enumeration(), alarm_enumeration()] == [1, 0]
        assert {letter.to_id for letter in Letter.objects.filter(subject__contains="dò mã")} == {
            inspector.pk,
            administrator.pk,
        }
        assert [w.about for w in alarms_waiting(inspector)] == ["10.000 mã sai"]
        assert alarms_waiting(honey.who.ba) == []
        client.force_login(inspector)
        page = client.get("/tem/luot-quet/do-ma/").content.decode()
        assert "10.000" in page
        assert "đã báo động" in page
        client.force_login(honey.who.ba)
        assert client.get("/tem/luot-quet/do-ma/").status_code == 403


class TestMonths:
    def test_months_are_opened_ahead_and_dropped_after_the_retention_while_tallies_stay(self, phone: Phone) -> None:
        honey = jar()
        phone.get(honey.path())
        phone.desk.behind.flush()
        later = timezone.now() + timedelta(days=200)
        open_months_ahead(later)
        assert timezone.localdate(later).replace(day=1) in [first for first, _name in months_kept()]
        assert prune_scans() == []
        gone = prune_scans(timezone.now() + timedelta(days=31 * 30))
        assert f"scans_scan_{timezone.localdate():%Y_%m}" in gone
        assert Scan.objects.count() == 0
        assert ScanTally.objects.get().scans == 1
