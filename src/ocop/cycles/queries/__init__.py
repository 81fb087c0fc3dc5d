"""Questions about the yearly cycle."""

from .calendar import (
    Line,
    calendar,
    cycle_of,
    doings_of,
    next_round,
    provincial_rounds,
    round_taking_proposals,
    runs_province_office,
)

__all__ = [
    "Line", "calendar", "cycle_of", "doings_of", "next_round", "provincial_rounds", "round_taking_proposals",
    "runs_province_office",
]  # fmt: skip
