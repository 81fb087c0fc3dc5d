"""Taking up again what a power cut left between two steps of issuing; reminding of what ends."""

from __future__ import annotations

from . import acts


def resume() -> int:
    """How many certificates were brought to their end."""
    acts.resume_documents()
    return len(acts.resume_issuing())


def remind() -> int:
    """How many reminders of stars and papers that end were sent."""
    return acts.remind()


jobs = {"certificates.resume": resume, "certificates.remind": remind}
hours = {"certificates.resume": "*/5 * * * *", "certificates.remind": "10 23 * * *"}
