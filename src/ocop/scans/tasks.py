"""What scanning leaves to the clock."""

from __future__ import annotations

from .acts.keeping import alarm_enumeration, open_months_ahead, prune_scans
from .acts.sweeping import sweep


def sweep_radar() -> int:
    """How many cases the radar opened."""
    swept = sweep()
    return swept.opened if swept else 0


def sweep_radar_thoroughly() -> int:
    """How many cases the nightly sweep opened."""
    swept = sweep(thorough=True)
    return swept.opened if swept else 0


jobs = {
    "scans.sweep_radar": sweep_radar, "scans.sweep_radar_thoroughly": sweep_radar_thoroughly,
    "scans.open_months": open_months_ahead, "scans.prune": prune_scans, "scans.alarm": alarm_enumeration,
}  # fmt: skip
hours = {
    "scans.sweep_radar": "*/10 * * * *", "scans.sweep_radar_thoroughly": "25 2 * * *", "scans.open_months": "7 * * * *",
    "scans.prune": "40 3 * * *", "scans.alarm": "* * * * *",
}  # fmt: skip
