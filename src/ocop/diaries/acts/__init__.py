"""Verbs of the production diary."""

from .books import open_own_book
from .entries import Synced, note_entry, take_entries
from .files import LONGEST_FILE, reached, take_piece

__all__ = [
    "LONGEST_FILE", "Synced", "note_entry", "open_own_book", "reached", "take_entries", "take_piece",
]  # fmt: skip
