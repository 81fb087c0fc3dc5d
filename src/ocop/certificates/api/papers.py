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
from ..rules.verdicts import validity_on

router = Router(tags=["giấy chứng nhận"])


class Asked(Schema):
    as_of: date | None = Field(None, description="ngày cần biết; mặc định hôm nay")


@router.get("/certificates/{number}", summary="Một giấy chứng nhận theo số", url_name="certificate")
def certificate(request: HttpRequest, number: str, asked: Query[Asked]) -> dict[str, Any]:
    found = certificate_with_number(number[:60])
    if found is None:
        raise Http404("Không có giấy chứng nhận mang số này.")
    day = asked.as_of or today()
    verdict = validity_on(day, issued_on=found.issued_on, expires_on=found.expires_on, revoked_on=found.revoked_on)
    return {
        "number": found.number,
        "url": settings.ORIGIN + found.get_absolute_url(),
        "as_of": day,
        "valid": verdict.validity == "valid",
        "state": verdict.validity,
        "star": found.star,
        "product": {"name": found.draft["product"], "code": found.draft["code"], "slug": found.product.slug},
        "producer": found.draft["producer"],
        "place": found.draft["place"],
        "decision": found.decision.number,
        "issued_on": found.issued_on,
        "expires_on": found.expires_on,
        "revoked_on": found.revoked_on,
        "law": found.draft["law"],
        "simulated": found.draft["simulated"],
        "pdf": f"{settings.ORIGIN}{found.get_absolute_url()}ban-in.pdf",
        "pdf_sha256": found.pdf_sha256,
    }
