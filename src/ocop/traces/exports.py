"""What the repository writes for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from .models import CaptureJob


def job_json(job: CaptureJob) -> dict[str, Any]:
    """A capture job as the OpenAPI of EPCIS 2.0 has it; what a running one will come to is not known, so it succeeds."""
    told: dict[str, Any] = {
        "captureID": str(job.pk),
        "createdAt": stamp(job.created_at),
        "running": job.is_running,
        "success": job.is_running or job.is_success,
        "captureErrorBehaviour": job.error_behaviour,
        "errors": job.errors,
    }
    if job.finished_at is not None:
        told["finishedAt"] = stamp(job.finished_at)
    return told


def job_xml(job: CaptureJob) -> bytes:
    """The same as an `epcis:EPCISCaptureJob`."""
    told = job_json(job)
    root = Element("epcis:EPCISCaptureJob", {"xmlns:epcis": "urn:epcglobal:epcis:xsd:2"})
    for name in ("running", "success"):
        root.set(name, "true" if told[name] else "false")
    root.set("captureID", told["captureID"])
    for name in ("captureErrorBehaviour", "createdAt", "finishedAt"):
        if name in told:
            SubElement(root, name).text = told[name]
    if told["errors"]:
        errors = SubElement(root, "errors")
        for entry in told["errors"]:
            error = SubElement(errors, "error")
            for name in ("type", "title", "status", "detail", "instance"):
                if name in entry:
                    SubElement(error, name).text = _writable(str(entry[name]))
    return tostring(root, encoding="UTF-8", xml_declaration=True)


def _writable(text: str) -> str:
    """Without characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or c >= " ")


def stamp(moment: datetime) -> str:
    """A moment in UTC, to the millisecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
