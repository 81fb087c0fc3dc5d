"""Dated files of `reference/cycles`: the one in force on a day is the newest that had begun."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "cycles"


@cache
def files(subject: str) -> tuple[dict[str, Any], ...]:
    """The files of one subject (`.` is the folder itself), the newest first."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / subject).glob("*.toml")]
    return tuple(sorted(found, key=lambda facts: str(facts["from"]), reverse=True))


def in_force(subject: str, day: date) -> dict[str, Any]:
    """The file of `subject` (campaigns, ideas, plans, digital) that holds on `day`; the oldest before all of them."""
    dated = files(subject)
    return next((facts for facts in dated if facts["from"] <= day), dated[-1])
