"""Who may draft, sign, issue, revoke and read decisions; published certificates are everybody's."""

from __future__ import annotations

from datetime import date

from ocop.councils.models import Result, Sitting
from ocop.dossiers.access import may_file
from ocop.dossiers.queries import dossiers_seen_by, is_officer_of, served_by
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force, today
from ocop.people.rules import Role
from ocop.producers.models import Producer
from ocop.producers.queries import acts_for
from ocop.products.models import Product

from .lifecycle import ASKED
from .models import Certificate, Decision, OutputChange, Proposal, Revocation
from .queries.decisions import knows_decisions, sees_proposals
from .queries.revocations import revocations_seen_by
from .queries.vault import KeptPaper


def _holds(person: Person, *roles: Role, day: date | None = None) -> bool:
    return any(mandate.role in roles for mandate in mandates_in_force(person, day))


def may_draft_decisions(person: Person, *_: object, day: date | None = None) -> bool:
    return _holds(person, Role.PROVINCE_OFFICER, day=day)


def may_draft_for(person: Person, sitting: Sitting | None = None) -> bool:
    return may_draft_decisions(person)


def may_publish(person: Person, decision: Decision) -> bool:
    return may_draft_decisions(person)


def may_sign_decisions(person: Person, *_: object, day: date | None = None) -> bool:
    return _holds(person, Role.PROVINCE_LEADER, day=day)


def may_sign(person: Person, decision: Decision) -> bool:
    return may_sign_decisions(person)


def may_issue(person: Person, decision: Decision) -> bool:
    return _holds(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER)


def may_see_decisions(person: Person) -> bool:
    return knows_decisions(person)


def may_see_decision(person: Person, decision: Decision) -> bool:
    return may_see_decisions(person)


def may_see_proposals(person: Person) -> bool:
    return _holds(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.MINISTRY_OFFICER)


def may_revoke(person: Person, certificate: Certificate) -> bool:
    """May open a case; only the leader signs it."""
    return may_draft_decisions(person)


def may_ask_output(person: Person, certificate: Certificate) -> bool:
    """Those who act for its producer, while the certificate holds."""
    producer = certificate.product.producer
    return producer is not None and acts_for(person, producer) and certificate.is_valid_on(today())


def may_confirm_output(person: Person, certificate: Certificate) -> bool:
    """The commune where the dossier was filed, or the province's office; never the producer's own people."""
    producer = certificate.product.producer
    if producer is not None and acts_for(person, producer):
        return False
    return may_draft_decisions(person) or is_officer_of(person, certificate.result.item.dossier.commune)


def may_decide_output(person: Person, change: OutputChange) -> bool:
    return may_confirm_output(person, change.certificate)


def may_see_output(person: Person, certificate: Certificate) -> bool:
    """Its producer's people and the offices: how much somebody makes is nobody else's business."""
    producer = certificate.product.producer
    own = producer is not None and acts_for(person, producer)
    return own or may_confirm_output(person, certificate) or knows_decisions(person)


def may_see_proposal(person: Person, proposal: Proposal) -> bool:
    """Its door already lets through only who may know of it."""
    return sees_proposals(person)


def may_send_proposal(person: Person, proposal: Proposal) -> bool:
    return may_draft_decisions(person)


def may_answer_proposal(person: Person, proposal: Proposal) -> bool:
    """The ministry's officer, or the office from the ministry's paper."""
    return _holds(person, Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)


def may_choose_way(person: Person, proposal: Proposal) -> bool:
    return may_sign_decisions(person)


def may_read_notice(person: Person, result: Result) -> bool:
    """Its door lets through whose dossier it is, and the office."""
    return knows_decisions(person) or dossiers_seen_by(person).filter(pk=result.item.dossier_id).exists()


def may_see_revocations(person: Person) -> bool:
    return knows_decisions(person)


def may_see_revocation(person: Person, case: Revocation) -> bool:
    """Its door already lets through only who may know of it."""
    return revocations_seen_by(person).filter(pk=case.pk).exists()


def may_confirm_stopped(person: Person, case: Revocation) -> bool:
    return is_officer_of(person, case.certificate.result.item.dossier.commune)


def may_work_on_revocation(person: Person, case: Revocation) -> bool:
    return may_draft_decisions(person)


def may_dismiss_revocation(person: Person, case: Revocation) -> bool:
    return may_draft_decisions(person) or (case.state == ASKED and may_confirm_stopped(person, case))


def may_sign_revocation(person: Person, case: Revocation) -> bool:
    return may_sign_decisions(person)


def may_extend(person: Person, product: Product, *, day: date | None = None) -> bool:
    return may_prolong(person, day=day)


def may_prolong(person: Person, *, day: date | None = None) -> bool:
    """The province's office, or its leader."""
    return _holds(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, day=day)


def may_see_renewals(person: Person) -> bool:
    """Whoever stands for a producer, and the offices of communes and the province."""
    return may_file(person) or _holds(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER)


def may_see_lapsing(person: Person) -> bool:
    return _holds(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER)


def may_keep_papers(person: Person, producer: Producer) -> bool:
    return served_by(producer, person)


def may_see_kept(person: Person, found: KeptPaper) -> bool:
    """Its producer, and the offices that look after the producer's place."""
    return may_keep_papers(person, found.producer) or may_see_lapsing(person)


def may_change_kept(person: Person, found: KeptPaper) -> bool:
    return may_keep_papers(person, found.producer)
