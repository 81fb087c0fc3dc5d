"""What the law and the by-laws make of sheets: by-laws, averages, the finding, a sheet's soundness."""

from .averages import average, majority_choices, spread
from .bylaws import DEFAULT_BY_LAWS, ByLaws, quorum_missed, quorum_short, read_by_laws, sheets_needed
from .finding import Finding, Marks, find, has_tie
from .sheets import (
    Saved,
    case_of,
    changed_codes,
    plain_choices,
    points_in,
    reasons_missing,
    save_choice,
    sheet_incomplete,
    sheet_seal,
    stale_edition,
    total_of,
)
from .spreading import Cause, spread_causes, spread_fires

__all__ = [
    "DEFAULT_BY_LAWS", "ByLaws", "Finding", "Marks", "Saved", "average", "case_of", "changed_codes", "find",
    "majority_choices",
    "plain_choices", "points_in", "quorum_missed", "quorum_short", "reasons_missing", "read_by_laws", "save_choice",
    "sheet_incomplete", "sheet_seal",
    "sheets_needed", "spread", "spread_causes", "spread_fires", "stale_edition", "total_of", "Cause", "has_tie",
]  # fmt: skip
