"""`/epcis/v2/capture` and `POST /epcis/v2/events`: documents and single events come in."""

from __future__ import annotations

from urllib.parse import quote, urlencode
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse

from .. import acts
from ..exports import job_json, job_xml
from ..models import CaptureJob, Token
from ..queries.jobs import job_of, jobs_after
from ..rules.limits import LIMITS
from ..rules.reading import read_document
from ..rules.rows import count_of, named
from .doors import epcis
from .headers import CAPTURE
from .media import JSON, LD, TEXT_XML, XML, kind_of_body, wanted
from .problems import CAPTURE_LIMITS, Problem

ROOT = "/epcis/v2"
_PER_PAGE, _MOST_PER_PAGE = 30, 1000


@epcis(GET="capture", POST="capture", discovery=CAPTURE)
def capture_jobs(request: HttpRequest, token: Token) -> HttpResponse:
    return _hand_in(request, token) if request.method == "POST" else _jobs(request, token)


def _hand_in(request: HttpRequest, token: Token) -> HttpResponse:
    behaviour = request.headers.get("GS1-Capture-Error-Behaviour", "rollback").strip().lower()
    if behaviour not in CaptureJob.ErrorBehaviour.values:
        raise Problem(400, "GS1-Capture-Error-Behaviour is `rollback` or `proceed`.")
    kind = kind_of_body(request)
    job = acts.hand_in(body_of(request), kind=kind, behaviour=behaviour, party=token.party, by=None)
    response = HttpResponse(status=202)
    del response["Content-Type"]
    response["Location"] = f"{ROOT}/capture/{job.pk}"
    response["GS1-Capture-Error-Behaviour"] = behaviour
    return response


def body_of(request: HttpRequest) -> bytes:
    """The body, read no further than the limit; Django's own limit is meant for forms."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    raw = b"" if declared.isdigit() and int(declared) > LIMITS.size else request.read(LIMITS.size + 1)
    if (declared.isdigit() and int(declared) > LIMITS.size) or len(raw) > LIMITS.size:
        raise Problem(413, f"A document has at most {LIMITS.size} bytes; send it in parts.", headers=CAPTURE_LIMITS)
    if not raw.strip():
        raise Problem(400, "The body is empty.")
    return raw


def _jobs(request: HttpRequest, token: Token) -> HttpResponse:
    wanted(request, (JSON, LD))
    per_page, last = _page(request)
    found = jobs_after(token.party, last, per_page + 1)
    told = [job_json(job, job.first_errors) for job in found[:per_page]]  # type: ignore[attr-defined] # an annotation
    response = HttpResponse(orjson.dumps(told), content_type=JSON)
    if len(found) > per_page:
        query = urlencode({"perPage": per_page, "nextPageToken": str(found[per_page - 1].pk)})
        response["Link"] = f'<{ROOT}/capture?{query}>; rel="next"'
    return response


def _page(request: HttpRequest) -> tuple[int, UUID | None]:
    count, after = request.GET.get("perPage", str(_PER_PAGE)), request.GET.get("nextPageToken")
    if not (count.isascii() and count.isdigit() and len(count) < 10 and int(count) > 0):
        raise Problem(400, "perPage is a number from 1.", kind="QueryParameterException")
    try:
        return min(int(count), _MOST_PER_PAGE), UUID(after) if after else None
    except ValueError:
        raise Problem(400, "This nextPageToken is none of ours.", kind="QueryParameterException") from None


@epcis(GET="capture")
def capture_job(request: HttpRequest, token: Token, job: str) -> HttpResponse:
    kind = wanted(request, (JSON, LD, XML, TEXT_XML))
    found = job_of(token.party, job)
    if found is None:
        raise Problem(404, "There is no such capture job of yours.")
    body = job_xml(found) if kind in (XML, TEXT_XML) else orjson.dumps(job_json(found))
    response = HttpResponse(body, content_type=kind)
    response["GS1-Capture-Error-Behaviour"] = found.error_behaviour
    return response


def post_event(request: HttpRequest, token: Token) -> HttpResponse:
    """One event with its context: 201, its address and the event with its id; the same again changes nothing."""
    kind = kind_of_body(request)
    document = read_document(body_of(request), kind).document
    if (count := count_of(document)) != 1:
        raise Problem(400, f"One event is taken here, not {count}; documents go to {ROOT}/capture.")
    acts.capture(document, party=token.party, by=None)
    event = named(document)
    response = HttpResponse(orjson.dumps(event), status=201, content_type=JSON)
    response["Location"] = f"{ROOT}/events/{quote(event['eventID'], safe='')}"
    return response
