"""What the clock and the worker do for dossiers: reminders, and binding long ones."""

from __future__ import annotations

from .acts.binding import make_binding
from .acts.requests import remind_requests


def remind() -> int:
    return remind_requests()


def make_bound(binding: int) -> None:
    make_binding(binding)


jobs = {"dossiers.remind": remind, "dossiers.bind": make_bound}
# At seven in Vietnam: early enough to act on the day, late enough not to wake anybody.
hours = {"dossiers.remind": "5 0 * * *"}
