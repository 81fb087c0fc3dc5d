"""What scanning changes, and what people do about it: one file per family of verbs."""

from .scanning import (
    LARGEST_MEMORY,
    Batches,
    Line,
    Reloads,
    is_throttled,
    scan_stamp,
    tell_report,
    write_log,
    write_wrong_codes,
)

__all__ = [
    "LARGEST_MEMORY", "Batches", "Line", "Reloads", "is_throttled", "scan_stamp", "tell_report", "write_log",
    "write_wrong_codes",
]  # fmt: skip
