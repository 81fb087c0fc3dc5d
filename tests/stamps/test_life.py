"""The life of stamps as a machine: whatever people do, every stamp is in one state and the ledger adds up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.stamps import acts, lifecycle
from ocop.stamps.models import Batch, Roll
from ocop.stamps.queries import ledger_of, spans_of, totals_of
from ocop.stamps.queries.yearly import year_for
from tests.stamps.cast import Cast
from tests.stamps.cast_rolls import balances_of, code, officer, ordered

SIZE, YEARLY = 24, 30
WHY = "Ghi để thử"
ends = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).map(sorted)
STEPS = {
    "activate": lifecycle.ACTIVATE_RANGE, "void": lifecycle.VOID_RANGE, "lose": lifecycle.REPORT_LOST,
    "give_back": lifecycle.RETURN_RANGE,
}  # fmt: skip


class Life(RuleBasedStateMachine):
    """A batch that the office prints, beside a list with one entry for each stamp."""

    def __init__(self) -> None:
        super().__init__()
        self.ba: Cast
        self.ba, self.batch = ordered(SIZE)
        self.office: Person = officer()
        self.naive = [lifecycle.ORDERED] * SIZE
        self.drawn = SIZE
        certificate = self.ba.product.certificates.get()
        certificate.output_quantity, certificate.output_unit = YEARLY, self.batch.lot.unit
        certificate.save()

    def _try(self, work: Any, allowed: bool, lo: int, hi: int, state: str) -> None:
        """The act and the list agree on whether it may be done, and on what it does."""
        try:
            work()
        except Refused:
            assert not allowed, "the act refused what the list allows"
            return
        assert allowed, "the act did what the list forbids"
        self.naive[lo:hi] = [state] * (hi - lo)

    @rule(size=st.integers(1, SIZE))
    def print_all(self, size: int) -> None:
        waiting = [n for n, state in enumerate(self.naive) if state == lifecycle.ORDERED]
        try:
            acts.print_rolls(self.batch, size, by=self.office)
        except Refused:
            assert not waiting
            return
        for n in waiting:
            self.naive[n] = lifecycle.PRINTED

    @precondition(lambda self: Roll.objects.filter(batch=self.batch, delivery=None).exists())
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        rolls = list(Roll.objects.filter(batch=self.batch, delivery=None))
        roll = data.draw(st.sampled_from(rolls))
        try:
            acts.deliver_rolls([roll], by=self.office, receiver="Chị Ba")
        except Refused:
            assert roll.lost_at or roll.returned_at
            return
        for n in range(roll.lo, roll.hi):
            if self.naive[n] == lifecycle.PRINTED:
                self.naive[n] = lifecycle.DELIVERED

    @rule(kind=st.sampled_from(sorted(STEPS)), ends=ends)
    def change(self, kind: str, ends: list[int]) -> None:
        lo, hi = ends[0], ends[1] + 1
        step = STEPS[kind]
        sources = {lifecycle.DELIVERED} if kind == "activate" else set(step.sources)
        allowed = set(self.naive[lo:hi]) <= sources
        first, last, by = code(self.batch, lo), code(self.batch, hi - 1), self.ba.ba
        if kind == "activate":
            self._try(lambda: acts.activate_range(last, first, by=by), allowed, lo, hi, step.target)
        else:
            act = {"void": acts.void_range, "lose": acts.report_lost, "give_back": acts.return_range}[kind]
            self._try(lambda: act(first, last, by=by, note=WHY), allowed, lo, hi, step.target)

    @precondition(lambda self: Roll.objects.filter(batch=self.batch, lost_at=None).exists())
    @rule(data=st.data(), lost=st.booleans())
    def roll_goes(self, data: st.DataObject, lost: bool) -> None:
        roll = data.draw(st.sampled_from(list(Roll.objects.filter(batch=self.batch))))
        step = lifecycle.REPORT_LOST if lost else lifecycle.RETURN_RANGE
        taken = [n for n in range(roll.lo, roll.hi) if step.leaves(self.naive[n])]
        act = acts.report_roll_lost if lost else acts.return_roll
        try:
            act(roll, by=self.office, note=WHY)
        except Refused:
            assert not taken
            return
        for n in taken:
            self.naive[n] = step.target

    @rule(kind=st.sampled_from(["", *Batch.Kind.values]))
    def replace_voided(self, kind: str) -> None:
        """Other batches come beside this one, of any kind, as long as the certificate's year has room."""
        room = YEARLY - self.drawn + self.naive.count(lifecycle.VOID)
        if room < 3:
            with pytest.raises(Refused, match="năm nay chỉ cấp thêm"):
                acts.draw_stamps(self.batch.lot, 3, by=self.ba.ba, kind=kind)
            return
        self.drawn += 3
        acts.draw_stamps(self.batch.lot, 3, by=self.ba.ba, kind=kind)

    @invariant()
    def ranges_say_what_the_list_says(self) -> None:
        spans = spans_of(self.batch)
        assert [s.state for s in spans for _ in range(s.size)] == self.naive

    @invariant()
    def history_alone_gives_the_balance(self) -> None:
        assert balances_of(self.batch) == {s: self.naive.count(s) for s in set(self.naive)}

    @invariant()
    def the_year_counts_all_but_the_voided(self) -> None:
        year = year_for(self.batch.lot, timezone.localdate())
        assert year is not None
        assert year.shown_used == self.drawn - self.naive.count(lifecycle.VOID) <= YEARLY

    @invariant()
    def the_ledger_adds_up(self) -> None:
        today = timezone.localdate()
        found = ledger_of(self.ba.producer, today, today)
        assert found.total.closing == self.drawn == found.counted == sum(totals_of(self.batch.lot).values())
        assert {a.state: a.closing for a in found.accounts} == totals_of(self.batch.lot)
        later = ledger_of(self.ba.producer, today + timedelta(days=1), today + timedelta(days=1))
        assert [a.opening for a in later.accounts] == [a.closing for a in found.accounts]


class TestLife(TestCase, Life.TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
def test_every_state_is_reached_by_a_step_and_void_and_lost_are_left_by_none() -> None:
    targets = {step.target for step in lifecycle.STEPS}
    assert targets | {lifecycle.ORDERED} == set(lifecycle.STATE_NAMES)
    assert not [step for step in lifecycle.STEPS if step.leaves(lifecycle.VOID) or step.leaves(lifecycle.LOST)]
    assert Batch._meta.get_field("kind").default == "plain"
