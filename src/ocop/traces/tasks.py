"""Large documents are stored, and next months' tables made, by the worker."""

from __future__ import annotations

from uuid import UUID

from . import acts
from .acts import delivering


def capture(job: str) -> str:
    """The state the job has come to."""
    return acts.carry_out(UUID(job)).state


def open_months() -> int:
    """How many tables were made for this month and the next ones."""
    return acts.open_months()


def gather() -> int:
    """How many batches were written for subscribers whose moment has come."""
    return delivering.gather_due()


def gather_streams() -> int:
    """The same, as soon as something was captured."""
    return delivering.gather_streams()


def deliver(subscription: str) -> int:
    """How many batches a subscriber took."""
    return delivering.deliver(subscription)


jobs = {
    "traces.capture": capture, "traces.open_months": open_months, "traces.gather": gather,
    "traces.streams": gather_streams, "traces.deliver": deliver,
}  # fmt: skip
hours = {"traces.open_months": "7 * * * *", "traces.gather": "* * * * *"}
