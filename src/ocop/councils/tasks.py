"""What a council leaves to the clock: the fairness report of a sitting that has just ended."""

from __future__ import annotations

from .acts import draw_missing_fairness_reports


def draw_fairness() -> int:
    """How many closed sittings got their report."""
    return draw_missing_fairness_reports()


jobs = {"councils.draw_fairness": draw_fairness}
hours = {"councils.draw_fairness": "*/5 * * * *"}
