"""What stood in the tables before stamps had a whole life is carried over, word for word."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from ocop.stamps.acts import activate_range, draw_stamps, void_range
from ocop.stamps.models import Batch, Epoch, RangeChange, StampRange
from ocop.stamps.queries import history_of, totals_of
from tests.stamps.cast_rolls import balances_of, code, ready

carry = import_module("ocop.stamps.migrations.0003_carry_states").carry


@pytest.mark.django_db
def test_old_states_epochs_and_history_become_those_of_the_whole_life() -> None:
    ba, made = ready()
    batch = draw_stamps(made, 100, by=ba.ba)
    activate_range(code(batch, 0), code(batch, 39), by=ba.ba)
    # As the tables were: «issued», one change for a range of two states, no word of what it left, no epochs.
    void_range(code(batch, 60), code(batch, 99), by=ba.ba, note="In nhòe khi chạy máy")
    RangeChange.objects.filter(state="void").delete()
    RangeChange.objects.create(
        batch=batch, lo=30, hi=100, state="void", note="In nhòe", changed_by=ba.ba, changed_at=timezone.now()
    )
    StampRange.objects.filter(batch=batch).delete()
    for lo, hi, state in ((0, 30, "active"), (30, 100, "void")):
        StampRange.objects.create(batch=batch, lo=lo, hi=hi, state=state)
    untouched = draw_stamps(made, 10, by=ba.ba)
    StampRange.objects.filter(batch=untouched).update(state="issued")
    RangeChange.objects.update(was="ordered")
    Epoch.objects.all().delete()

    carry(apps, None)

    epoch = Epoch.objects.get()
    assert (epoch.symbol, epoch.year, epoch.state) == (batch.epoch, 2025 + batch.epoch, "open")
    assert StampRange.objects.get(batch=untouched).state == "ordered"
    voided = RangeChange.objects.filter(state="void").order_by("lo")
    assert [(c.lo, c.hi, c.was) for c in voided] == [(30, 40, "active"), (40, 100, "ordered")]
    assert balances_of(batch) == {"active": 30, "void": 70}
    assert sum(totals_of(made).values()) == 110
    assert {change.note for change in history_of(batch).filter(lo__lte=70, hi__gt=70)} == {"In nhòe"}
    assert Batch.objects.filter(kind="plain", printing="own").count() == 2
