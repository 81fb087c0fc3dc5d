"""How much comes out of how much: dated data of `reference/diaries`, said to be the software's own where no law speaks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "diaries"


@dataclass(frozen=True, slots=True)
class Yield:
    """`most`: kilograms of goods from one kilogram of material; `density`: kilograms in a litre of the goods."""

    name: str
    most: Decimal
    density: Decimal | None
    binding: bool
    why: str
    source: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "yields.toml").read_text(encoding="utf-8"))


def yield_of(set_no: int | None, name: str, day: date) -> Yield | None:
    """The factor for a product by its set and, where a set is wide, by its words; None where nothing is known."""
    file = _file()
    if file["from"] > day:
        return None
    for row in file["yields"]:
        words = row.get("words", [])
        if set_no in row["sets"] and (not words or any(word in name.lower() for word in words)):
            density = Decimal(row["density"]) if "density" in row else None
            return Yield(row["name"], Decimal(row["most"]), density, row["binding"], row["why"], file["source"])
    return None
