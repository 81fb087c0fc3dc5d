"""What forms, samples, visits, requests and replies need under a regime: read once from `reference/dossiers/forms/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .requirements import FOLDER as _DOSSIERS

FOLDER = _DOSSIERS / "forms"


@dataclass(frozen=True, slots=True)
class Tick:
    """A box of a form; it is ticked by papers in one of `slots` ("*": any), or always."""

    label: str
    slots: tuple[str, ...] = ()
    always: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a site visit."""

    key: str
    text: str
    sets: frozenset[int]


@dataclass(frozen=True, slots=True)
class Paperwork:
    law: str
    samples: int
    no_samples_for: frozenset[int]
    reminder_days: tuple[int, ...]
    longest_extension_days: int
    reply_working_days: int
    longest_assistance_days: int
    attachments: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    points: tuple[Point, ...]

    def samples_of(self, set_no: int) -> int:
        """How many pieces go with a dossier of this set."""
        return 0 if set_no in self.no_samples_for else self.samples

    def points_of(self, set_no: int) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.sets or set_no in point.sets)


@cache
def paperwork(regime: str) -> Paperwork:
    """That of `regime`; an older regime, whose own is not known, takes the newest."""
    named = FOLDER / f"{regime}.toml"
    path = named if named.exists() else max(FOLDER.glob("*.toml"))
    return parse_paperwork(tomllib.loads(path.read_text(encoding="utf-8")))


def parse_paperwork(facts: Mapping[str, Any]) -> Paperwork:
    return Paperwork(
        law=facts["law"],
        samples=facts["samples"]["count"],
        no_samples_for=frozenset(facts["samples"]["not_for_sets"]),
        reminder_days=tuple(sorted(facts["requests"]["reminder_days"], reverse=True)),
        longest_extension_days=facts["requests"]["longest_extension_days"],
        reply_working_days=facts["replies"]["working_days"],
        longest_assistance_days=facts["assistance"]["longest_days"],
        attachments=tuple(_tick(row) for row in facts["attachments"]),
        ticks=tuple(_tick(row) for row in facts["ticks"]),
        points=tuple(Point(row["key"], row["text"], frozenset(row["sets"])) for row in facts["visit"]),
    )


def _tick(row: Mapping[str, Any]) -> Tick:
    slots, words = tuple(row.get("slots", ())), tuple(row.get("criteria_words", ()))
    return Tick(row["label"], slots, bool(row.get("always")), words)
