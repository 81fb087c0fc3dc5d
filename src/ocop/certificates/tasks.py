"""Taking up again what a power cut left between two steps of issuing."""

from __future__ import annotations

from .acts import remind, resume_documents, resume_issuing


def resume() -> int:
    """How many certificates were brought to their end."""
    resume_documents()
    return len(resume_issuing())


jobs = {"certificates.resume": resume, "certificates.remind": remind}
hours = {"certificates.resume": "*/5 * * * *", "certificates.remind": "10 23 * * *"}
