"""A correction of a correction is followed to the last one: in balances, on diary pages, in events and on the passport."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from ocop.diaries.models import Entry
from ocop.diaries.queries import balance_of, story_of
from ocop.scans.queries import found_about, passport_of
from ocop.traces.models import Event
from ocop.traces.rules.packing import unpack
from tests.diaries.cast import Village, as_, entry, sync, village
from tests.diaries.test_queries_stories import season
from tests.stamps.cast import lot

pytestmark = pytest.mark.django_db


def harvest(kilograms: int, corrects: str = "") -> dict[str, Any]:
    made = entry("harvest", outputs=[{"batch": "THO-1", "quantity": kilograms, "unit": "kg"}])
    return {**made, "corrects": corrects} if corrects else made


def chain(people: Village, begin: str, *amounts: int) -> list[dict[str, Any]]:
    """One correction after another, of the entry before."""
    made: list[dict[str, Any]] = []
    for amount in amounts:
        made.append(harvest(amount, made[-1]["id"] if made else begin))
    assert not sync(as_(people.in_), *made)["refused"]
    return made


def test_the_balance_counts_the_last_word_of_a_chain_only() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    chain(people, told["harvest"]["id"], 70, 7, 700)
    assert balance_of(made).gaps == ()
    chain(people, told["harvest"]["id"], 5)  # a second branch says something else of the same harvest: both are counted
    assert {e.details.get("x") for e in story_of(made).holding("harvest")} == {None}
    assert len(story_of(made).holding("harvest")) == 2


def test_a_chain_longer_than_any_patience_is_read_at_once(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    last = chain(people, told["harvest"]["id"], *range(30, 0, -1), 70)[-1]
    with django_assert_max_num_queries(30):
        story = story_of(made)
    assert [str(e.pk) for e in story.holding("harvest")] == [last["id"]]
    assert [g.text for g in balance_of(made, story).gaps] == ["Mẻ THO-1: có 70 kg nhưng đã dùng 700 kg."]


def test_withdrawing_a_correction_brings_nothing_back() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    (right,) = chain(people, told["harvest"]["id"], 70)
    sync(as_(people.in_), entry("correction", corrects=right["id"]))
    assert story_of(made).holding("harvest") == []
    assert {s["kind"] for s in passport_of(made)["diary"]} == {"processing", "packing", "dispatch"}
    assert Entry.objects.filter(kind="harvest").count() == 2, "what was retracted stays in the record"
    assert found_about(made).sources == () or all(s.name != "THO-1" for s in found_about(made).sources)


def test_the_events_say_the_same_and_the_passport_shows_the_last_one() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    two, three = chain(people, told["harvest"]["id"], 70, 690)
    events = [unpack(e.body) for e in Event.objects.order_by("position")]
    wrong = {e["eventID"]: e["errorDeclaration"].get("correctiveEventIDs") for e in events if "errorDeclaration" in e}
    names = [f"urn:uuid:{one['id']}" for one in (told["harvest"], two, three)]
    assert wrong == {names[0]: [names[1]], names[1]: [names[2]]}
    passport = passport_of(made)["diary"]
    assert [(s["kind"], s["times"]) for s in passport if s["kind"] == "harvest"] == [("harvest", 1)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_in_whatever_order_a_chain_arrives(order: tuple[int, int, int]) -> None:
    people = village()
    first = harvest(1200)
    second = harvest(120, first["id"])
    third = harvest(12, second["id"])
    for i in order:
        assert not sync(as_(people.in_), (first, second, third)[i])["refused"]
    declared = [unpack(e.body)["eventID"] for e in Event.objects.exclude(declared_at=None)]
    assert sorted(declared) == sorted(f"urn:uuid:{one['id']}" for one in (first, second))


def test_a_ring_of_a_hostile_device_ends_and_tells_nothing() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    one, two = harvest(1), harvest(2)
    one["corrects"], two["corrects"] = two["id"], one["id"]
    assert not sync(as_(people.in_), one, two)["refused"]
    assert [str(e.pk) for e in story_of(made).holding("harvest")] == [told["harvest"]["id"]]
    assert [s["times"] for s in passport_of(made)["diary"] if s["kind"] == "harvest"] == [1]
    page = as_(people.in_).get(f"/nhat-ky-san-xuat/ghi-chep/{one['id']}/")
    assert page.status_code == 200


def test_another_book_silences_nobody_even_when_its_correction_came_first() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    wanted = entry("harvest", outputs=[{"batch": "THO-1", "quantity": 700, "unit": "kg"}], lot=made.pk)
    assert not sync(as_(people.out), entry("correction", corrects=wanted["id"]))["refused"]
    assert not sync(as_(people.in_), wanted)["refused"]
    assert [s["kind"] for s in passport_of(made)["diary"]] == ["harvest"]
    assert story_of(made).holding("harvest")[0].pk == UUID(wanted["id"])


def test_the_page_of_the_first_leads_to_the_last() -> None:
    people = village()
    first = harvest(1200)
    sync(as_(people.in_), first)
    two, three = chain(people, first["id"], 120, 12)
    body = as_(people.in_).get(f"/nhat-ky-san-xuat/ghi-chep/{first['id']}/").content.decode()
    assert "Bản chữa cuối cùng" in body and two["id"] in body and three["id"] in body
    assert body.index(two["id"]) < body.index(three["id"])
