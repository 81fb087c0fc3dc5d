"""Questions about councils, always for someone."""

from .board import Row, board_of, conflict_counts, seats_of_sitting
from .minutes import minutes_facts
from .seats import (
    SEAT_ROLES,
    council_seen_by,
    councils_seen_by,
    holds,
    item_seen_by,
    seat_of,
    seats_in_force,
    seats_of_person,
    sheet_of,
    sitting_seen_by,
    sittings_seen_by,
    voting_seats,
)
from .sheets import (
    READERS_AFTER_CLOSING,
    conflicted_items,
    criteria_of,
    has_conflict,
    own_sheet,
    results_of,
    sheets_seen_by,
)

__all__ = [
    "READERS_AFTER_CLOSING", "Row", "SEAT_ROLES", "board_of", "conflict_counts", "conflicted_items", "council_seen_by", "councils_seen_by", "criteria_of",
    "has_conflict", "holds", "item_seen_by", "minutes_facts", "own_sheet", "results_of", "seat_of", "seats_in_force",
    "seats_of_person", "seats_of_sitting", "sheet_of", "sheets_seen_by", "sitting_seen_by", "sittings_seen_by", "voting_seats",
]  # fmt: skip
