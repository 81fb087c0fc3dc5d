"""What is known of the sets of an older regime: codes and points, without words. Nothing is ever rated by them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from .reading import FOLDER


@dataclass(frozen=True, slots=True)
class OutlineCriterion:
    """A leaf of an older tree: the points its options carried, and whether one of them ruled the product out."""

    code: str
    points: tuple[int, ...]
    gated: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A set of an older regime as a transcript shows it; `adds_up_to` unlike 100 says what the transcript lacks."""

    no: int
    name: str
    line: str
    group: str
    certainty: str
    adds_up_to: int
    criteria: tuple[OutlineCriterion, ...]


@cache
def outlines(regime: str) -> tuple[Outline, ...]:
    """The outlines of a regime, in the order of their file; empty where none are known."""
    if regime not in {folder.name for folder in FOLDER.iterdir()}:
        return ()
    file = FOLDER / regime / "outlines.toml"
    if not file.exists():
        return ()
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["sets"]
    return tuple(
        Outline(
            row["no"],
            row["name"],
            row.get("line", ""),
            row.get("group", ""),
            row["certainty"],
            row["adds_up_to"],
            tuple(_criterion(line) for line in row["outline"].split("\n") if line),
        )
        for row in rows
    )


def _criterion(line: str) -> OutlineCriterion:
    code, points = line.split(" = ")
    return OutlineCriterion(code.rstrip("!"), tuple(int(p) for p in points.split()), code.endswith("!"))
