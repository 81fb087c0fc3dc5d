"""Nouns of scanning, and of what a passport says and calls back."""

from .cases import Case, CaseNote, DeclaredMarket, Suspicion, Sweep
from .checks import Check
from .links import ResolverLink
from .passport import Exhibit, LabelFacts, Translation
from .recalling import Recall, RecallContact, RecalledLot
from .scanning import Report, Scan, ScannedStamp, ScanTally, WrongCode, WrongEpoch

__all__ = [
    "Case", "CaseNote", "Check", "DeclaredMarket", "Exhibit", "LabelFacts", "Recall", "RecallContact", "RecalledLot", "Report",
    "ResolverLink", "Scan", "ScanTally", "ScannedStamp", "Suspicion", "Sweep", "Translation", "WrongCode", "WrongEpoch",
]  # fmt: skip
