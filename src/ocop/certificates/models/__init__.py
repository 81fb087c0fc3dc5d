"""Nouns of recognition, a file for each family."""

from .documents import Document
from .issuing import (
    Certificate,
    Decision,
    Recognition,
    StandingSpan,
)
from .outputs import OutputChange
from .proposals import BundlePaper, Proposal
from .renewals import Reminder
from .revocations import Revocation

__all__ = [
    "BundlePaper",
    "Certificate",
    "Decision",
    "Document",
    "OutputChange",
    "Proposal",
    "Recognition",
    "Reminder",
    "Revocation",
    "StandingSpan",
]
