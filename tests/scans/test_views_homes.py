"""«Lô của nhà»: a household sees the lots its goods are in, its own share and no other's."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from django.test import Client

from ocop.lots.models import Lot
from ocop.scans.queries.homes import doings_of, home_lot_told, home_lots
from tests.diaries.cast import Village, as_, entry, sync, village
from tests.stamps.cast import certify, lot, person

pytestmark = pytest.mark.django_db
HOME = "/lo-cua-nha/"


@pytest.fixture
def told() -> tuple[Village, Lot, Lot]:
    """Two households bring honey into one lot by way of a filtered batch; a second lot is of bought honey."""
    people = village()
    made, other = lot(people.coop, quantity=900), lot(people.coop, "KHAC")
    for keeper, batch, amount in ((people.in_, "PAO-1", 300), (people.out, "MAY-1", 423)):
        out = [{"batch": batch, "name": "mật thô", "quantity": amount, "unit": "kg"}]
        assert not sync(as_(keeper), entry("harvest", outputs=out))["refused"]
    raw = [
        {"batch": "PAO-1", "book": people.household.ref, "quantity": 250, "unit": "kg"},
        {"batch": "MAY-1", "book": people.other.ref, "quantity": 423, "unit": "kg"},
    ]
    filtered = {"batch": "LOC-1", "quantity": 670, "unit": "kg"}
    own = people.own_ref
    answer = sync(
        as_(people.ba),
        entry("processing", book=own, inputs=raw, outputs=[filtered]),
        entry(
            "packing",
            book=own,
            lot=made.pk,
            inputs=[filtered],
            outputs=[{"lot": made.pk, "quantity": 900, "unit": "chai"}],
        ),
        entry("packing", book=own, lot=other.pk, outputs=[{"lot": other.pk, "quantity": 5, "unit": "chai"}]),
    )
    assert not answer["refused"]
    return people, made, other


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    return answer.content.decode()


def test_a_household_finds_the_lots_its_honey_went_into_and_no_others(told: tuple[Village, Lot, Lot]) -> None:
    people, made, other = told
    body = page(as_(people.in_), HOME)
    assert f"{HOME}{made.pk}/" in body and f"{HOME}{other.pk}/" not in body
    assert as_(people.in_).get(f"{HOME}{other.pk}/").status_code == 404
    assert set(home_lots(people.ba)) == {made, other}
    assert not home_lots(person("Người lạ"))
    assert as_(person("Người lạ")).get(HOME).status_code == 403


def test_it_sees_its_own_share_and_nothing_of_the_other_household(told: tuple[Village, Lot, Lot]) -> None:
    people, made, _ = told
    body = page(as_(people.in_), f"{HOME}{made.pk}/")
    for shown in ("PAO-1", "300 kg", "250 kg", "Ghi một việc cho lô này", "Chưa cấp tem nào"):
        assert shown in body
    for hidden in ("MAY-1", "423", "Mẩy", "LOC-1", "670", "Cân đối"):
        assert hidden not in body
    (part,) = home_lot_told(people.in_, made).parts
    assert (part.name, part.made, part.used) == ("PAO-1", "300 kg", "250 kg")


def test_what_a_household_cannot_do_is_said_to_be_the_cooperatives(told: tuple[Village, Lot, Lot]) -> None:
    people, made, _ = told
    body = page(as_(people.in_), f"{HOME}{made.pk}/")
    assert f"{people.coop.producer.name} làm việc này" in body and "/ho-chieu/" in body
    assert f'href="/ho-chieu/{made.product_id}/"' not in body, "a page it may not open"
    led = page(as_(people.ba), f"{HOME}{made.pk}/")
    assert f'href="/ho-chieu/{made.product_id}/"' in led and "Cân đối" in led and "MAY-1" in led


def test_the_preview_is_what_a_buyer_reads_in_three_languages(told: tuple[Village, Lot, Lot]) -> None:
    people, made, _ = told
    certify(people.coop.product)
    for language, words in (("vi", "Đường đi"), ("en", "Harvest"), ("zh-hans", "采收"), ("xx", "Mười điều")):
        body = page(as_(people.in_), f"{HOME}{made.pk}/ho-chieu/?ngon-ngu={language}")
        assert words in body or language == "vi"
        assert "4" in body and "MAY-1" not in body and "Páo" not in body


def test_a_corrected_harvest_leaves_the_lot_and_who_leaves_sees_nothing(told: tuple[Village, Lot, Lot]) -> None:
    people, made, _ = told
    assert [d.url for d in doings_of(people.in_)].count(HOME) == 1
    people.household.keepers.update(until=made.recorded_at)
    assert as_(people.in_).get(f"{HOME}{made.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("odd", ["0", "99999999999999999999999"])
def test_odd_numbers_find_nothing(told: tuple[Village, Lot, Lot], odd: str) -> None:
    assert as_(told[0].in_).get(f"{HOME}{odd}/").status_code == 404


def test_an_empty_list_says_how_to_begin() -> None:
    assert "Ghi một lần thu hoạch" in page(as_(village().in_), HOME)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_lot_and_for_three(count: int, django_assert_num_queries: Any) -> None:
    people = village()
    for n in range(count):
        made = lot(people.coop, f"L{n}")
        assert not sync(as_(people.in_), entry("care", lot=made.pk, details={"work": "thăm"}))["refused"]
    client = as_(people.in_)
    client.get(HOME)
    with django_assert_num_queries(9):
        client.get(HOME)
