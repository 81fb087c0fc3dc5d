"""Questions about councils, always for someone."""

from .board import Row, board_of, conflict_counts, dossiers_to_put, rounds_to_sit_in, seats_of_sitting
from .desk import doings_of, waiting_for
from .minutes import minutes_facts
from .results import Comparison, comparison
from .scoring import Layout, SheetPage, evidence_of, layout_of, sheet_layout, sheet_page
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
    report_of,
    results_of,
    sheets_seen_by,
)

__all__ = [
    "dossiers_to_put", "report_of", "rounds_to_sit_in",
    "Comparison", "Layout", "READERS_AFTER_CLOSING", "Row", "SEAT_ROLES", "SheetPage", "board_of", "comparison",
    "conflict_counts", "conflicted_items", "council_seen_by", "councils_seen_by", "criteria_of", "doings_of",
    "evidence_of", "has_conflict", "holds", "item_seen_by", "layout_of", "minutes_facts", "own_sheet", "results_of",
    "seat_of", "seats_in_force", "seats_of_person", "seats_of_sitting", "sheet_layout", "sheet_of", "sheet_page",
    "sheets_seen_by", "sitting_seen_by", "sittings_seen_by", "voting_seats", "waiting_for",
]  # fmt: skip
