"""Random walks through a sitting on PostgreSQL: whatever people do, nothing sealed is readable and nothing is lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ocop.councils import lifecycle
from ocop.councils.acts import (
    abstain,
    call_second_round,
    close_sitting,
    declare_conflict,
    end_discussion,
    lose_codes,
    open_sheets,
    open_sitting,
    postpone_item,
    revise,
    withdraw_abstention,
)
from ocop.councils.models import Item, Result, Sheet, SheetChange
from ocop.councils.queries import sheets_seen_by, unlocked_key
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused

from .sheets import HONEY, scored
from .stage import Stage, opened

pytestmark = pytest.mark.django_db
VOTERS, ITEMS = st.integers(0, 5), st.integers(0, 1)
_LEGAL = {(step.sources, step.target) for step in lifecycle.STEPS}


class SittingMachine(RuleBasedStateMachine):
    """What each member meant is remembered outside of the database and compared with what was opened."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.meant: dict[int, int] = {}
        self.states: dict[int, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize(spread=st.sampled_from(["off", "second_round", "discussion"]))
    def begin(self, spread: str) -> None:
        self.stage = opened(items=2, spread_rule=spread, quorum="1/2")
        self.key = self.stage.key
        self.states = dict(Item.objects.values_list("pk", "state"))

    def _item(self, number: int) -> Item:
        return Item.objects.select_related("sitting__council", "dossier__product").get(pk=self.stage.items[number].pk)

    @rule(voter=VOTERS, item=ITEMS, points=st.integers(20, 100))
    def hand_in(self, voter: int, item: int, points: int) -> None:
        person, entry = self.stage.voters[voter], self._item(item)
        try:
            if self.stage.sheet(person, entry).is_in:
                return
            sheet = self.stage.score(person, scored(HONEY, points), entry)
        except Refused:
            return
        assert sheet.is_sealed
        self.meant[sheet.pk] = sum(int(v) for v in scored(HONEY, points).values())  # type: ignore[arg-type]

    @rule(voter=VOTERS, item=ITEMS)
    def conflict(self, voter: int, item: int) -> None:
        self._try(lambda: declare_conflict(self._item(item), cause="Người thân", by=self.stage.voters[voter]))

    @rule(voter=VOTERS, item=ITEMS, back=st.booleans())
    def silent(self, voter: int, item: int, back: bool) -> None:
        person = self.stage.voters[voter]
        if back:
            self._try(lambda: withdraw_abstention(self._item(item), by=person))
        else:
            self._try(lambda: abstain(self._item(item), cause="Không đủ căn cứ", by=person))

    @rule(item=ITEMS, force=st.booleans())
    def reveal(self, item: int, force: bool) -> None:
        self._try(lambda: open_sheets(self._item(item), key=self.key, by=self.stage.people.ba_sau, end_waiting=force))

    @rule(voter=VOTERS, item=ITEMS, points=st.integers(0, 3))
    def change(self, voter: int, item: int, points: int) -> None:
        mine = (
            Sheet.objects.filter(item=self._item(item), seat__person=self.stage.voters[voter])
            .order_by("-round")
            .first()
        )
        if mine is None:
            return
        before = mine.points
        try:
            changed = revise(
                mine, criterion="1.1", choice=points, reason="Xem lại minh chứng lần nữa", edition=mine.edition,
                by=self.stage.voters[voter],
            )  # fmt: skip
        except Refused:
            return
        assert before is not None
        self.meant[mine.pk] = int(changed.points or 0)
        assert SheetChange.objects.filter(sheet=mine).exists(), "what stood before stays"

    @rule(item=ITEMS)
    def second_round(self, item: int) -> None:
        self._try(lambda: call_second_round(self._item(item), summary="Đã thảo luận", by=self.stage.people.thu_ky))

    @rule(item=ITEMS)
    def no_second_round(self, item: int) -> None:
        self._try(lambda: end_discussion(self._item(item), summary="Đã thảo luận", by=self.stage.people.thu_ky))

    @rule(item=ITEMS)
    @precondition(lambda self: len(self.meant) > 6)
    def postpone(self, item: int) -> None:
        self._try(lambda: postpone_item(self._item(item), reason="Chưa có mẫu", by=self.stage.people.ba_sau))

    @rule()
    @precondition(lambda self: len(self.meant) > 8)
    def lose(self) -> None:
        try:
            lose_codes(self.stage.sitting, reason="Mất cả hai giấy ghi mã", by=self.stage.people.ba_sau)
        except Refused:
            return
        self.stage.draw_codes()
        open_sitting(self.stage.sitting, by=self.stage.people.thu_ky)
        self.stage.sitting.refresh_from_db()
        self.key = unlocked_key(self.stage.sitting, self.stage.codes["chair"], self.stage.codes["envelope"])

    @rule()
    def close(self) -> None:
        self._try(lambda: close_sitting(self.stage.sitting, by=self.stage.people.ba_sau))

    def _try(self, act: object) -> None:
        assert callable(act)
        try:
            act()
        except Refused:
            pass

    @invariant()
    def sealed_is_unreadable(self) -> None:
        if not self.states:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, t::text FROM councils_sheet t WHERE state IN ('open', 'handed_in')")
            assert all('"1.1"' not in text for _, text in cursor.fetchall())
        for sheet in Sheet.objects.filter(state=lifecycle.HANDED_IN):
            assert (sheet.choices, sheet.remarks, sheet.salt, sheet.points) == ({}, {}, "", None)
        opened_pks = set(Sheet.objects.filter(state=lifecycle.OPENED).values_list("pk", flat=True))
        for item in Item.objects.select_related("sitting"):
            assert {s.pk for s in sheets_seen_by(self.stage.people.ba_sau, item)} <= opened_pks

    @invariant()
    def nothing_is_lost(self) -> None:
        for sheet in Sheet.objects.filter(state=lifecycle.OPENED):
            assert sheet.is_whole
            assert int(sheet.points or 0) == self.meant[sheet.pk]
        assert Sheet.objects.exclude(seal="").count() == len(self.meant), "a sheet once handed in never goes away"

    @invariant()
    def averages_are_right_and_states_lawful(self) -> None:
        if not self.states:
            return
        for result in Result.objects.select_related("item"):
            rows = Sheet.objects.filter(item=result.item, state=lifecycle.OPENED, round=result.item.round)
            points = [self.meant[pk] for pk in rows.values_list("pk", flat=True)]
            assert abs(Fraction(result.average) - Fraction(sum(points), len(points))) <= Fraction(1, 200)
        for pk, state in Item.objects.values_list("pk", "state"):
            before = self.states[pk]
            assert state == before or _reachable(before, state), f"{before} → {state}"
            self.states[pk] = state


def _reachable(before: str, after: str) -> bool:
    """In one step, or in the two that opening with a wide spread, or lost codes and a new opening, take at once."""
    one = {target for sources, target in _LEGAL if before in sources}
    return after in one or any(middle in sources and target == after for middle in one for sources, target in _LEGAL)


@pytest.mark.once
def test_random_walks_keep_sheets_secret_whole_and_counted(db: None) -> None:
    run_state_machine_as_test(
        SittingMachine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert chain_verdict().whole
