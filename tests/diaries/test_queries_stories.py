"""A lot's diary back to the field, and how many stamps it lets the lot have."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from ocop.diaries.queries import balance_of, lots_lacking, output_of, story_of
from ocop.diaries.rules.completeness import asked
from tests.diaries.cast import Village, as_, entry, sync, village
from tests.stamps.cast import lot

pytestmark = pytest.mark.django_db


def season(people: Village, made: Any, harvested: int = 700, packed: int = 950) -> dict[str, dict[str, Any]]:
    """A harvest of a household, received, filtered and bottled by the cooperative, and sent to a shop."""
    house, own = people.household.ref, people.own_ref
    raw = {"batch": "THO-1", "book": house}
    told = {
        "harvest": entry("harvest", outputs=[{"batch": "THO-1", "quantity": harvested, "unit": "kg"}]),
        "receipt": entry("receipt", book=own, inputs=[{**raw, "quantity": harvested, "unit": "kg"}]),
        "processing": entry(
            "processing", book=own, inputs=[{**raw, "quantity": harvested, "unit": "kg"}],
            outputs=[{"batch": "LOC-1", "quantity": harvested, "unit": "kg"}],
        ),
        "packing": entry(
            "packing", book=own, lot=made.pk, inputs=[{"batch": "LOC-1", "quantity": harvested, "unit": "kg"}],
            outputs=[{"lot": made.pk, "quantity": packed, "unit": "chai"}],
        ),
        "dispatch": entry(
            "dispatch", book=own, inputs=[{"lot": made.pk, "quantity": 100, "unit": "chai"}], details={"partner": "Cửa hàng X"}
        ),
    }  # fmt: skip
    assert not sync(as_(people.in_), told["harvest"])["refused"]
    assert not sync(as_(people.ba), *(told[k] for k in ("receipt", "processing", "packing", "dispatch")))["refused"]
    return told


def test_a_lot_s_diary_reaches_back_to_the_household_s_harvest_and_forward_to_the_shop() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    story = story_of(made)
    assert {e.kind for e in story.told} == {"harvest", "processing", "packing", "dispatch"}
    assert [str(e.pk) for e in story.makings] == [told["packing"]["id"]]
    assert [str(e.pk) for e in story.sources] == [told["processing"]["id"]]
    assert [e.details["partner"] for e in story.sendings] == ["Cửa hàng X"]
    assert balance_of(made).gaps == ()
    assert output_of(made).allowed == 950


def test_a_correction_moves_the_balance_and_the_gap_is_told() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    told = season(people, made)
    sync(
        as_(people.in_),
        {
            **entry("harvest", outputs=[{"batch": "THO-1", "quantity": 70, "unit": "kg"}]),
            "corrects": told["harvest"]["id"],
        },
    )
    gaps = balance_of(made).gaps
    assert [g.text for g in gaps] == ["Mẻ THO-1: có 70 kg nhưng đã dùng 700 kg."]


def test_no_more_stamps_than_bottles_filled_and_no_more_bottles_than_honey() -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    season(people, made, packed=800)
    assert output_of(made).allowed == 800
    other = lot(people.coop, code="L2", quantity=950)
    season_of_less = entry(
        "packing", book=people.own_ref, lot=other.pk, inputs=[{"name": "mật mua", "quantity": 71, "unit": "kg"}],
        outputs=[{"lot": other.pk, "quantity": 950, "unit": "chai"}],
    )  # fmt: skip
    sync(as_(people.ba), season_of_less)
    assert output_of(other).allowed == 102
    assert output_of(other).reasons


def test_a_diary_that_counts_nothing_says_nothing_about_stamps() -> None:
    people = village()
    made = lot(people.coop)
    assert output_of(made).allowed is None
    sync(as_(people.ba), entry(book=people.own_ref, lot=made.pk))
    assert output_of(made).allowed is None


def test_reading_a_story_costs_the_same_however_many_entries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    people = village()
    made = lot(people.coop, quantity=950)
    season(people, made)
    sync(as_(people.ba), *[entry(book=people.own_ref, lot=made.pk) for _ in range(20)])
    with django_assert_max_num_queries(28):
        balance_of(made)


@pytest.mark.parametrize("count", [1, 5])
def test_what_is_lacking_costs_the_same_for_one_lot_and_for_five(
    count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = village()
    made = [lot(people.coop, code=f"L{i}", quantity=950) for i in range(count)]
    season(people, made[0])
    with django_assert_max_num_queries(36):
        scores = lots_lacking(people.ba)
    assert len(scores) == count
    assert scores[-1].lot == made[0]
    assert [item.asked.key for item in scores[-1].items] == [one.key for one in asked()]
