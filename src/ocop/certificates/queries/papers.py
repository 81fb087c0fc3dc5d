"""Certificates as papers: the public one by its number, and the draft from which a new one is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils import timezone

from ocop.councils.models import Result
from ocop.criteria.rules import regimes
from ocop.people.models import Person

from .. import lifecycle
from ..models import Certificate, Decision
from ..rules.issuing import last_valid_day, number_of
from ..rules.signatures import SIGNING_NOTES, Signing
from .ministry import adopted_for

DEFAULT_MONTHS = 36


def published_certificates() -> QuerySet[Certificate]:
    return Certificate.objects.filter(state__in=lifecycle.KNOWN).select_related(
        "decision__signed_by", "decision__sitting__council", "product__producer", "product__place", "superseded_by"
    )


def certificate_with_number(number: str) -> Certificate | None:
    """A published or revoked certificate; one still in the making is unknown to everybody."""
    return published_certificates().filter(number__iexact=number).first()


def certificate_for(person: Person, number: str) -> Certificate | None:
    """As everybody sees it: what may be done with it is `access`'s to say."""
    return certificate_with_number(number)


def certificates_before(cursor: int | None, size: int) -> tuple[list[Certificate], int | None]:
    """The newest certificates (older than `cursor`), and where the next page begins."""
    found = published_certificates().order_by("-id")
    if cursor is not None:
        found = found.filter(id__lt=cursor)
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def next_serial(year: int) -> int:
    """Call it under the numbering lock only."""
    return (Certificate.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1


@dataclass(frozen=True, slots=True)
class Grant:
    """By which decision, from which day, for how many points a star is given."""

    star: int | None
    points: str
    number: str
    issued_on: date
    signed_by: str
    delegation: str


def grant_of(result: Result, decision: Decision) -> Grant:
    """The sitting's own decision; or the one by which the province adopted the central result."""
    adopted = adopted_for(result)
    if adopted is None or adopted.decided_at is None:
        signer = decision.signed_by.name if decision.signed_by else ""
        return Grant(result.star, result.points_text, decision.number, decision.signed_on, signer, decision.delegation)
    points = f"{adopted.central_points:.2f}".replace(".", ",")
    day, signer = timezone.localdate(adopted.decided_at), adopted.decided_by.name if adopted.decided_by else ""
    return Grant(adopted.central_star, points, adopted.decision_number, day, signer, adopted.delegation)


def draft_of(result: Result, decision: Decision, *, serial: int, year: int, signing: str) -> dict[str, Any]:
    """Everything that is printed on the certificate, and nothing else."""
    dossier = result.item.dossier
    province = dossier.commune.parent
    pattern = decision.sitting.rules.certificate_number
    number = number_of(pattern, province=province.code if province else "22", year=year, serial=serial)
    law = regimes()[dossier.regime]
    grant = grant_of(result, decision)
    issued_on = grant.issued_on
    expires_on = last_valid_day(issued_on, law.certificate_months or DEFAULT_MONTHS)
    return {
        "number": number,
        "issuer": f"UBND tỉnh {province.short_name if province else 'Quảng Ninh'}",
        "product": dossier.product.name,
        "producer": str(dossier.product.producer or "chưa rõ"),
        "place": ", ".join((dossier.commune.name, f"tỉnh {province.short_name}")) if province else dossier.commune.name,
        "code": dossier.product_code or "chưa có",
        "star": grant.star,
        "points": grant.points,
        "decision": grant.number,
        "signed_by": grant.signed_by,
        "delegation": grant.delegation,
        "issued_on": f"{issued_on:%d/%m/%Y}",
        "expires_on": f"{expires_on:%d/%m/%Y}",
        "law": law.document,
        "url": f"{settings.ORIGIN}/giay-chung-nhan/{number}/",
        "signing": signing,
        "signing_note": SIGNING_NOTES[Signing(signing)],
        "simulated": decision.simulated or dossier.simulated or dossier.product.simulated,
    }
