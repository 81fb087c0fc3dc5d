"""Nouns of the production diary."""

from .books import Book, Keeper
from .entries import Attachment, Entry, Item
from .places import GrowingArea, Site

__all__ = ["Attachment", "Book", "Entry", "GrowingArea", "Item", "Keeper", "Site"]
