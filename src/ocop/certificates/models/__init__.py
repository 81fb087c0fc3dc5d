"""Nouns of recognition, a file for each family."""

from .issuing import (
    Certificate,
    Decision,
    Recognition,
    StandingSpan,
)

__all__ = [
    "Certificate",
    "Decision",
    "Recognition",
    "StandingSpan",
]
