"""Large documents are stored, and next months' tables made, by the worker."""

from __future__ import annotations

from uuid import UUID

from . import acts


def capture(job: str) -> str:
    """The state the job has come to."""
    return acts.carry_out(UUID(job)).state


def open_months() -> int:
    """How many tables were made for this month and the next ones."""
    return acts.open_months()


jobs = {"traces.capture": capture, "traces.open_months": open_months}
hours = {"traces.open_months": "7 * * * *"}
