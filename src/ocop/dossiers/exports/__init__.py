"""The dossier as paper: status address, the three official forms, the whole thing bound."""

from .addresses import number_in, status_path, status_qr, status_url
from .bound import BoundFacts, bind
from .forms import FORM_NAMES, form_docx, form_paper, form_pdf

__all__ = [
    "FORM_NAMES", "BoundFacts", "bind", "form_docx", "form_paper", "form_pdf", "number_in", "status_path", "status_qr",
    "status_url",
]  # fmt: skip
