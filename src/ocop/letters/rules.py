"""What stands on a person's desk: each later chapter's `queries.waiting_for(person)` returns these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person: a sentence, its one main action, and until when."""

    title: str
    action: str
    url: str
    chapter: str
    about: str = ""
    due_on: date | None = None
    working_days_left: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Doing:
    """Something a person can start from the desk at any time: "Mở hồ sơ mới"."""

    title: str
    url: str
    hint: str = ""
