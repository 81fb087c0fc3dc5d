"""Rolls that the office prints and hands over; what is lost and what comes back."""

from __future__ import annotations

import pytest

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.stamps.acts import (
    activate_range,
    deliver_rolls,
    draw_stamps,
    print_range,
    print_rolls,
    receive_delivery,
    report_roll_lost,
    return_range,
    return_roll,
    void_range,
)
from ocop.stamps.models import RangeChange, Roll
from ocop.stamps.queries import (
    batches_to_print,
    deliveries_awaited,
    in_use,
    roll_shares,
    rolls_in_store,
    totals_of,
    waiting_for,
)
from tests.stamps.cast import person
from tests.stamps.cast_rolls import balances_of, code, officer, ordered, ready, states

pytestmark = pytest.mark.django_db
WHY = "Rơi trên đường về kho"


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_an_order_becomes_numbered_rolls_and_nothing_is_printed_twice() -> None:
    _, batch = ordered(1_050)
    assert list(batches_to_print()) == [batch]
    rolls = print_rolls(batch, 500, by=officer())
    assert [(r.mark, r.lo, r.hi) for r in rolls] == [
        (f"{batch.mark}-01", 0, 500), (f"{batch.mark}-02", 500, 1_000), (f"{batch.mark}-03", 1_000, 1_050),
    ]  # fmt: skip
    assert states(batch) == [(0, 1_050, "printed")]
    assert not batches_to_print().exists()
    with pytest.raises(Refused) as refused:
        print_rolls(batch, 500, by=officer())
    assert codes_of(refused) == {"nothing_left"}


def test_what_was_voided_before_printing_is_on_no_roll() -> None:
    ba, batch = ordered(100)
    void_range(code(batch, 40), code(batch, 49), by=ba.ba, note="Đặt thừa tem")
    rolls = print_rolls(batch, 60, by=officer())
    assert [(r.lo, r.hi) for r in rolls] == [(0, 40), (50, 100)]
    assert states(batch) == [(0, 40, "printed"), (40, 50, "void"), (50, 100, "printed")]


def test_stamps_at_the_printers_cannot_be_activated_before_they_were_handed_over() -> None:
    ba, batch = ordered(100)
    rolls = print_rolls(batch, 50, by=officer())
    with pytest.raises(Refused, match="chưa ghi giao") as refused:
        activate_range(code(batch, 0), code(batch, 9), by=ba.ba)
    assert codes_of(refused) == {"not_delivered"}
    deliver_rolls(rolls[:1], by=officer(), receiver="Chị Ba")
    activate_range(code(batch, 0), code(batch, 9), by=ba.ba)
    with pytest.raises(Refused):
        activate_range(code(batch, 45), code(batch, 55), by=ba.ba)


def test_a_delivery_is_told_to_the_producer_and_confirmed_once() -> None:
    ba, batch = ordered(100)
    delivery = deliver_rolls(print_rolls(batch, 50, by=officer()), by=officer(), receiver="Chị Ba")
    assert states(batch) == [(0, 100, "delivered")]
    assert not rolls_in_store().exists()
    assert Letter.objects.get(to=ba.ba).url == f"/tem/phieu-giao/{delivery.pk}/"
    assert list(deliveries_awaited(ba.ba)) == [delivery]
    assert any(delivery.number in w.title for w in waiting_for(ba.ba))
    with pytest.raises(Refused):
        receive_delivery(delivery, by=officer())
    receive_delivery(delivery, by=ba.ba)
    assert Letter.objects.filter(to=officer(), subject__contains=delivery.number).exists()
    with pytest.raises(Refused) as refused:
        receive_delivery(delivery, by=ba.ba)
    assert codes_of(refused) == {"received"}


def test_every_fault_of_a_delivery_is_told_at_once() -> None:
    _, batch = ordered(100)
    _, other = ordered(100)
    mine, theirs = print_rolls(batch, 50, by=officer()), print_rolls(other, 50, by=officer())
    deliver_rolls(mine[:1], by=officer(), receiver="Chị Ba")
    with pytest.raises(Refused) as refused:
        deliver_rolls([mine[0], theirs[0]], by=person("Người lạ"), receiver="")
    assert codes_of(refused) >= {"not_office", "two_producers", "gone"}
    assert "receiver" in {r.field for r in refused.value.reasons}
    with pytest.raises(Refused) as refused:
        deliver_rolls([], by=officer(), receiver="Chị Ba")
    assert codes_of(refused) == {"required"}


def test_a_lost_roll_warns_for_all_that_could_still_be_used_and_counts_against_the_lot() -> None:
    ba, batch = ordered(100)
    first, second = print_rolls(batch, 50, by=officer())
    deliver_rolls([first, second], by=officer(), receiver="Chị Ba")
    activate_range(code(batch, 0), code(batch, 19), by=ba.ba)
    void_range(code(batch, 20), code(batch, 24), by=ba.ba, note="Rách khi dán")
    report_roll_lost(first, by=ba.ba, note=WHY)
    assert states(batch) == [(0, 20, "lost"), (20, 25, "void"), (25, 50, "lost"), (50, 100, "delivered")]
    assert in_use(batch.lot) == 95
    assert Letter.objects.filter(to=officer(), subject__contains=first.mark).exists()
    assert not Letter.objects.filter(to=ba.ba, subject__contains=first.mark, url__contains="cuon").exists()
    with pytest.raises(Refused) as refused:
        report_roll_lost(first, by=ba.ba, note=WHY)
    assert codes_of(refused) == {"nothing_left"}


def test_a_roll_comes_back_without_what_is_already_on_products() -> None:
    ba, batch = ordered(100)
    (roll,) = print_rolls(batch, 100, by=officer())
    deliver_rolls([roll], by=officer(), receiver="Chị Ba")
    activate_range(code(batch, 0), code(batch, 39), by=ba.ba)
    roll = return_roll(roll, by=ba.ba, note="Hết mùa, không dùng tới")
    assert states(batch) == [(0, 40, "active"), (40, 100, "returned")]
    assert [(s.state, s.size) for s in roll_shares(roll)] == [("active", 40), ("returned", 60)]
    with pytest.raises(Refused) as refused:
        activate_range(code(batch, 40), code(batch, 41), by=ba.ba)
    assert codes_of(refused) == {"is_returned"}
    assert in_use(batch.lot) == 100
    void_range(code(batch, 40), code(batch, 99), by=ba.ba, note="Đã tiêu hủy cùng cơ quan in")
    assert in_use(batch.lot) == 40


def test_a_range_that_was_not_printed_cannot_come_back() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 10, by=ba.ba)
    print_range(batch, 0, 5, by=ba.ba)
    with pytest.raises(Refused) as refused:
        return_range(code(batch, 3), code(batch, 7), by=ba.ba, note=WHY)
    assert codes_of(refused) == {"is_ordered"}
    return_range(code(batch, 0), code(batch, 4), by=ba.ba, note=WHY)
    assert states(batch) == [(0, 5, "returned"), (5, 10, "ordered")]


def test_each_prints_its_own_and_others_keep_their_hands_off() -> None:
    ba, own = ordered(10, printing="own")
    _, office = ordered(10)
    for batch, by in ((own, officer()), (office, ba.ba), (own, person("Người lạ"))):
        with pytest.raises(Refused) as refused:
            print_range(batch, 0, 10, by=by)
        assert codes_of(refused) == {"not_printer"}
    with pytest.raises(Refused) as refused:
        print_range(own, 5, 11, by=ba.ba)
    assert codes_of(refused) == {"out_of_range"}
    print_range(own, 0, 10, by=ba.ba)
    roll = print_rolls(office, 10, by=officer())[0]
    for step in (report_roll_lost, return_roll):
        with pytest.raises(Refused) as refused:
            step(roll, by=person("Người lạ"), note=WHY)
        assert codes_of(refused) == {"not_own"}


@pytest.mark.parametrize("size", [-1, 0, 20_001])
def test_impossible_rolls_are_refused(size: int) -> None:
    _, batch = ordered(100)
    with pytest.raises(Refused) as refused:
        print_rolls(batch, size, by=officer())
    assert codes_of(refused) == {"out_of_range"}
    assert not Roll.objects.exists()


def test_each_change_says_which_state_it_left_and_history_alone_gives_the_balance() -> None:
    ba, batch = ordered(100)
    rolls = print_rolls(batch, 50, by=officer())
    deliver_rolls(rolls[:1], by=officer(), receiver="Chị Ba")
    activate_range(code(batch, 0), code(batch, 29), by=ba.ba)
    void_range(code(batch, 20), code(batch, 39), by=ba.ba, note="Rách khi dán")
    voided = RangeChange.objects.filter(state="void").order_by("lo")
    assert [(c.lo, c.hi, c.was) for c in voided] == [(20, 30, "active"), (30, 40, "delivered")]
    assert balances_of(batch) == {state: size for state, size in totals_of(batch.lot).items() if size}
    assert sum(balances_of(batch).values()) == 100
    verbs = Line.objects.order_by("number").values_list("verb", flat=True)
    assert [v for v in verbs if v in ("print_rolls", "deliver_rolls", "activate_range", "void_range")] == [
        "print_rolls", "deliver_rolls", "activate_range", "void_range",
    ]  # fmt: skip
