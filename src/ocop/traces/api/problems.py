"""What goes wrong at `/epcis/v2/`: RFC 9457 bodies with the exception types of the standard, in JSON or XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from epcis import EpcisError
from epcis.xmljobs import problem_to_xml
from ocop.journal.rules import Reason

from ..rules.limits import LIMITS, TOO_MUCH

VALIDATION = "ValidationException"
SECURITY = "SecurityException"
# After the enumerations of the official description; it has slips: its 409 says 406, its 415 in XML `IUnsupported…`.
_TYPES = {
    400: (VALIDATION, "The request does not follow EPCIS 2.0"),
    401: (SECURITY, "Unauthorised request"),
    403: (SECURITY, "Access to resource forbidden"),
    404: ("NoSuchNameException", "Resource not found"),
    405: ("UnsupportedOperationException", "This resource does not take that method"),
    406: ("NotAcceptableException", "Conflicting request and response headers"),
    409: ("ResourceAlreadyExistsException", "A resource with the provided identifier already exists"),
    413: ("CaptureLimitExceededException", "Capture payload too large"),
    414: ("URITooLongException", "URI too long"),
    415: ("UnsupportedMediaTypeException", "Unsupported media type"),
    500: ("ImplementationException", "A server-side error occurred"),
    501: ("ImplementationException", "Functionality not supported by server"),
}
_MOST_ERRORS = 200
CAPTURE_LIMITS = {
    "GS1-EPCIS-Capture-Limit": str(LIMITS.events),
    "GS1-EPCIS-Capture-File-Size-Limit": str(LIMITS.size),
}


class Problem(Exception):
    """Raised anywhere behind the door; the door answers with it.

    `kind` is the name of an EPCIS exception (without `epcisException:`) where the status alone does not say it,
    e.g. `QueryParameterException`.
    """

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        kind: str = "",
        title: str = "",
        errors: Iterable[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        usual, name = _TYPES[status]
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {
            "type": f"epcisException:{kind or usual}", "title": title or name, "status": status,
        }  # fmt: skip
        if detail:
            self.body["detail"] = detail
        if found := list(errors)[:_MOST_ERRORS]:
            self.body["errors"] = found

    def response(self, request: HttpRequest) -> HttpResponse:
        accept = request.headers.get("Accept", "")
        if "xml" in accept and "json" not in accept:
            response = HttpResponse(
                problem_to_xml(_told(self.body)), status=self.status, content_type="application/problem+xml"
            )
        else:
            response = HttpResponse(
                orjson.dumps(self.body), status=self.status, content_type="application/problem+json"
            )
        for name, value in self.headers.items():
            response[name] = value
        return response


def invalid(error: EpcisError, *, kind: str = VALIDATION, status: int = 400) -> Problem:
    """A document or query that the library has refused, with every reason and its place."""
    first = error.problems[0]
    if kind == VALIDATION and first.code in TOO_MUCH:
        return Problem(413, first.message, headers=CAPTURE_LIMITS)
    detail = f"{first.path}: {first.message}" if first.path else first.message
    errors = ({"path": p.path, "code": p.code, "detail": p.message} for p in error.problems)
    return Problem(status, detail, kind=kind, errors=errors)


def refused(reasons: tuple[Reason, ...]) -> Problem:
    """A refusal of an act; one that meets another event of the same id is a conflict."""
    status = 409 if any(reason.code == "contradiction" for reason in reasons) else 400
    errors = ({"path": r.field, "code": r.code, "detail": r.message} for r in reasons)
    return Problem(status, reasons[0].message if reasons else "", errors=errors)


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    """What the XML form has room for."""
    return {name: body[name] for name in ("type", "title", "status", "detail") if name in body}
