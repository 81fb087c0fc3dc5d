"""The balance never lets more out than went in, and never fills a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.diaries.rules.balance import OVER, Change, Facts, Stock, balance, shown
from ocop.diaries.rules.standing import Link, side_by_side, standing
from ocop.diaries.rules.units import Amount, content_of, kilograms, pieces
from ocop.diaries.rules.yields import yield_of

HONEY = yield_of(4, "Mật ong rừng", date(2026, 8, 1))
BOTTLE = "chai 500 ml"


def kg(number: int | str) -> Amount:
    return Amount(Decimal(number), "kg")


FULL = Facts(
    quantity=950, unit=BOTTLE, noted=True, packed=(Amount(Decimal(950), "chai"),), inputs=(kg(700),), factor=HONEY,
    stocks=(Stock("MAT-1", (kg(720),), (kg(700),)),),
)  # fmt: skip


def codes(facts: Facts) -> set[str]:
    return {gap.code for gap in balance(facts).gaps}


def test_a_lot_whose_numbers_fit_has_no_gap_and_gets_a_stamp_for_each_piece() -> None:
    found = balance(FULL)
    assert (found.allowed, found.gaps, found.packed_kg) == (950, (), Decimal("674.5"))


def test_a_hundred_and_twenty_kilos_never_fill_a_hundred_and_fifty() -> None:
    found = balance(replace(FULL, inputs=(kg(120),), packed=(Amount(Decimal(211), BOTTLE),), quantity=211))
    assert found.over
    assert found.gaps[-1].text == "Nguyên liệu 120 kg nhưng đóng gói tương đương 149,8 kg."
    assert found.allowed == 172


def test_a_factor_of_our_own_that_does_not_bind_only_warns() -> None:
    oil = yield_of(20, "Tinh dầu quế", date(2026, 8, 1))
    facts = Facts(
        quantity=100, unit="lọ 1 kg", noted=True, packed=(Amount(Decimal(100), "lọ"),), inputs=(kg(200),), factor=oil
    )
    assert (balance(facts).allowed, codes(facts)) == (100, {"yield"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"noted": False}, "no_diary"),
        ({"packed": ()}, "packed"),
        ({"packed": (Amount(None),)}, "packed"),
        ({"packed": (Amount(Decimal(3), "gùi"),)}, "packed"),
        ({"inputs": ()}, "inputs"),
        ({"inputs": (kg(700), Amount(None, "kg"))}, "inputs"),
        ({"inputs": (Amount(Decimal(7), "gùi"),)}, "inputs"),
        ({"factor": None}, "factor"),
        ({"quantity": 940}, "declared"),
        ({"sent": (Amount(Decimal(951), "chai"),)}, "sent"),
        ({"stocks": (Stock("X", (), (kg(1),)),)}, "source"),
        ({"stocks": (Stock("X", (Amount(None),), (kg(1),)),)}, "stock"),
        ({"stocks": (Stock("X", (kg(120),), (kg(150),)),)}, "stock"),
        ({"changes": (Change("Lọc", (kg(100),), (kg(120),)),)}, "change"),
    ],
)
def test_each_gap_is_named(changed: dict[str, object], code: str) -> None:
    assert code in codes(replace(FULL, **changed))  # type: ignore[arg-type]


def test_a_recalled_lot_gets_no_stamp() -> None:
    assert balance(replace(FULL, recalled=True)).allowed == 0


_amounts = st.lists(
    st.builds(
        Amount,
        st.none() | st.decimals(0, 10**6, places=3),
        st.sampled_from(["kg", "g", "tạ", "lít", BOTTLE, "gùi", ""]),
    ),
    max_size=4,
).map(tuple)


@given(quantity=st.integers(1, 10**7), packed=_amounts, inputs=_amounts, sent=_amounts, made=_amounts, used=_amounts)
def test_stamps_never_exceed_what_is_recorded_packed_or_possible(
    quantity: int, packed: tuple[Amount, ...], inputs: tuple[Amount, ...], sent: tuple[Amount, ...],
    made: tuple[Amount, ...], used: tuple[Amount, ...],
) -> None:  # fmt: skip
    facts = Facts(
        quantity=quantity, unit=BOTTLE, noted=True, packed=packed, inputs=inputs, sent=sent, factor=HONEY,
        stocks=(Stock("X", made, used),),
    )  # fmt: skip
    found = balance(facts)
    assert 0 <= found.allowed <= quantity
    assert found.packed is None or found.allowed <= found.packed
    assert found.possible is None or found.allowed <= found.possible
    if any(a.quantity is None for a in inputs):
        assert found.input_kg is None
        assert found.possible is None
    if (
        found.packed_kg is not None
        and found.input_kg is not None
        and HONEY
        and found.packed_kg > found.input_kg * HONEY.most
    ):
        assert any(g.kind == OVER for g in found.gaps)


@pytest.mark.parametrize(
    ("unit", "told"),
    [(BOTTLE, Amount(Decimal("0.5"), "lít")), ("gói 200g", Amount(Decimal("0.2"), "kg")), ("hộp 6 bánh", None),
     ("hộp 2 kg gồm 4 gói 500 g", None), ("chai", None), ("lọ 0,75 lít", Amount(Decimal("0.75"), "lít"))],
)  # fmt: skip
def test_what_a_piece_holds_is_read_from_its_unit_or_not_at_all(unit: str, told: Amount | None) -> None:
    assert content_of(unit) == told


def test_conversion_happens_only_where_it_is_defined() -> None:
    assert kilograms(Amount(Decimal(2), "tạ"), None) == 200
    assert kilograms(Amount(Decimal(2), "lít"), None) is None
    assert kilograms(Amount(Decimal(2), "lít"), Decimal("1.42")) == Decimal("2.84")
    assert kilograms(Amount(Decimal(2), "gùi"), Decimal(1)) is None
    assert pieces(Amount(Decimal(2), "thùng"), BOTTLE) is None
    assert pieces(Amount(Decimal(2), "tạ"), "kg") == 200
    assert (shown(Decimal("1234567.5")), shown(Decimal("120.000"))) == ("1.234.567,5", "120")


def _link(n: int, corrects: int | None = None, book: int = 1, after: tuple[int, ...] = ()) -> Link:
    return Link(
        UUID(int=n), book, UUID(int=corrects) if corrects is not None else None, tuple(UUID(int=a) for a in after)
    )


def test_only_the_last_of_a_chain_stands_and_strangers_correct_nothing() -> None:
    ids = lambda links: {k.int for k in standing(links)}  # noqa: E731
    assert ids([_link(1), _link(2, 1)]) == {2}
    assert ids([_link(1), _link(2, 1), _link(3, 2)]) == {3}
    assert ids([_link(n, n - 1 or None) for n in range(1, 60)]) == {59}
    assert ids([_link(1), _link(2, 1, book=9)]) == {1, 2}
    assert ids([_link(1), _link(2, 1), _link(3, 1)]) == {2, 3}
    assert ids([_link(2, 1)]) == {2}
    assert ids([_link(1, 1)]) == {1}, "nothing corrects itself"


def test_of_a_ring_nothing_stands() -> None:
    assert standing([_link(1, 3), _link(2, 1), _link(3, 2), _link(4)]) == {UUID(int=4)}


@given(st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 12)), unique_by=lambda t: t[0], max_size=13))
def test_which_entries_stand_does_not_depend_on_the_order_they_came_in(pairs: list[tuple[int, int | None]]) -> None:
    # A device can correct only what exists already: smaller numbers.
    links = [_link(n, c if c is not None and c < n else None) for n, c in pairs]
    assert standing(links) == standing(list(reversed(links)))


def test_two_who_had_not_seen_each_other_stand_side_by_side() -> None:
    pairs = side_by_side([_link(1), _link(2, after=(1,)), _link(3, after=(1,)), _link(4, after=(2, 3))])
    assert pairs == {frozenset((UUID(int=2), UUID(int=3)))}
    assert uuid4() not in {k for pair in pairs for k in pair}
