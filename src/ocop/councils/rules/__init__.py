"""What the law and the by-laws make of sheets: by-laws, averages, the finding, a sheet's soundness."""

from .averages import average, majority_choices, spread
from .bylaws import DEFAULT_BY_LAWS, ByLaws, quorum_missed, read_by_laws, sheets_needed
from .finding import Finding, Marks, find
from .sheets import (
    Saved,
    case_of,
    changed_codes,
    plain_choices,
    points_in,
    save_choice,
    sheet_incomplete,
    sheet_seal,
    stale_edition,
    total_of,
)

__all__ = [
    "DEFAULT_BY_LAWS", "ByLaws", "Finding", "Marks", "Saved", "average", "case_of", "changed_codes", "find", "majority_choices",
    "plain_choices", "points_in", "quorum_missed", "read_by_laws", "save_choice", "sheet_incomplete", "sheet_seal",
    "sheets_needed", "spread", "stale_edition", "total_of",
]  # fmt: skip
