"""Which kind of stamp is proposed for a product: data with its source, read once from `reference/stamps/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "stamps"
PLAIN, PROTECTED, SIGNED = "plain", "protected", "signed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind, and why in the words of the data; no reason for the plain kind."""

    kind: str
    reasons: tuple[str, ...]
    basis: str


@cache
def kind_files() -> tuple[dict[str, Any], ...]:
    """All dated files, the newest first."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("kinds*.toml")]
    return tuple(sorted(found, key=lambda facts: facts["from"], reverse=True))


def kind_proposed(*, set_no: int | None, star: int | None, price: int | None, day: date) -> Proposal:
    """What the data of that day proposes for such a product; a price that nobody knows decides nothing."""
    facts = next((f for f in kind_files() if f["from"] <= day), kind_files()[-1])
    reasons = []
    if set_no in facts["risk"]["sets"]:
        reasons.append(facts["risk"]["reason"])
    if star is not None and star >= facts["star"]["least"]:
        reasons.append(facts["star"]["reason"])
    if price is not None and price >= facts["price"]["least"]:
        reasons.append(facts["price"]["reason"])
    if reasons:
        return Proposal(PROTECTED, tuple(reasons), facts["basis"])
    offline = facts.get("offline", {})
    if set_no in offline.get("sets", ()):
        return Proposal(SIGNED, (offline["reason"],), facts["basis"])
    return Proposal(PLAIN, (), facts["basis"])
