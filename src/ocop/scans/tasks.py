"""What scanning leaves to the clock."""

from __future__ import annotations

from .acts import keeping
from .acts.sweeping import sweep
from .acts.texting import forget_texts


def sweep_radar() -> int:
    """How many cases the radar opened."""
    swept = sweep()
    return swept.opened if swept else 0


def sweep_radar_thoroughly() -> int:
    """How many cases the nightly sweep opened."""
    swept = sweep(thorough=True)
    return swept.opened if swept else 0


def open_months() -> None:
    """The months to come are ready for scans."""
    keeping.open_months_ahead()


def prune() -> int:
    """How many months of scans were dropped; their tallies stay."""
    return len(keeping.prune_scans())


def prune_texts() -> int:
    """How many text messages were forgotten."""
    return forget_texts()


def alarm() -> int:
    """Of how many epochs somebody tries codes out."""
    return keeping.alarm_enumeration()


jobs = {
    "scans.sweep_radar": sweep_radar, "scans.sweep_radar_thoroughly": sweep_radar_thoroughly,
    "scans.open_months": open_months, "scans.prune": prune, "scans.alarm": alarm,
    "scans.prune_texts": prune_texts,
}  # fmt: skip
hours = {
    "scans.sweep_radar": "*/10 * * * *", "scans.sweep_radar_thoroughly": "25 2 * * *", "scans.open_months": "7 * * * *",
    "scans.prune": "40 3 * * *", "scans.alarm": "* * * * *",
    "scans.prune_texts": "50 3 * * *",
}  # fmt: skip
