"""What scanning changes, and what people do about it: one file per family of verbs."""

from .national import hand_to_national
from .passports import approve_translation, hide_exhibit, show_exhibit, tell_label, write_translation
from .recalling import call_drill, call_recall, close_recall, confirm_contact, lift_recall
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
    "hand_to_national",
    "call_drill", "call_recall", "close_recall", "confirm_contact", "lift_recall",
    "LARGEST_MEMORY", "Batches", "Line", "Reloads", "approve_translation", "hide_exhibit", "is_throttled", "scan_stamp",
    "show_exhibit", "tell_label", "tell_report", "write_log", "write_translation", "write_wrong_codes",
]  # fmt: skip
