"""The measured rates as they are shown: computed once per rule, kept beside it, and checked by a test.

To measure again after a change: `python -c "from ocop.scans.rules.radar.tested import write; write()"`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from ..regions import FOLDER
from .limits import Limits, limits
from .trial import SEED, Rates, trial

FILE = FOLDER / "radar_tested.json"
KNOWN = (0.0, 0.3, 0.6, 0.9)  # share of scans whose province is known
HONEST, ABUSED = 250, 40


@dataclass(frozen=True, slots=True)
class Tested:
    """The rates at every threshold for one share of known places."""

    known: float
    rates: tuple[Rates, ...]

    def at(self, threshold: float) -> Rates:
        return next(rates for rates in self.rates if rates.threshold == threshold)


def measured(rule: Limits, known: float) -> dict[str, Any]:
    found = trial(rule, known=known, honest=HONEST, abused=ABUSED)
    return {"known": known, "rates": [asdict(rates) for rates in found]}


def write() -> None:
    """Measure with the present rule and keep it."""
    content = {
        "simulated": True,
        "seed": SEED,
        "honest_batches": HONEST,
        "abused_batches_of_each_kind": ABUSED,
        "trials": [measured(limits(), known) for known in KNOWN],
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


@cache
def tested() -> tuple[Tested, ...]:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Tested(t["known"], tuple(Rates(**rates) for rates in t["rates"])) for t in raw["trials"])
