"""The passport reads the event repository: the producer's own events, and partners' where both sides want it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ocop.diaries.acts import open_household, take_entries
from ocop.diaries.models import Entry, Keeper
from ocop.diaries.rules import batch_uri
from ocop.journal.rules import Refused
from ocop.lots.models import Lot
from ocop.lots.queries import epc_of
from ocop.scans.queries import passport_of
from ocop.traces.acts import accept_voice, end_voice, grant_view, offer_voice, party_of
from ocop.traces.models import Party
from tests.scans.test_recalls import noted, story
from tests.stamps.cast import Cast, cast, certify, lot, person
from tests.traces.asking import captured, party

pytestmark = pytest.mark.django_db


def steps(made: Lot) -> list[tuple[str, str]]:
    return [(step["kind"], step["by"]) for step in passport_of(made)["diary"]]


def about(made: Lot, step: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent", "action": "OBSERVE", "bizStep": step, "eventTime": timezone.now().isoformat(),
        "eventTimeZoneOffset": "+07:00", "quantityList": [{"epcClass": epc_of(made), "quantity": 40}], **more,
    }  # fmt: skip


def both_agree(who: Cast, other: Party) -> None:
    accept_voice(offer_voice(other, to=who.producer, by=None), by=who.ba)


class TestOwn:
    def test_the_steps_are_those_of_the_events_back_to_the_harvest(self) -> None:
        _, first, _, other = story()
        assert [kind for kind, _ in steps(first)] == ["harvest", "processing", "packing", "dispatch"]
        assert passport_of(first)["diary"][-1]["times"] == 2
        assert [kind for kind, _ in steps(other)] == ["harvest", "packing"]

    def test_an_event_that_a_system_of_the_producer_captured_stands_there_too(self) -> None:
        who, first, _, _ = story()
        captured(party_of(who.producer, by=None), about(first, "storing"))
        assert steps(first)[-1] == ("storage", "")

    def test_an_entry_for_the_lot_that_moves_nothing_of_it_is_found_by_its_id(self) -> None:
        who = cast()
        made = lot(who)
        noted(who, {"kind": "harvest", "lot": made.pk, "outputs": [{"batch": "X", "quantity": 3, "unit": "kg"}]})
        assert steps(made) == [("harvest", "")]

    def test_one_step_back_and_forward_names_lots_and_counts_the_rest(self) -> None:
        who, first, second, _ = story()
        gift = lot(who, "QUA1")
        noted(who, {"kind": "packing", "inputs": [{"lot": first.pk, "quantity": 2, "unit": "chai"}],
                    "outputs": [{"lot": gift.pk, "quantity": 1, "unit": "hộp"}]})  # fmt: skip
        ways = passport_of(first)["ways"]
        assert (ways["batches"], ways["from"], ways["sent"]) == (1, [], 2)
        assert [code for code, _, _ in ways["into"]] == ["QUA1"]
        assert [code for code, _, _ in passport_of(gift)["ways"]["from"]] == ["L1"]
        assert passport_of(second)["ways"]["into"] == []

    def test_no_partner_no_home_no_note_and_no_place_on_earth_is_told(self) -> None:
        who = cast()
        made = lot(who)
        household = open_household(who.producer, "Hộ Páo", by=who.ba)
        keeper = person("Anh Páo (mô phỏng)")
        Keeper.objects.create(book=household, person=keeper, since=timezone.now() - timedelta(days=30))
        said = {
            "id": str(uuid.uuid4()), "kind": "harvest", "at": timezone.localtime().isoformat(), "note": "bí mật của nhà",
            "gps": {"lat": 21.531234, "lon": 107.402345, "accuracy": 9}, "lot": made.pk,
            "outputs": [{"batch": "MAT-PAO", "quantity": 3, "unit": "kg"}],
        }  # fmt: skip
        assert not take_entries([said], by=keeper).refused
        noted(who, {"kind": "dispatch", "inputs": [{"lot": made.pk, "quantity": 2, "unit": "chai"}],
                    "details": {"partner": "Ông Bảy bạn hàng", "document": "PX-77"}})  # fmt: skip
        told = str(passport_of(made))
        assert [kind for kind, _ in steps(made)] == ["dispatch", "harvest"]
        for secret in ("bí mật", "21.53", "107.40", "Páo", "MAT-PAO", "Ông Bảy", "PX-77"):
            assert secret not in told.replace(str(passport_of(made)["epc"]), "")


class TestPartners:
    def test_a_partner_stands_there_when_both_want_it_and_only_then(self) -> None:
        who, first, _, _ = story()
        carrier = party("Xe lạnh Hạ Long (mô phỏng)")
        captured(carrier, about(first, "transporting"))
        assert carrier.name not in str(passport_of(first))
        voice = offer_voice(carrier, to=who.producer, by=None)
        assert carrier.name not in str(passport_of(first)["diary"])
        accept_voice(voice, by=who.ba)
        assert steps(first)[-1] == ("transport", carrier.name)
        end_voice(voice, by=None)
        assert carrier.name not in str(passport_of(first))

    def test_leave_to_see_is_no_leave_to_tell(self) -> None:
        who, first, _, _ = story()
        carrier = party("Xe lạnh Hạ Long (mô phỏng)")
        captured(carrier, about(first, "transporting"))
        grant_view(carrier, to=party_of(who.producer, by=None), by=None)
        assert carrier.name not in str(passport_of(first))

    def test_a_laboratory_says_of_the_raw_honey_what_it_found(self) -> None:
        who, first, _, _ = story()
        laboratory = party("Phòng kiểm nghiệm Hồng Gai (mô phỏng)")
        both_agree(who, laboratory)
        raw = Entry.objects.get(kind="processing").items.get(direction="in")
        of_batch = [{"epcClass": batch_uri(settings.ORIGIN, raw.book_id, raw.batch)}]
        captured(laboratory, {**about(first, "inspecting", disposition="non_conformant"), "quantityList": of_batch})
        found = passport_of(first)["diary"][-1]
        assert (found["kind"], found["by"], found["result"]) == ("inspecting", laboratory.name, "fail")

    def test_a_partner_that_floods_a_lot_pushes_nothing_of_the_producer_aside(self) -> None:
        who, first, _, _ = story()
        own = steps(first)
        shop = party("Cửa hàng ồn ào (mô phỏng)")
        both_agree(who, shop)
        captured(shop, *(about(first, "storing", eventTime=f"2026-01-01T00:{n // 60:02}:{n % 60:02}+07:00",
                               readPoint={"id": f"urn:x:{n}"}) for n in range(400)))  # fmt: skip
        told = passport_of(first)["diary"]
        assert [(s["kind"], s["by"]) for s in told if not s["by"]] == own
        assert [s["times"] for s in told if s["by"]] == [200]

    def test_nobody_declares_anothers_event_wrong_and_a_ring_of_errors_ends(self) -> None:
        who, first, _, _ = story()
        own = steps(first)
        rival = party("Kẻ phá (mô phỏng)")
        both_agree(who, rival)
        theirs = Entry.objects.filter(kind="packing").earliest("number")
        stolen = about(first, "packing", eventID=f"urn:uuid:{theirs.pk}")
        error = {"declarationTime": timezone.now().isoformat(), "reason": "did_not_occur"}
        captured(rival, {**stolen, "errorDeclaration": error})
        one, two = (f"urn:uuid:{uuid.uuid4()}" for _ in range(2))
        for name, instead in ((one, two), (two, one)):
            told = about(first, "storing", eventID=name)
            captured(rival, told, {**told, "errorDeclaration": {**error, "correctiveEventIDs": [instead]}})
        assert steps(first) == own

    def test_a_corrected_event_of_a_partner_gives_way_to_the_last_one(self) -> None:
        who, first, _, _ = story()
        carrier = party("Xe lạnh Hạ Long (mô phỏng)")
        both_agree(who, carrier)
        names = [f"urn:uuid:{uuid.uuid4()}" for _ in range(3)]
        said = [about(first, "transporting", eventID=name, eventTime=f"2026-11-0{n + 1}T08:00:00+07:00")
                for n, name in enumerate(names)]  # fmt: skip
        captured(carrier, *said)
        for wrong, right in ((0, 1), (1, 2)):
            error = {"declarationTime": timezone.now().isoformat(), "reason": "incorrect_data",
                     "correctiveEventIDs": [names[right]]}  # fmt: skip
            captured(carrier, {**said[wrong], "errorDeclaration": error})
        assert [s["on"] for s in passport_of(first)["diary"] if s["by"]] == ["2026-11-03"]


def test_a_deep_story_is_read_with_few_statements() -> None:
    _, first, _, _ = story()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        passport_of(first)
    assert len(asked) <= 16, [q["sql"][:90] for q in asked]


def test_voices_are_offered_once_and_taken_back_by_either_side() -> None:
    who = cast()
    certify(who.product)
    carrier = party("Xe lạnh Hạ Long (mô phỏng)")
    voice = offer_voice(carrier, to=who.producer, by=None)
    assert offer_voice(carrier, to=who.producer, by=None) == voice
    assert Party.objects.get(pk=carrier.pk).has_spoken
    with transaction.atomic():
        end_voice(voice, by=who.ba)
    with pytest.raises(Refused, match="thôi cho kể"):
        accept_voice(voice, by=who.ba)
    assert offer_voice(carrier, to=who.producer, by=None) != voice
