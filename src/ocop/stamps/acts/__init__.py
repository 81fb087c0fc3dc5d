"""Verbs: drawing, printing, handing over, activating, voiding; keys and their epochs; notes of phones; scratch codes."""

from .drawing import draw_stamps, load_simulated
from .epochs import close_epoch, open_epoch, prepare_root, withdraw_epoch
from .kinds import lift_kind_demand, note_copying, require_kind, take_back_copying
from .notes import register_phone, retire_phone, take_note
from .ranges import activate_range, print_range, report_lost, return_range, void_range
from .rolls import deliver_rolls, print_rolls, receive_delivery, report_roll_lost, return_roll
from .scratching import Revealed, Said, reveal_scratch
from .signing import change_signing_key, withdraw_signing_key

__all__ = [
    "Revealed", "Said", "activate_range", "change_signing_key", "close_epoch", "deliver_rolls", "draw_stamps",
    "load_simulated", "open_epoch", "prepare_root", "print_range", "print_rolls", "receive_delivery", "register_phone",
    "report_lost", "report_roll_lost", "retire_phone", "return_range", "return_roll", "reveal_scratch", "take_note",
    "lift_kind_demand", "note_copying", "require_kind", "take_back_copying", "void_range", "withdraw_epoch",
    "withdraw_signing_key",
]  # fmt: skip
