"""Questions to the law: which sets there are, what one asks, and in which official words."""

from .coaching import WORDS, Coach, Offer, ToDo, coach_beside, coach_of
from .sets import Line, SetCard, card_of, set_for, sets_by_line
from .sheets import Answer, Board, PartSheet, Question, SectionSheet, board, choices_in, gates_in, sheet
from .wording import Wording, wording_of

__all__ = [
    "WORDS", "Answer", "Board", "Coach", "Line", "Offer", "PartSheet", "Question", "SectionSheet", "SetCard", "ToDo", "Wording",
    "board", "card_of", "choices_in", "coach_beside", "coach_of", "gates_in", "set_for", "sets_by_line", "sheet", "wording_of",
]  # fmt: skip
