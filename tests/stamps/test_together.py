"""Stamps in several hands at once: nothing is counted twice, nothing comes back, no key changes behind a draw."""

from __future__ import annotations

import pytest

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.stamps.acts import (
    activate_range,
    change_signing_key,
    deliver_rolls,
    draw_stamps,
    open_epoch,
    print_rolls,
    receive_delivery,
    void_range,
    withdraw_epoch,
)
from ocop.stamps.models import Batch, Delivery, Epoch, RangeChange, Roll, SigningKey
from ocop.stamps.queries import in_use
from tests.stamps.cast_rolls import balances_of, code, officer, ordered, ready, states
from tests.together import at_once, meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_voided_while_it_is_activated_stays_void() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 100, by=ba.ba)
    results = at_once(
        lambda: activate_range(code(batch, 0), code(batch, 99), by=ba.ba),
        lambda: void_range(code(batch, 40), code(batch, 59), by=ba.ba, note="Rách khi dán"),
    )
    assert not isinstance(results[1], Exception), "what is torn is torn, activated or not"
    assert [span for span in states(batch) if span[2] == "void"] == [(40, 60, "void")]
    if isinstance(results[0], Refused):
        assert balances_of(batch) == {"ordered": 80, "void": 20}
    else:
        assert balances_of(batch) == {"active": 80, "void": 20}
    assert in_use(made) == 80


def test_a_batch_is_printed_once_and_its_rolls_are_handed_over_once() -> None:
    ba, batch = ordered(100)
    nam = officer()
    printed = at_once(*[lambda: print_rolls(batch, 50, by=nam)] * 3)
    assert sum(isinstance(result, Refused) for result in printed) == 2
    rolls = list(Roll.objects.filter(batch=batch))
    assert len(rolls) == 2
    handed = at_once(*[lambda: deliver_rolls(rolls, by=nam, receiver="Chị Ba")] * 3)
    assert sum(isinstance(result, Refused) for result in handed) == 2
    delivery = Delivery.objects.get()
    received = at_once(*[lambda: receive_delivery(delivery, by=ba.ba)] * 3)
    assert sum(isinstance(result, Refused) for result in received) == 2
    assert RangeChange.objects.filter(batch=batch, state="delivered").count() == 2
    assert Line.objects.filter(verb__in=("print_rolls", "deliver_rolls", "receive_delivery")).count() == 3


def test_a_withdrawal_waits_for_who_is_drawing_and_tells_them_too() -> None:
    ba, made = ready()
    first = draw_stamps(made, 5, by=ba.ba)
    other, others = ready(gtin=None)
    nam, epoch = officer(), Epoch.objects.get(symbol=first.epoch)
    why = "Máy chủ bị lấy bản sao lưu."
    _, waited = meanwhile(
        lambda: draw_stamps(others, 5, by=other.ba), lambda: withdraw_epoch(epoch, by=nam, reason=why)
    )
    assert waited
    assert set(Batch.objects.values_list("epoch", flat=True)) == {epoch.symbol}
    assert Letter.objects.filter(to=other.ba, url="/tem/dan-lai/").exists()
    assert draw_stamps(others, 5, by=other.ba).epoch != epoch.symbol


def test_stamps_drawn_while_epochs_change_belong_to_one_that_was_open() -> None:
    ones = [ready(gtin=None) for _ in range(3)]
    nam = officer()
    results = at_once(
        *[lambda r=r: draw_stamps(r[1], 5, by=r[0].ba) for r in ones],  # type: ignore[misc]
        lambda: open_epoch(by=nam),
        lambda: open_epoch(by=nam, new_root=True),
    )
    assert not any(isinstance(result, Exception) for result in results), results
    assert Epoch.objects.filter(state="open").count() == 1
    batches = list(Batch.objects.values_list("epoch", "number"))
    assert len(set(batches)) == len(batches) == 3
    assert {epoch for epoch, _ in batches} <= set(Epoch.objects.values_list("symbol", flat=True))


def test_a_second_click_opens_no_second_epoch_and_no_second_signing_key() -> None:
    nam = officer()
    opened = at_once(*[lambda: open_epoch(by=nam, seen=0)] * 3)
    changed = at_once(*[lambda: change_signing_key(by=nam, seen=0)] * 3)
    assert [sum(isinstance(r, Refused) for r in results) for results in (opened, changed)] == [2, 2]
    assert (Epoch.objects.count(), SigningKey.objects.count()) == (1, 1)
