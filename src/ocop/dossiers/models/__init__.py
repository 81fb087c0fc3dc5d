"""Nouns of the dossier, a file for each family."""

from .assisting import Assistance, HelpedSave, ReadBack
from .filing import (
    Answer,
    CommuneOpinion,
    CompletionRequest,
    Dossier,
    Evidence,
    ReceiptBook,
    Version,
)
from .paperwork import Binding, FormFacts, PrivatePart
from .replies import Reply
from .requests import Extension, Reminder
from .samples import Sample, SampleStep
from .vault import VaultPaper
from .visits import Visit, VisitPhoto

__all__ = [
    "Answer",
    "CommuneOpinion",
    "CompletionRequest",
    "Dossier",
    "Evidence",
    "ReceiptBook",
    "VaultPaper",
    "Version",
    "Assistance",
    "HelpedSave",
    "ReadBack",
    "Binding",
    "FormFacts",
    "PrivatePart",
    "Reply",
    "Extension",
    "Reminder",
    "Sample",
    "SampleStep",
    "Visit",
    "VisitPhoto",
]
