"""Nouns of scanning, and of what a passport says and calls back."""

from .cases import Case, CaseNote, DeclaredMarket, Suspicion, Sweep
from .checks import Check
from .links import ResolverLink
from .passport import ShownAttestation, Translation
from .recalling import Recall, RecallContact, RecalledLot
from .scanning import Report, Scan, ScannedStamp, ScanTally, WrongCode, WrongEpoch
from .texting import TextMessage, TextSender
from .thanks import Thanks
from .visits import Visit

__all__ = [
    "Case", "CaseNote", "Check", "DeclaredMarket", "Recall", "RecallContact", "RecalledLot", "Report",
    "ResolverLink", "Scan", "ScanTally", "ScannedStamp", "ShownAttestation", "Suspicion", "Sweep", "TextMessage",
    "TextSender", "Thanks", "Translation", "Visit", "WrongCode", "WrongEpoch",
]  # fmt: skip
