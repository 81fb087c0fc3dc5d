"""Papers of a council, made by typst from plain facts."""

from .minutes import minutes_pdf

__all__ = ["minutes_pdf"]
