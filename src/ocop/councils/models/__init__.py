"""Nouns of the council, a file for each family."""

from .sittings import (
    VOTING,
    AdvisorReport,
    Conflict,
    Council,
    Item,
    Result,
    Seat,
    Sheet,
    SheetChange,
    Sitting,
    default_by_laws,
)

__all__ = [
    "AdvisorReport",
    "Conflict",
    "Council",
    "Item",
    "Result",
    "Seat",
    "Sheet",
    "SheetChange",
    "Sitting",
    "VOTING",
    "default_by_laws",
]
