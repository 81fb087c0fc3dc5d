"""Two hands on one paper at the same moment: it is signed once, and the second is told why not."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from ocop.certificates.acts import (
    make_document,
    open_revocation,
    publish_decision,
    sign_decision,
    sign_revocation,
    verify_revocation,
)
from ocop.certificates.models import Certificate, Decision, Document, Revocation
from ocop.journal.models import Line
from ocop.journal.queries import chain_verdict
from ocop.journal.rules import Refused
from tests import cast

from .stage import drafted, issued, signed

pytestmark = pytest.mark.django_db(transaction=True)
FINDING = "Nội dung mô phỏng đủ dài để đọc."


def together(*acts: Callable[[], object]) -> list[str]:
    """Runs all at once; says of each whether it was done or refused."""
    gate, said = Barrier(len(acts)), ["?"] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
            said[place] = "done"
        except Refused as refused:
            said[place] = refused.reasons[0].code
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_a_decision_is_signed_once() -> None:
    decided = drafted()
    leader, pk = decided.stage.people.lanh_dao, decided.decision.pk

    def sign() -> None:
        sign_decision(Decision.objects.get(pk=pk), by=leader)

    assert together(sign, sign) == ["done", "wrong_state"]
    assert Line.objects.filter(verb="sign_decision").count() == 1
    assert Document.objects.count() == 1
    assert chain_verdict().whole


def test_a_paper_is_made_once_however_many_ask() -> None:
    decided = signed(items=2)

    def make() -> None:
        make_document(Decision.objects.get(pk=decided.decision.pk), by=decided.stage.people.co_nam)

    assert together(make, make, make) == ["done"] * 3
    assert Line.objects.filter(verb="seal_document").count() == 1
    with pytest.raises(Refused):
        publish_decision(decided.decision, by=decided.stage.people.co_nam)


def test_a_certificate_has_one_open_case_and_is_revoked_once() -> None:
    certificate, officer, leader = issued(), cast.person("co_nam"), cast.person("lanh_dao")

    def begin() -> None:
        open_revocation(
            Certificate.objects.get(pk=certificate.pk), ground="unlawful", source="inspection", finding=FINDING,
            document="1/KL", concluded_on=certificate.issued_on, by=officer,
        )  # fmt: skip

    assert together(begin, begin) == ["already_open", "done"]
    case = verify_revocation(Revocation.objects.get(), verification=FINDING, by=officer)

    def sign() -> None:
        sign_revocation(Revocation.objects.get(pk=case.pk), decision_number="3/QĐ-UBND", by=leader)

    assert together(sign, sign) == ["done", "wrong_state"]
    assert Line.objects.filter(verb="revoke").count() == 1
    assert Certificate.objects.get().revoked_on is not None
