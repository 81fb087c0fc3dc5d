"""`/api/v1/certificates/{number}`: what a certificate says and whether it is valid on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from ocop.people.queries import today

from ..queries.papers import certificate_with_number
from ..queries.sentences import sentence_of

router = Router(tags=["giấy chứng nhận"])


class Asked(Schema):
    as_of: date | None = Field(None, description="ngày cần biết; mặc định hôm nay")


@router.get("/certificates/{number}", summary="Một giấy chứng nhận theo số", url_name="certificate")
def certificate(request: HttpRequest, number: str, asked: Query[Asked]) -> dict[str, Any]:
    found = certificate_with_number(number[:60])
    if found is None:
        raise Http404("Không có giấy chứng nhận mang số này.")
    day = asked.as_of or today()
    verdict = found.verdict_on(day)
    return {
        "number": found.number,
        "url": settings.ORIGIN + found.get_absolute_url(),
        "as_of": day,
        "valid": verdict.is_valid,
        "state": verdict.validity,
        "star": found.star,
        "product": {"name": found.draft["product"], "code": found.draft["code"], "slug": found.product.slug},
        "producer": found.draft["producer"],
        "place": found.draft["place"],
        "decision": found.decision.number,
        "issued_on": found.issued_on,
        "expires_on": found.expires_on,
        "extended_until": found.extended_until,
        "revoked_on": found.revoked_on,
        "superseded_on": found.superseded_on,
        "superseded_by": found.superseded_by.number if found.superseded_by else None,
        "standing": {
            "state": verdict.validity,
            "since_or_until": verdict.day,
            "logo_and_stars": verdict.is_valid,
            "sentence": sentence_of(found, day),
        },
        "law": found.draft["law"],
        "simulated": found.draft["simulated"],
        "pdf": f"{settings.ORIGIN}{found.get_absolute_url()}ban-in.pdf",
        "pdf_sha256": found.printed_sha256,
        "credential": f"{settings.ORIGIN}{found.get_absolute_url()}chung-chi.json",
    }
