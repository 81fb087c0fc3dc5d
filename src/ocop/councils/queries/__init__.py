"""Questions about councils, always for someone."""

from .board import Row, board_of, dossiers_to_put, items_to_put_again, rounds_to_sit_in
from .consulting import Answers, answers_of, decide_by, opinion_of, proposal_of
from .desk import doings_of, waiting_for
from .hints import Hint, hints_for, producer_named, statement_of, ties_of
from .keys import Holder, codes_in_force, holder_for, holders_of, is_key_of, unlocked_key
from .minutes import minutes_facts
from .opening import DeskRow, desk_of, discussions_of
from .readiness import Count, counts_of, seats_of_sitting
from .results import Comparison, comparison
from .scoring import Layout, SheetPage, evidence_of, layout_of, sheet_layout, sheet_page
from .seats import (
    SEAT_ROLES,
    council_seen_by,
    councils_seen_by,
    counted_seats,
    holds,
    item_seen_by,
    presides_for_chair,
    seat_of,
    seat_rests,
    seat_seen_by,
    seats_in_force,
    seats_of_person,
    sheet_of,
    sitting_seen_by,
    sittings_seen_by,
    voting_seats,
)
from .sheets import (
    READERS_AFTER_CLOSING,
    claims_of,
    conflicted_items,
    criteria_of,
    has_abstained,
    has_conflict,
    has_stated,
    own_sheet,
    postponed_in,
    report_of,
    results_of,
    sheets_seen_by,
)

__all__ = [
    "postponed_in",
    "opinion_of", "proposal_of", "seat_seen_by",
    "producer_named",
    "DeskRow", "Hint", "desk_of", "discussions_of", "hints_for", "statement_of", "ties_of",
    "items_to_put_again",
    "Answers", "answers_of", "decide_by",
    "Count", "counts_of",
    "Holder", "claims_of", "codes_in_force", "counted_seats", "has_abstained", "has_stated", "holder_for", "holders_of",
    "is_key_of", "presides_for_chair", "seat_rests", "unlocked_key",
    "dossiers_to_put", "report_of", "rounds_to_sit_in",
    "Comparison", "Layout", "READERS_AFTER_CLOSING", "Row", "SEAT_ROLES", "SheetPage", "board_of", "comparison",
    "conflicted_items", "council_seen_by", "councils_seen_by", "criteria_of", "doings_of",
    "evidence_of", "has_conflict", "holds", "item_seen_by", "layout_of", "minutes_facts", "own_sheet", "results_of",
    "seat_of", "seats_in_force", "seats_of_person", "seats_of_sitting", "sheet_layout", "sheet_of", "sheet_page",
    "sheets_seen_by", "sitting_seen_by", "sittings_seen_by", "voting_seats", "waiting_for",
]  # fmt: skip
