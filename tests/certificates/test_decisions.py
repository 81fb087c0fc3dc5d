"""From a closed sitting to a signed and published decision."""

import pytest

from ocop.certificates import lifecycle
from ocop.certificates.acts import draft_decision, issue_certificates, publish_decision, sign_decision
from ocop.certificates.models import Certificate, Recognition
from ocop.certificates.queries import lines_of, proposals, standing_of
from ocop.dossiers import lifecycle as dossier_states
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from tests.councils.sheets import HONEY, best
from tests.councils.stage import opened

from .stage import closed, drafted, signed

pytestmark = pytest.mark.django_db


def test_a_decision_is_drafted_only_from_a_closed_sitting() -> None:
    stage = opened()
    with pytest.raises(Refused) as refused:
        draft_decision(stage.sitting, number="1/QĐ-UBND", by=stage.people.co_nam)
    assert {reason.code for reason in refused.value.reasons} == {"wrong_state"}


def test_a_number_is_used_once_and_a_sitting_has_one_decision() -> None:
    decided = drafted()
    with pytest.raises(Refused) as refused:
        draft_decision(decided.stage.sitting, number=decided.decision.number, by=decided.stage.people.co_nam)
    assert {reason.code for reason in refused.value.reasons} == {"already_drafted", "taken"}


def test_only_the_office_drafts_and_only_the_leader_signs() -> None:
    stage = closed()
    for someone in (stage.people.ba_sau, stage.people.lanh_dao, stage.people.thu_ky, stage.people.quan_tri):
        with pytest.raises(Refused):
            draft_decision(stage.sitting, number="1/QĐ-UBND", by=someone)
    decision = draft_decision(stage.sitting, number="1/QĐ-UBND", by=stage.people.co_nam)
    for someone in (stage.people.ba_sau, stage.people.co_nam, stage.people.thu_ky, stage.people.quan_tri):
        with pytest.raises(Refused):
            sign_decision(decision, by=someone)


def test_signing_decides_the_dossiers_and_keeps_the_delegation() -> None:
    decided = drafted()
    decision = sign_decision(
        decided.decision, by=decided.stage.people.lanh_dao, delegation="Ký thay Chủ tịch theo văn bản 12 (mô phỏng)"
    )
    assert decision.state == lifecycle.SIGNED
    assert decision.delegation.startswith("Ký thay")
    decided.stage.item.dossier.refresh_from_db()
    assert decided.stage.item.dossier.state == dossier_states.DECIDED
    with pytest.raises(Refused):
        sign_decision(decision, by=decided.stage.people.lanh_dao)


def test_a_decision_is_published_after_its_certificates() -> None:
    decided = signed()
    with pytest.raises(Refused) as refused:
        publish_decision(decided.decision, by=decided.stage.people.co_nam)
    assert {reason.code for reason in refused.value.reasons} == {"missing"}
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert publish_decision(decided.decision, by=decided.stage.people.co_nam).state == lifecycle.PUBLISHED


def test_ninety_points_are_proposed_to_the_ministry_without_a_certificate() -> None:
    decided = signed(choices=best(HONEY))
    assert issue_certificates(decided.decision, by=decided.stage.people.co_nam) == []
    publish_decision(decided.decision, by=decided.stage.people.co_nam)
    (result,) = proposals()
    assert result.star == 4
    event = Recognition.objects.get()
    assert (event.kind, event.star) == (Recognition.Kind.PROPOSED, None)
    assert standing_of(decided.stage.item.dossier.product).star is None
    assert Letter.objects.filter(to=decided.stage.people.chi_ba, subject__contains="đề nghị Bộ").exists()


def test_by_laws_may_give_a_four_star_certificate_meanwhile() -> None:
    decided = signed(choices=best(HONEY), certificate_before_ministry=True)
    (certificate,) = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert certificate.star == 4


def test_below_three_stars_nothing_is_issued_and_the_producer_is_told_why() -> None:
    decided = signed(choices=best(HONEY) | {"2.2": 1})
    assert issue_certificates(decided.decision, by=decided.stage.people.co_nam) == []
    publish_decision(decided.decision, by=decided.stage.people.co_nam)
    letter = Letter.objects.filter(to=decided.stage.people.chi_ba).latest("pk")
    assert "chưa được công nhận" in letter.subject
    assert "2.2" in letter.body
    assert Certificate.objects.count() == 0


def test_the_lines_of_a_decision_say_what_is_owed() -> None:
    decided = signed(items=2)
    assert [line.owed for line in lines_of(decided.decision)] == [True, True]
    issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    assert [line.certificate is not None for line in lines_of(decided.decision)] == [True, True]
