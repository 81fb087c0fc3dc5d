"""Nouns of the dossier, a file for each family."""

from .filing import (
    Answer,
    CommuneOpinion,
    CompletionRequest,
    Dossier,
    Evidence,
    ReceiptBook,
    Version,
)

__all__ = [
    "Answer",
    "CommuneOpinion",
    "CompletionRequest",
    "Dossier",
    "Evidence",
    "ReceiptBook",
    "Version",
]
