"""What people type about scans: one file per family of forms."""

from .passports import ExhibitForm, LabelForm, TranslationForm
from .reporting import ReportForm

__all__ = ["ExhibitForm", "LabelForm", "ReportForm", "TranslationForm"]
