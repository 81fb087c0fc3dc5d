"""A choice that comes late from a tablet: when it may be stored, and when a person must look first."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ocop.journal.rules import clean_text

_LONGEST_VALUE, _LONGEST_REMARK, _MOST_SEEN = 40, 2000, 60
Value = Annotated[str, msgspec.Meta(max_length=_LONGEST_VALUE)]
Words = Annotated[str, msgspec.Meta(max_length=_LONGEST_REMARK)]


class Cell(msgspec.Struct, frozen=True):
    """One choice: what was chosen, and every value the window knew of when it was (shown to it, or sent by it)."""

    seq: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    code: Annotated[str, msgspec.Meta(max_length=12)]
    value: Value
    remark: Words = ""
    seen: Annotated[tuple[tuple[Value, Words], ...], msgspec.Meta(max_length=_MOST_SEEN)] = ()


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of it: `saved`, `clash` (with what stands there) or `refused` (with the reason)."""

    seq: int
    state: str
    value: str = ""
    remark: str = ""
    at: str = ""
    message: str = ""


class Message(msgspec.Struct, frozen=True):
    """What a browser sends: its name and its cells in their order."""

    device: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8,40}$")]
    cells: Annotated[tuple[Cell, ...], msgspec.Meta(min_length=1, max_length=40)]


def clashes(cell: Cell, stored: tuple[str, str]) -> bool:
    """Whether storing the cell would overwrite something that its window has never seen."""
    if stored == ("", ""):
        return False
    known = {(cell.value, cell.remark), *cell.seen}
    return _cleaned(stored) not in {_cleaned(pair) for pair in known}


def _cleaned(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0], clean_text(pair[1])
