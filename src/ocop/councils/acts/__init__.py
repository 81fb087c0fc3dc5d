"""Every verb before a council."""

from .agenda import arrange_item, postpone_item, put_again, put_item
from .calibration import agree_exercise, end_exercise, make_exercise, show_exercise, try_exercise
from .closing import close_sitting
from .conflicts import abstain, declare_conflict, declare_interests, withdraw_abstention, withdraw_conflict
from .consulting import answer, call_consultation, close_consultation
from .councils import amend_by_laws, found_council, seat_member
from .discussing import call_discussion, call_second_round, end_discussion, say
from .fairness import draw_fairness_report, draw_missing_fairness_reports
from .focus import show_item
from .keeping import keep_cell
from .keys import draw_code, lose_codes
from .opening import open_all, open_sheets
from .printed import confirm_printed_sheet, enter_printed_sheet, reject_printed_sheet
from .reports import hand_in_report, save_report
from .revisions import revise, revise_gates
from .seating import declare_tie, delegate_chair, end_seat, end_tie, name_leader, seat_substitute
from .sheets import hand_in, open_sheet, save_gates, save_score
from .sittings import call_sitting, open_sitting

__all__ = [
    "agree_exercise", "end_exercise", "make_exercise", "show_exercise", "try_exercise",
    "confirm_printed_sheet", "enter_printed_sheet", "keep_cell", "reject_printed_sheet", "show_item",
    "abstain", "amend_by_laws", "answer", "arrange_item", "call_consultation", "call_discussion", "call_second_round",
    "call_sitting", "close_consultation", "close_sitting", "declare_conflict", "declare_interests", "declare_tie",
    "draw_fairness_report", "draw_missing_fairness_reports",
    "delegate_chair", "draw_code", "end_discussion", "end_seat", "end_tie", "found_council", "hand_in",
    "hand_in_report", "lose_codes", "name_leader", "open_all", "open_sheet", "open_sheets", "open_sitting",
    "postpone_item", "put_again", "put_item", "revise", "revise_gates", "save_gates", "save_report", "save_score",
    "say", "seat_member", "seat_substitute", "withdraw_abstention", "withdraw_conflict",
]  # fmt: skip
