"""Which sets there are, found by the words of their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocop.criteria.rules import CURRENT, CriteriaSet, criteria_set, criteria_sets
from ocop.places.rules.names import fold


@dataclass(frozen=True, slots=True)
class SetCard:
    no: int
    name: str
    group: str
    criteria: int


@dataclass(frozen=True, slots=True)
class Line:
    """Ngành: one of the six product lines with its sets."""

    number: str
    name: str
    cards: tuple[SetCard, ...]


def set_for(no: int, regime: str = CURRENT) -> CriteriaSet | None:
    return criteria_set(regime, no)


def sets_by_line(wanted: str = "", regime: str = CURRENT) -> list[Line]:
    """The sets whose names hold every word of `wanted`, without regard to accents; all of them without words."""
    words = fold(wanted[:200]).split()
    lines: dict[str, list[CriteriaSet]] = {}
    for found in criteria_sets(regime):
        if _holds(f" {fold(' '.join(_names(found)))} ", words):
            lines.setdefault(found.line, []).append(found)
    return [Line(number, sets[0].line_name, tuple(map(card_of, sets))) for number, sets in lines.items()]


def card_of(found: CriteriaSet) -> SetCard:
    return SetCard(found.no, found.name, found.group, len(found.criteria))


def _names(found: CriteriaSet) -> Iterable[str]:
    return (str(found.no), found.name, found.group, found.line_name, found.subgroup.name if found.subgroup else "")


def _holds(text: str, words: list[str]) -> bool:
    return all(f" {word}" in text for word in words)
