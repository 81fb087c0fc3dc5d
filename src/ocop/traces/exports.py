"""What the repository writes for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from epcis.xmljobs import job_to_xml

from .models import CaptureJob


def job_json(job: CaptureJob) -> dict[str, Any]:
    """A capture job as the OpenAPI of EPCIS 2.0 has it; what a running one will come to is not known, so it succeeds."""
    at = f"{settings.ORIGIN}/epcis/v2/capture/{job.pk}"
    told: dict[str, Any] = {
        "captureID": str(job.pk),
        "createdAt": stamp(job.created_at),
        "running": job.is_running,
        "success": job.is_running or job.is_success,
        "captureErrorBehaviour": job.error_behaviour,
        "errors": [{**error, "instance": f"{at}{error['instance']}"} for error in job.errors],
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
