"""Every verb before a council."""

from .conflicts import declare_conflict, withdraw_conflict
from .councils import found_council, seat_member
from .reports import hand_in_report, save_report
from .revisions import revise, revise_gates
from .sheets import hand_in, open_sheet, save_gates, save_score
from .sittings import call_sitting, close_sitting, open_sitting, put_item

__all__ = [
    "call_sitting", "close_sitting", "declare_conflict", "found_council", "hand_in", "hand_in_report", "open_sheet",
    "open_sitting", "put_item", "revise", "revise_gates", "save_gates", "save_report", "save_score", "seat_member",
    "withdraw_conflict",
]  # fmt: skip
