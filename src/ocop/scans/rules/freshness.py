"""How long a list on a phone may be relied on: data with its source, from `reference/scans/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[4] / "reference" / "scans" / "offline.toml"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Hours after which the phone warns, and after which the list says nothing any more."""

    warn_hours: int
    use_hours: int


@cache
def freshness() -> Freshness:
    facts = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Freshness(facts["hours"]["warn"], facts["hours"]["use"])
