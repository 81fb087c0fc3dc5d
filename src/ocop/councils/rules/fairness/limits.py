"""From which size on something is said: dated reference data, because no law sets it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[5] / "reference" / "councils"


@dataclass(frozen=True, slots=True)
class Limits:
    """`family` is the share of clean sittings in which anything at all may be said of anybody."""

    as_of: date
    basis: str
    least_items: int
    least_sheets: int
    resamples: int
    seed: int
    family: float
    alpha_high: float
    alpha_fair: float
    severity: float
    drift: float
    halo: float
    noise: float
    apart: float
    sources: tuple[tuple[str, str], ...]


@cache
def limits() -> Limits:
    raw: dict[str, Any] = tomllib.loads((FOLDER / "fairness.toml").read_text(encoding="utf-8"))
    sources = tuple((row["on"], row["source"]) for row in raw.pop("sources"))
    return Limits(**raw, sources=sources)
