"""Verbs of the production diary."""

from .books import close_household, end_keeper, name_keeper, open_household, open_own_book
from .entries import Synced, note_entry, take_entries
from .files import LONGEST_FILE, bring_file, reached, take_piece
from .places import AreaFacts, SiteFacts, add_area, add_site, close_place

__all__ = [
    "LONGEST_FILE", "AreaFacts", "SiteFacts", "Synced", "add_area", "add_site", "bring_file", "close_household",
    "close_place", "end_keeper", "name_keeper", "note_entry", "open_household", "open_own_book", "reached",
    "take_entries", "take_piece",
]  # fmt: skip
