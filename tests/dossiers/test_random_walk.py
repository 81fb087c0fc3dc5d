"""Any act by anybody in any order: a dossier moves along the lawful steps only, and what was sealed stays sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ocop.dossiers import acts, lifecycle
from ocop.dossiers.models import Dossier
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from ocop.people.models import Person

from .conftest import NOW, WORDS, Company

Act = Callable[[Dossier, Person, int], object]
WHO = ("chi_ba", "chi_lan", "anh_tu", "co_nam", "chu_bay")
HOLDERS = {
    "producer": {"chi_ba"}, "commune_officer": {"anh_tu"}, "province_officer": {"co_nam"},
    "examiner": {"co_nam", "chu_bay"},
}  # fmt: skip
# Called by councils and certificates, which ask who may.
JUDGED_LATER = {"put_before_council", "conclude", "decide"}
ASKS = {"1.1": "Bổ sung sổ theo dõi vùng nguyên liệu."}


def _due(days: int) -> date:
    return NOW.date() + timedelta(days=3 + days)


STEPS: dict[str, Act] = {
    "submit": lambda dossier, by, days: acts.submit(dossier, by=by, at=NOW + timedelta(days=days)),
    "request_completion": lambda dossier, by, days: acts.request_completion(
        dossier, asks=ASKS, due_on=_due(days), by=by, at=NOW
    ),
    "complete": lambda dossier, by, days: acts.complete(dossier, by=by, at=NOW + timedelta(days=days)),
    "forward": lambda dossier, by, days: acts.forward(dossier, **WORDS, by=by, at=NOW + timedelta(days=days)),
    "accept": lambda dossier, by, days: acts.accept(dossier, by=by, at=NOW + timedelta(days=days)),
    "return_dossier": lambda dossier, by, days: acts.return_dossier(
        dossier, reasons="Thiếu giấy đăng ký kinh doanh.", by=by, at=NOW
    ),
    "withdraw": lambda dossier, by, days: acts.withdraw(dossier, reason="Chủ thể muốn làm lại.", by=by, at=NOW),
    "request_change": lambda dossier, by, days: acts.request_change(
        dossier, asks=ASKS, due_on=_due(days), by=by, at=NOW
    ),
    "amend": lambda dossier, by, days: acts.amend(dossier, by=by, at=NOW + timedelta(days=days)),
    "put_before_council": lambda dossier, by, days: acts.put_before_council(dossier, by=by, at=NOW),
    "conclude": lambda dossier, by, days: acts.conclude(dossier, by=by, at=NOW),
    "decide": lambda dossier, by, days: acts.decide(dossier, by=by, at=NOW),
}


def _change_an_answer(dossier: Dossier, by: Person, days: int) -> object:
    stands = dossier.answers.get(criterion="1.1")
    return acts.save_answer(dossier, "1.1", points=days % 3, edition=stands.edition, by=by, at=NOW + timedelta(hours=1))


def test_the_walk_knows_every_step_of_the_lifecycle() -> None:
    assert set(STEPS) == {step.name for step in lifecycle.STEPS}


class Walk(RuleBasedStateMachine):
    dossier: Dossier
    people: dict[str, Person]

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.receipt: str | None = None
        self.versions: dict[int, str] = {}

    def _now(self) -> Dossier:
        return Dossier.objects.get(pk=self.dossier.pk)

    @rule(name=st.sampled_from(sorted(STEPS)), who=st.sampled_from(WHO), days=st.integers(0, 4))
    def try_a_step(self, name: str, who: str, days: int) -> None:
        before, lines = self._now(), Line.objects.count()
        try:
            STEPS[name](before, self.people[who], days)
        except Refused:
            assert self._now().state == before.state
            assert Line.objects.count() == lines
            return
        taken = [s for s in lifecycle.STEPS if s.name == name and s.leaves(before.state)]
        assert [step.target for step in taken] == [self._now().state]
        assert name in JUDGED_LATER or who in HOLDERS[taken[0].who]
        assert Line.objects.count() > lines

    @rule(days=st.integers(0, 5), who=st.sampled_from(WHO))
    def change_an_answer(self, days: int, who: str) -> None:
        before = self._now()
        stood = before.answers.get(criterion="1.1").points
        try:
            _change_an_answer(before, self.people[who], days)
        except Refused:
            assert before.answers.get(criterion="1.1").points == stood
            return
        assert before.state in lifecycle.EDITABLE_STATES
        assert who == "chi_ba"

    @rule(who=st.sampled_from(("anh_tu", "co_nam")))
    def go_straight_on(self, who: str) -> None:
        """The usual way, tried more often than chance would: deep states are reached, too."""
        for name in ("submit", "forward", "accept", "put_before_council", "conclude"):
            for person in ("chi_ba", "anh_tu", "co_nam"):
                self.try_a_step(name, person, 0)

    @invariant()
    def what_was_frozen_stays(self) -> None:
        versions = {v.number: v.sha256 for v in self.dossier.versions.all()}
        assert self.versions.items() <= versions.items()
        assert sorted(versions) == list(range(1, len(versions) + 1))
        assert all(v.is_whole for v in self.dossier.versions.all())
        self.versions = versions

    @invariant()
    def a_number_is_given_once_and_kept(self) -> None:
        receipt = self._now().receipt_number
        assert self.receipt in (None, receipt)
        assert (receipt is None) == (not self.dossier.versions.exists())
        self.receipt = receipt

    @invariant()
    def the_communes_clock_runs_only_while_it_must_act(self) -> None:
        dossier = self._now()
        if dossier.state == lifecycle.SUBMITTED:
            assert dossier.commune_due_on is not None
        if dossier.state == lifecycle.COMPLETION:
            assert dossier.commune_days_kept is not None
        waiting = dossier.completion_requests.filter(answered_at__isnull=True).exists()
        if dossier.state in lifecycle.ASKED_STATES:
            assert waiting

    def teardown(self) -> None:
        assert chain_verdict().whole
        transaction.savepoint_rollback(self.point)


@pytest.mark.once
def test_a_dossier_walks_lawful_ways_only(cast: Company, filled: Dossier) -> None:
    people = {name: cast[name] for name in WHO}
    walk = type("Walk", (Walk,), {"dossier": filled, "people": people})
    some = settings(max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(walk, settings=some)  # type: ignore[no-untyped-call]
