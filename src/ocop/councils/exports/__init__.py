"""Papers of a council, made by typst from plain facts."""

from .minutes import minutes_pdf
from .typesetting import typeset

__all__ = ["minutes_pdf", "typeset"]
