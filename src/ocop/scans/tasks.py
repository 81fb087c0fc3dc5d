"""What scanning leaves to the clock."""

from __future__ import annotations

from .acts.sweeping import sweep


def sweep_radar() -> int:
    """How many cases the radar opened."""
    swept = sweep()
    return swept.opened if swept else 0


jobs = {"scans.sweep_radar": sweep_radar}
hours = {"scans.sweep_radar": "*/10 * * * *"}
