"""What people type about scans: one file per family of forms."""

from .passports import ExhibitForm, LabelForm, TranslationForm, known_label
from .recalling import DrillForm, LiftForm, RecallForm
from .reporting import ReportForm

__all__ = [
    "DrillForm",
    "ExhibitForm",
    "LabelForm",
    "LiftForm",
    "RecallForm",
    "ReportForm",
    "TranslationForm",
    "known_label",
]
