"""Reminders, each morning."""

from __future__ import annotations

from .acts import remind_of_closing


def remind() -> int:
    """How many letters were written."""
    return remind_of_closing()


jobs = {"cycles.remind": remind}
hours = {"cycles.remind": "10 0 * * *"}
