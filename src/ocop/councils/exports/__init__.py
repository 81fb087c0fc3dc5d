"""Papers of a council, made by typst from plain facts."""

from .minutes import minutes_pdf
from .printed import printed_sheets_pdf

__all__ = ["minutes_pdf", "printed_sheets_pdf"]
