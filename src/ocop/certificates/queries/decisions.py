"""Decisions: what waits for one, what one owes, and what goes to the ministry."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ocop.councils import lifecycle as council_states
from ocop.councils.models import Result, Sitting
from ocop.councils.queries import results_of
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role

from .. import lifecycle
from ..models import Certificate, Decision, Proposal
from ..rules.issuing import gets_certificate

_READERS = (Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Line:
    """One result of a decision, with its certificate as far as it has come."""

    result: Result
    certificate: Certificate | None
    owed: bool


def sees_proposals(person: Person) -> bool:
    return any(mandate.role in (*_READERS, Role.MINISTRY_OFFICER) for mandate in mandates_in_force(person))


def knows_decisions(person: Person) -> bool:
    return any(mandate.role in _READERS for mandate in mandates_in_force(person))


def sittings_without_decision() -> QuerySet[Sitting]:
    return (
        Sitting.objects.filter(state=council_states.CLOSED, decision__isnull=True)
        .select_related("council", "round")
        .order_by("-closed_at")
    )


def sitting_for_decision(person: Person, pk: int) -> Sitting | None:
    """A closed sitting, for those who may know of decisions."""
    return sittings_without_decision().filter(pk=pk).first() if knows_decisions(person) else None


def decisions_seen_by(person: Person) -> QuerySet[Decision]:
    decisions = Decision.objects.select_related("sitting__council", "sitting__round", "signed_by", "drafted_by")
    return decisions.order_by("-id") if knows_decisions(person) else decisions.none()


def decision_seen_by(person: Person, pk: int) -> Decision | None:
    return decisions_seen_by(person).filter(pk=pk).first()


def lines_of(decision: Decision) -> list[Line]:
    """Every result of the sitting, in the order of its agenda; two queries."""
    found = {c.result_id: c for c in decision.certificates.select_related("product")}
    before = decision.sitting.rules.certificate_before_ministry
    results = results_of(decision.sitting)
    adopted = adopted_among(results)
    return [
        Line(
            result,
            found.get(result.pk),
            gets_certificate(result.star, to_ministry=result.to_ministry, before_ministry=before)
            or result.pk in adopted,
        )
        for result in results
    ]


def adopted_among(results: list[Result]) -> set[int]:
    """Those whose central result the province made its own; no query where nothing went to the ministry."""
    sent = [result.pk for result in results if result.to_ministry]
    if not sent:
        return set()
    return set(Proposal.objects.filter(result__in=sent, state=lifecycle.ADOPTED).values_list("result_id", flat=True))


def certificates_owed(decision: Decision) -> list[Result]:
    """Results that should have a published certificate and have none yet."""
    return [
        line.result
        for line in lines_of(decision)
        if line.owed and (line.certificate is None or line.certificate.state not in lifecycle.KNOWN)
    ]


def proposals() -> list[Result]:
    """Results of signed decisions that go to the ministry."""
    return list(
        Result.objects.filter(
            to_ministry=True, item__sitting__decision__state__in=(lifecycle.SIGNED, lifecycle.PUBLISHED)
        )
        .select_related(
            "item__dossier__product__producer", "item__dossier__commune", "item__sitting__decision", "proposal"
        )
        .order_by("-item__sitting__decision__signed_at", "item__order")
    )


def proposals_for(person: Person) -> list[Result]:
    """The province's people: all. The ministry: what was sent to it."""
    found = proposals()
    if knows_decisions(person):
        return found
    sent = set(Proposal.objects.exclude(state=lifecycle.PROPOSED).values_list("result_id", flat=True))
    return [result for result in found if result.pk in sent]


def unfinished_decisions() -> list[Decision]:
    """Signed decisions whose issuing was begun and has not come to its end; to begin is the office's to say."""
    adopted = Q(state=lifecycle.PUBLISHED, sitting__items__result__proposal__state=lifecycle.ADOPTED)
    begun = Decision.objects.filter(Q(state=lifecycle.SIGNED, certificates__isnull=False) | adopted).distinct()
    signed = begun.select_related("sitting__council", "drafted_by", "signed_by").order_by("id")
    return [decision for decision in signed if certificates_owed(decision)]
