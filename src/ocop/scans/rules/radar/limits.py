"""From which size on a sign counts: dated reference data, because no law sets it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ..regions import FOLDER

SIGNS = ("burst", "crowd", "spread", "jumps", "returns", "dormant", "market", "lapsed")


@dataclass(frozen=True, slots=True)
class Weight:
    """A sign is nothing below `least`, weighs `weight` at `full`, and more beyond it."""

    least: float
    full: float
    weight: float


@dataclass(frozen=True, slots=True)
class Limits:
    as_of: date
    basis: str
    days: int
    score: float
    heaviest: float
    signs: Mapping[str, Weight]
    short_days: int
    short_weight: float
    speed: float
    least_km: float
    networks_a_place: int
    dormant_batch: int
    market_batch: int
    market_share: float
    shared_batch: int
    shared_ratio: float


@cache
def limits() -> Limits:
    raw: dict[str, Any] = tomllib.loads((FOLDER / "radar.toml").read_text(encoding="utf-8"))
    signs = {name: Weight(**raw.pop(name)) for name in SIGNS}
    numbers = raw.pop("numbers")
    raw.pop("sources")
    return Limits(**raw, **numbers, signs=signs)
