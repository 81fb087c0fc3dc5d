"""Nouns of scanning, and of what a passport says and calls back."""

from .passport import Exhibit, LabelFacts, Translation
from .recalling import Recall, RecallContact, RecalledLot
from .scanning import Report, Scan, ScannedStamp, WrongCode

__all__ = [
    "Exhibit", "LabelFacts", "Recall", "RecallContact", "RecalledLot", "Report", "Scan", "ScannedStamp", "Translation",
    "WrongCode",
]  # fmt: skip
