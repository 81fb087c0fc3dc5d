"""Verbs of the production diary."""

from .books import open_own_book
from .entries import Synced, note_entry, take_entries

__all__ = ["Synced", "note_entry", "open_own_book", "take_entries"]
