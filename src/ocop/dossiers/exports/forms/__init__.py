"""Mẫu 01, 02, 03: one content, as DOCX and as PDF."""

from .content import FORM_NAMES, form_paper
from .docx import form_docx
from .layout import FormPaper, texts
from .pdf import form_pdf, qr_svg

__all__ = ["FORM_NAMES", "FormPaper", "form_docx", "form_paper", "form_pdf", "qr_svg", "texts"]
