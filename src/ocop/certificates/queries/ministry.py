"""Proposals for five stars: where each stands, what its bundle holds and what it lacks."""

from __future__ import annotations

from django.db.models import QuerySet

from ocop.councils.models import Result
from ocop.people.models import Person
from ocop.people.queries import today

from .. import lifecycle
from ..models import Proposal
from ..rules.law import law_on
from ..rules.proposals import Held, bundle_of
from .decisions import knows_decisions, sees_proposals


def proposals_known() -> QuerySet[Proposal]:
    return Proposal.objects.select_related(
        "result__item__dossier__product__producer", "result__item__dossier__commune",
        "result__item__sitting__decision__document", "result__item__sitting__decision__signed_by",
        "result__item__sitting__council", "sent_by", "decided_by",
    )  # fmt: skip


def proposal_seen_by(person: Person, pk: int) -> Proposal | None:
    """The office and the leader from approval on; the ministry once it was sent."""
    if not sees_proposals(person):
        return None
    found = proposals_known().filter(pk=pk)
    if not knows_decisions(person):
        found = found.exclude(state=lifecycle.PROPOSED)
    return found.first()


def adopted_for(result: Result) -> Proposal | None:
    """The central result that the province made its own for this product."""
    if not result.to_ministry:
        return None
    return Proposal.objects.filter(result=result, state=lifecycle.ADOPTED).select_related("decided_by").first()


def held_of(proposal: Proposal) -> list[Held]:
    """The legal bundle, part by part."""
    item = proposal.result.item
    here = {row.kind for row in proposal.papers.all()}
    here.add("dossier")
    document = getattr(item.sitting.decision, "document", None)
    if document is not None and document.printed_sha256:
        here.add("decision")
    if item.sitting.minutes_sha256:
        here.add("council")
    report = getattr(item, "advisor_report", None)
    if report is not None and report.is_in:
        here.add("advisors")
    if proposal.samples_note:
        here.add("samples")
    return bundle_of(law_on(today()), item.dossier.set_no, here)
