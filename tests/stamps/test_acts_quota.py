"""No more stamps than certified output: the lot's pieces, and what its diary accounts for."""

from __future__ import annotations

import pytest

from ocop.journal.rules import Refused
from ocop.stamps.acts import draw_stamps, void_range
from ocop.stamps.queries import quota_of
from tests.diaries.cast import as_, entry, sync, village
from tests.stamps.cast import certify, lot
from tests.stamps.cast_rolls import code

pytestmark = pytest.mark.django_db


def test_a_lot_without_a_diary_carries_as_many_stamps_as_pieces() -> None:
    people = village(None)
    assert quota_of(lot(people.coop, quantity=950)).allowed == 950


def test_a_diary_that_packed_less_lets_fewer_stamps_be_drawn_and_says_why() -> None:
    people = village(None)
    certify(people.coop.product)
    made = lot(people.coop, quantity=950)
    packed = entry(
        "packing", book=people.own_ref, lot=made.pk, inputs=[{"name": "mật mua", "quantity": 700, "unit": "kg"}],
        outputs=[{"lot": made.pk, "quantity": 800, "unit": "chai"}],
    )  # fmt: skip
    sync(as_(people.ba), packed)
    with pytest.raises(Refused, match="800 đơn vị") as refused:
        draw_stamps(made, 801, by=people.ba)
    assert {r.code for r in refused.value.reasons} == {"over_quota"}
    batch = draw_stamps(made, 800, by=people.ba)
    void_range(code(batch, 0), code(batch, 9), by=people.ba, note="Rách khi dán")
    draw_stamps(made, 10, by=people.ba)
    with pytest.raises(Refused, match="thêm được 0 tem"):
        draw_stamps(made, 1, by=people.ba)
    page = as_(people.ba).get(f"/san-xuat/lo/{made.pk}/").content.decode()
    assert 'trong <b class="num">800</b>' in page
