"""Random walks through a certificate's life on PostgreSQL: only lawful moves, a star only while it is valid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ocop.certificates import lifecycle
from ocop.certificates.acts import (
    confirm_stopped,
    dismiss_revocation,
    open_revocation,
    publish_revocation,
    sign_revocation,
    supersede,
    verify_revocation,
)
from ocop.certificates.models import Certificate, Revocation
from ocop.certificates.queries import standing_of
from ocop.certificates.queries.statuses import marked
from ocop.certificates.rules.verdicts import Validity
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from ocop.people.models import Person
from tests import cast

from .stage import signed

WHO = st.sampled_from(["co_nam", "lanh_dao", "anh_tu", "chi_ba", "quan_tri"])
FINDING = "Nội dung mô phỏng đủ dài để đọc."
_LEGAL = {(source, step.target) for step in lifecycle.STEPS for source in step.sources}


class CertificateMachine(RuleBasedStateMachine):
    """What should be so is remembered outside of the database."""

    old: ClassVar[Certificate]
    new: ClassVar[Certificate]
    people: ClassVar[dict[str, Person]]

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.day = timezone.localdate(timezone.now())
        self.state, self.case, self.ended = lifecycle.PUBLISHED, "", None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), UTC) + timedelta(hours=3)

    @property
    def newest(self) -> Revocation:
        return Revocation.objects.filter(certificate=self.old).first() or Revocation(certificate=self.old, pk=0)

    @property
    def valid(self) -> bool:
        return self.ended is None and self.old.issued_on <= self.day <= self.old.expires_on

    def tried(self, lawful: bool, run: object, target: str = "") -> bool:
        """The act happens exactly when it is lawful, and a refused one leaves nothing behind."""
        try:
            with transaction.atomic():
                run()  # type: ignore[operator]
        except (Refused, Revocation.DoesNotExist):
            assert not lawful
            return False
        assert lawful
        if target:
            self.case = target
        return True

    @rule(days=st.sampled_from([1, 14, 15, 16, 400, 1000]))
    def time_passes(self, days: int) -> None:
        if self.day + timedelta(days) < date(2031, 1, 1):
            self.day += timedelta(days)

    @rule(who=WHO, stopped=st.booleans())
    def somebody_opens(self, who: str, stopped: bool) -> None:
        open_case = self.case in (lifecycle.ASKED, lifecycle.PROPOSED, lifecycle.VERIFIED, lifecycle.SIGNED)
        facts = {"document": "" if stopped else "1/KL", "concluded_on": None if stopped else self.day}
        self.tried(
            who == "co_nam" and self.valid and not open_case,
            lambda: open_revocation(
                self.old, ground="stopped" if stopped else "unlawful", source="inspection", finding=FINDING,
                by=self.people[who], at=self.at, **facts,
            ),
            lifecycle.ASKED if stopped else lifecycle.PROPOSED,
        )  # fmt: skip

    @rule(who=WHO)
    def somebody_confirms(self, who: str) -> None:
        self.tried(
            self.case == lifecycle.ASKED and who == "anh_tu",
            lambda: confirm_stopped(self.newest, document="2/XN", on=self.day, by=self.people[who], at=self.at),
            lifecycle.PROPOSED,
        )

    @rule(who=WHO)
    def somebody_verifies(self, who: str) -> None:
        self.tried(
            self.case == lifecycle.PROPOSED and who == "co_nam",
            lambda: verify_revocation(self.newest, verification=FINDING, by=self.people[who], at=self.at),
            lifecycle.VERIFIED,
        )

    @rule(who=WHO)
    def somebody_signs(self, who: str) -> None:
        lawful = self.case == lifecycle.VERIFIED and who == "lanh_dao" and self.state == lifecycle.PUBLISHED
        done = self.tried(
            lawful and self.day <= self.old.expires_on,
            lambda: sign_revocation(self.newest, decision_number="3/QĐ-UBND", by=self.people[who], at=self.at),
            lifecycle.SIGNED,
        )
        if done:
            self.state, self.ended = lifecycle.REVOKED, self.day

    @rule(who=WHO)
    def somebody_publishes(self, who: str) -> None:
        self.tried(
            self.case == lifecycle.SIGNED and who == "co_nam",
            lambda: publish_revocation(self.newest, by=self.people[who], at=self.at),
            lifecycle.PUBLISHED,
        )

    @rule(who=WHO)
    def somebody_dismisses(self, who: str) -> None:
        office = who == "co_nam" and self.case in lifecycle.DISMISS_REVOCATION.sources
        commune = who == "anh_tu" and self.case == lifecycle.ASKED
        self.tried(
            office or commune,
            lambda: dismiss_revocation(self.newest, reason=FINDING, by=self.people[who], at=self.at),
            lifecycle.DISMISSED,
        )

    @rule()
    def a_new_certificate_takes_over(self) -> None:
        done = self.tried(
            self.state == lifecycle.PUBLISHED,
            lambda: supersede(self.old, with_=self.new, by=self.people["co_nam"], at=self.at),
        )
        if done:
            self.state, self.ended = lifecycle.SUPERSEDED, self.new.issued_on

    @invariant()
    def a_star_stands_exactly_while_it_is_valid(self) -> None:
        row = Certificate.objects.get(pk=self.old.pk)
        assert row.state == self.state
        verdict = row.verdict_on(self.day)
        assert verdict.is_valid is row.is_valid_on(self.day) is self.valid
        assert (verdict.drawing == "valid") is self.valid
        expected = {lifecycle.REVOKED: Validity.REVOKED, lifecycle.SUPERSEDED: Validity.SUPERSEDED}
        if self.ended is not None and self.ended <= self.day:
            assert verdict.validity == expected[self.state]
        if self.state == lifecycle.REVOKED:
            assert not standing_of(row.product, self.day).is_valid

    @invariant()
    def the_lists_mark_exactly_what_ended(self) -> None:
        assert (self.old.pk in marked("revocation", 0)) is (self.state == lifecycle.REVOKED)
        assert (self.old.pk in marked("suspension", 0)) is (self.state == lifecycle.SUPERSEDED)

    @invariant()
    def a_case_is_where_it_should_be_and_knows_its_last_day(self) -> None:
        if not self.case:
            return
        row = self.newest
        assert row.state == self.case
        if row.concluded_on is not None:
            assert row.due_on == row.concluded_on + timedelta(15)
        else:
            assert row.state in (lifecycle.ASKED, lifecycle.DISMISSED)


@pytest.mark.once
def test_random_walks_end_a_star_only_by_the_laws_own_steps(db: None) -> None:
    from ocop.certificates.acts import issue_certificates

    decided = signed(items=2)
    old, new = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    Certificate.objects.filter(pk=new.pk).update(product=old.product)
    CertificateMachine.old, CertificateMachine.new = old, Certificate.objects.get(pk=new.pk)
    CertificateMachine.people = {
        who: cast.person(who) for who in ("co_nam", "lanh_dao", "anh_tu", "chi_ba", "quan_tri")
    }
    run_state_machine_as_test(
        CertificateMachine,
        settings=settings(
            max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert chain_verdict().whole
