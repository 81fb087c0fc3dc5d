"""What the repository writes for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings
from django.utils import timezone

from epcis import Document, to_xml
from epcis.masterdata import vocabularies_of
from epcis.queries import Query
from epcis.xmljobs import job_to_xml

from .models import CaptureJob, Party
from .queries.answers import context_of, page_of
from .queries.masterdata import elements_of
from .rules.documents import Told, event_document


def job_json(job: CaptureJob, errors: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A capture job as the OpenAPI of EPCIS 2.0 has it; what a running one will come to is not known, so it succeeds.

    `errors` stand for the job's own where a list tells only the first of them.
    """
    at = f"{settings.ORIGIN}/epcis/v2/capture/{job.pk}"
    told: dict[str, Any] = {
        "captureID": str(job.pk),
        "createdAt": stamp(job.created_at),
        "running": job.is_running,
        "success": job.is_running or job.is_success,
        "captureErrorBehaviour": job.error_behaviour,
        "errors": [
            {**error, "instance": f"{at}{error['instance']}"} for error in (job.errors if errors is None else errors)
        ],
    }
    if job.finished_at is not None:
        told["finishedAt"] = stamp(job.finished_at)
    return told


def job_xml(job: CaptureJob) -> bytes:
    """The same as an `epcis:EPCISCaptureJob`."""
    return job_to_xml(job_json(job))


def stamp(moment: datetime) -> str:
    """A moment in UTC, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


# A file that a browser may take at once; who has more fetches them page by page at /epcis/v2/events.
MOST_TAKEN_AWAY = 50_000


def own_events(party: Party) -> dict[str, Any]:
    """Everything a party has captured, and the master data it has said, as a document that another repository can capture."""
    query = Query()
    page = page_of(query, [party.pk], size=1_000)
    told = [*page.events]
    while page.next is not None and len(told) < MOST_TAKEN_AWAY:
        page = page_of(query, [party.pk], size=1_000, after=page.next, horizon=page.horizon)
        told += page.events
    events = (Told(found.json, context_of(found.context)) for found in told)
    return event_document(events, created=timezone.now(), vocabularies=vocabularies_of(elements_of(party)))


def own_events_json(party: Party) -> bytes:
    body: bytes = orjson.dumps(own_events(party), option=orjson.OPT_INDENT_2)
    return body


def own_events_xml(party: Party) -> bytes:
    document = own_events(party)
    return to_xml(Document(document, tuple(document["epcisBody"]["eventList"])), strict=False)
