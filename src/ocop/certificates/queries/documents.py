"""The paper of a decision: what will be printed on it, and who may read it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ocop.councils.models import Result, Sitting
from ocop.councils.queries import results_of
from ocop.criteria.rules import regimes
from ocop.people.models import Person

from .. import lifecycle
from ..models import Decision, Document
from ..rules.issuing import gets_certificate
from ..rules.law import law_on
from ..rules.signatures import SIGNING_NOTES, Signing
from .decisions import decision_seen_by
from .papers import DEFAULT_MONTHS

NOT_YET = "(chưa ký)"


def document_draft(decision: Decision, *, signing: str) -> dict[str, Any]:
    """Everything that is printed, and nothing else; before signing it is a preview without signer and day."""
    results, sitting = results_of(decision.sitting), decision.sitting
    day = decision.signed_on if decision.signed_at else timezone.localdate(decision.drafted_at)
    codes = {result.item.dossier.regime for result in results}
    province = results[0].item.dossier.commune.parent if results else None
    rows = [_row(n, result, sitting) for n, result in enumerate(results, 1)]
    return {
        "number": decision.number,
        "issuer": f"UBND tỉnh {province.short_name if province else 'Quảng Ninh'}",
        "place": province.short_name if province else "Quảng Ninh",
        "day": f"{day:%d/%m/%Y}" if decision.signed_at else NOT_YET,
        "signed_by": decision.signed_by.name if decision.signed_by else NOT_YET,
        "delegation": decision.delegation,
        "bases": [*law_on(day).bases_on(day, codes), *_bases_of(sitting)],
        "sitting": sitting.name,
        "council": sitting.council.name,
        "months": max((regimes()[code].certificate_months or DEFAULT_MONTHS for code in codes), default=DEFAULT_MONTHS),
        "recognised": [row for row in rows if row["outcome"] == "recognised"],
        "proposed": [row for row in rows if row["outcome"] == "proposed"],
        "others": [row for row in rows if row["outcome"] == "other"],
        "url": f"{settings.ORIGIN}{public_address(decision)}",
        "signing": signing,
        "signing_note": SIGNING_NOTES[Signing(signing)],
        "simulated": decision.simulated,
    }


def public_address(decision: Decision) -> str:
    return f"/quyet-dinh/cong-bo/{decision.pk}/"


def _bases_of(sitting: Sitting) -> list[str]:
    council = sitting.council
    return [
        f"{council.decision_number} ngày {council.founded_on:%d/%m/%Y} về việc thành lập {council.name}",
        f"Biên bản {sitting.name}, họp ngày {sitting.held_on:%d/%m/%Y}",
    ]


def _row(number: int, result: Result, sitting: Sitting) -> dict[str, Any]:
    dossier = result.item.dossier
    before = sitting.rules.certificate_before_ministry
    owed = gets_certificate(result.star, to_ministry=result.to_ministry, before_ministry=before)
    outcome = "proposed" if result.to_ministry and not owed else "recognised" if owed else "other"
    return {
        "order": number,
        "product": dossier.product.name,
        "producer": str(dossier.product.producer or "chưa rõ"),
        "commune": dossier.commune.name,
        "code": dossier.product_code or "chưa có",
        "points": result.points_text,
        "star": result.star or 0,
        "outcome": outcome,
        "reasons": reasons_of(result),
    }


def reasons_of(result: Result) -> list[str]:
    """Why the star is not higher, as the council found it."""
    gates = [str(gate["reason"]) for gate in result.gates]
    missing = [
        f"Tiêu chí {b['criterion']}: có {b['have']}, cần {b['need']} cho {b['star']} sao" for b in result.blockers
    ]
    return [*gates, *missing]


def published_decisions() -> QuerySet[Decision]:
    found = Decision.objects.filter(state=lifecycle.PUBLISHED, document__state=lifecycle.SEALED)
    return found.select_related("document", "sitting__council", "signed_by").order_by("-signed_at")


def published_decision(pk: int) -> Decision | None:
    return published_decisions().filter(pk=pk).first()


def document_for(person: Person, pk: int) -> Decision | None:
    """A decision with or without its paper, for those who work on it."""
    return decision_seen_by(person, pk)


def document_of(decision: Decision) -> Document | None:
    return Document.objects.filter(decision=decision).first()


def unfinished_documents() -> list[Document]:
    return list(
        Document.objects.exclude(state=lifecycle.SEALED)
        .select_related("decision__drafted_by", "decision__signed_by")
        .order_by("pk")
    )
