"""Sync as a device sees it: idempotent, in any order, refused one by one, and read only by whom it concerns."""

from __future__ import annotations

import pytest

from ocop.diaries.models import Attachment, Book, Entry, Item, Keeper
from tests.diaries.cast import REFERENCE, SYNC, as_, entry, sync, village
from tests.stamps.cast import lot, person

pytestmark = pytest.mark.django_db


def test_an_entry_is_taken_once_however_often_it_is_sent() -> None:
    people = village()
    client = as_(people.in_)
    harvest = entry(
        "harvest", outputs=[{"batch": "MAT-1", "name": "mật ong thô", "quantity": "12,5", "unit": "kg"}],
        gps={"lat": 21.5, "lon": 107.4, "accuracy": 12}, files=[{"sha256": "a" * 64, "kind": "photo"}],
    )  # fmt: skip
    for _ in range(3):
        assert sync(client, harvest, harvest)["taken"] == [harvest["id"]] * 2
    kept = Entry.objects.get()
    assert (str(kept.pk), kept.book, kept.author, kept.number) == (harvest["id"], people.household, people.in_, 1)
    assert kept.said == harvest
    assert [(i.batch, str(i.quantity), i.book) for i in Item.objects.all()] == [("MAT-1", "12.500", people.household)]
    assert Attachment.objects.get().sha256 == "a" * 64


def test_the_same_id_with_other_words_is_refused_and_the_first_stays() -> None:
    client = as_(village().in_)
    first = entry(note="thu được ba tổ")
    sync(client, first)
    answer = sync(client, {**first, "note": "thu được bốn tổ"})
    assert (answer["taken"], answer["refused"][0]["reasons"][0]["code"]) == ([], "conflict")
    assert Entry.objects.get().note == "thu được ba tổ"


def test_what_is_unsound_is_refused_alone_with_every_reason_and_the_rest_is_taken() -> None:
    client = as_(village().in_)
    good = entry()
    bad = entry("harvest", at="hôm qua", outputs=[{"batch": "hai chữ", "quantity": "-1", "unit": "kg"}])
    worse = entry("harvest", outputs=[{"batch": "hai chữ", "quantity": "-1"}], gps={"lat": 200, "lon": 0})
    answer = sync(client, bad, good, worse, "không phải ghi chép", {"kind": "x"})
    assert answer["taken"] == [good["id"]]
    reasons = {r["id"]: {(x["field"], x["code"]) for x in r["reasons"]} for r in answer["refused"]}
    assert reasons[bad["id"]] == {("at", "moment")}
    assert reasons[worse["id"]] == {("outputs.0", "batch"), ("outputs.0", "number"), ("gps", "gps")}
    assert {("id", "id"), ("kind", "kind"), ("at", "moment")} <= reasons[""]
    assert all(x["message"] for r in answer["refused"] for x in r["reasons"])


def test_a_household_sees_its_own_entries_the_cooperative_sees_all_and_the_neighbour_none() -> None:
    people = village()
    mine, theirs, shared = entry(), entry(), entry()
    assert sync(as_(people.in_), mine)["taken"] == [mine["id"]]
    sync(as_(people.out), theirs)
    sync(as_(people.ba), shared)
    seen = {name: {n["id"] for n in sync(as_(who))["news"]} for name, who in (("in", people.in_), ("out", people.out))}
    assert seen == {"in": {mine["id"]}, "out": {theirs["id"]}}
    assert {n["id"] for n in sync(as_(people.ba))["news"]} == {mine["id"], theirs["id"], shared["id"]}
    assert as_(person("Người lạ")).post(SYNC, "{}", content_type="application/json").status_code == 403


def test_the_cursor_brings_only_what_is_new_and_a_new_book_comes_whole() -> None:
    people = village()
    client = as_(people.in_)
    first = sync(client, entry(), entry())
    assert len(first["news"]) == 2
    assert sync(client, have=first["cursor"])["news"] == []
    late = entry()
    assert [n["id"] for n in sync(client, late, have=first["cursor"])["news"]] == [late["id"]]
    sync(as_(people.out), entry())
    Keeper.objects.create(book=people.other, person=people.in_, since=people.household.opened_at)
    assert len(sync(client, have=first["cursor"])["news"]) == 2
    assert len(sync(client, have="rác; DROP TABLE")["news"]) == 4


def test_whoever_left_is_refused_with_a_sentence_and_sees_nothing_more() -> None:
    people = village()
    sync(as_(people.in_), entry())
    Keeper.objects.filter(person=people.in_).update(until=people.household.opened_at)
    assert as_(people.in_).post(SYNC, "{}", content_type="application/json").status_code == 403
    assert len(sync(as_(people.ba))["news"]) == 1


def test_nobody_writes_in_a_book_or_names_a_place_or_lot_of_others() -> None:
    people, neighbour = village(), village(gtin=None)
    foreign = lot(neighbour.coop)
    client = as_(people.in_)
    tried = [
        entry(book=people.other.ref), entry(book=people.own_ref), entry(book=f"h{neighbour.household.pk}"),
        entry(lot=foreign.pk), entry(site="11111111-1111-4111-8111-111111111111"),
        entry("receipt", inputs=[{"batch": "X", "book": neighbour.household.ref}]),
    ]  # fmt: skip
    answer = sync(client, *tried)
    codes = [r["reasons"][0]["code"] for r in answer["refused"]]
    assert answer["taken"] == []
    assert sorted(codes) == sorted(["not_yours", "not_yours", "not_yours", "unknown", "unknown", "unknown"])


def test_a_correction_may_arrive_before_what_it_corrects_but_never_touches_anothers_words() -> None:
    people = village()
    wrong = entry(note="bốn tổ")
    right = entry(note="ba tổ", corrects=wrong["id"])
    assert sync(as_(people.in_), right, wrong)["taken"] == [right["id"], wrong["id"]]
    meddling = entry(note="năm tổ", corrects=wrong["id"])
    assert sync(as_(people.ba), meddling)["refused"][0]["reasons"][0]["code"] == "not_own"


def test_a_producer_s_own_book_opens_with_its_first_entry() -> None:
    people = village()
    assert sync(as_(people.ba), entry(book=people.own_ref))["taken"]
    assert Book.objects.get(household="").last_number == 1


def test_numbers_and_seals_of_a_book_follow_one_another() -> None:
    people = village()
    sync(as_(people.in_), *[entry() for _ in range(5)])
    told = list(Entry.objects.order_by("number").values_list("number", "previous", "seal"))
    assert [n for n, _, _ in told] == [1, 2, 3, 4, 5]
    assert [previous for _, previous, _ in told[1:]] == [seal for _, _, seal in told[:-1]]
    assert Book.objects.get(pk=people.household.pk).head == told[-1][2]


def test_the_reference_data_names_what_is_the_household_s_and_costs_nothing_when_unchanged() -> None:
    people = village()
    made = lot(people.coop)
    client = as_(people.in_)
    page = client.get(REFERENCE)
    told = page.json()
    assert [b["ref"] for b in told["books"]] == [people.household.ref]
    assert [x["id"] for x in told["lots"]] == [made.pk]
    assert client.get(REFERENCE, headers={"If-None-Match": page["ETag"]}).status_code == 304
    refs = {b["ref"]: b["writes"] for b in as_(people.ba).get(REFERENCE).json()["books"]}
    assert refs == {people.own_ref: True, people.household.ref: False, people.other.ref: False}


@pytest.mark.parametrize("body", ["", "[]", "{", '{"entries": 3}', '{"entries": {}}', '"x"', "null"])
def test_a_broken_body_gets_a_sentence(body: str) -> None:
    answer = as_(village().in_).post(SYNC, body, content_type="application/json")
    assert answer.status_code == 400


def test_the_clock_s_skew_is_kept_and_never_corrected() -> None:
    people = village()
    ahead = entry(at="2027-01-01T08:00:00+07:00")
    sync(as_(people.in_), ahead, sent="2026-12-31T08:00:00+07:00")
    kept = Entry.objects.get()
    assert kept.at.isoformat() == "2027-01-01T01:00:00+00:00"
    assert kept.skew is not None
    answer = sync(as_(people.in_), entry(at="2099-01-01T08:00:00+07:00"), entry(at="1970-01-01T00:00:00Z"))
    assert [r["reasons"][0]["code"] for r in answer["refused"]] == ["clock", "clock"]
