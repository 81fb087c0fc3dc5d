"""What scanning changes, and what people do about it: one file per family of verbs."""

from .cases import decide_case, open_case, reopen_case, take_case
from .links import add_link, remove_link
from .national import hand_to_national
from .passports import approve_translation, write_translation
from .recalling import call_drill, call_recall, close_recall, confirm_contact, lift_recall
from .scanning import tell_report

__all__ = [
    "decide_case", "open_case", "reopen_case", "take_case",
    "hand_to_national",
    "add_link", "remove_link",
    "call_drill", "call_recall", "close_recall", "confirm_contact", "lift_recall",
    "approve_translation", "tell_report", "write_translation",
]  # fmt: skip
