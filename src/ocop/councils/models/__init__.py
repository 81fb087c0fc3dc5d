"""Nouns of the council, a file for each family."""

from .calibration import Exercise, ExerciseSheet
from .councils import VOTING, ChairDelegation, Council, Seat, Tie, default_by_laws
from .fairness import FairnessReport
from .keeping import Focus, HeardDevice
from .printed import PrintedSheet
from .sheets import AdvisorReport, Result, Sheet, SheetChange
from .sittings import Discussion, Item, OpeningCode, Postponement, Remark, Sitting
from .standing import Abstention, Conflict, Statement, WrittenOpinion

__all__ = [
    "Abstention", "AdvisorReport", "ChairDelegation", "Conflict", "Council", "Discussion", "Exercise", "ExerciseSheet",
    "FairnessReport", "Focus", "HeardDevice", "Item", "OpeningCode", "Postponement", "PrintedSheet", "Remark", "Result",
    "Seat", "Sheet", "SheetChange", "Sitting", "Statement", "Tie", "VOTING", "WrittenOpinion", "default_by_laws",
]  # fmt: skip
