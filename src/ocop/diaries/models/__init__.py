"""Nouns of the production diary."""

from .attesting import Attestation
from .books import Book, Keeper
from .entries import Attachment, Entry, Item
from .places import GrowingArea, Site

__all__ = ["Attachment", "Attestation", "Book", "Entry", "GrowingArea", "Item", "Keeper", "Site"]
