"""Figures that others have published: kept as they were printed, compared, never corrected."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TextIO

# A total and the parts that must add up to it, by the names in reference/figures/published.csv.
TOTALS: dict[str, tuple[tuple[str, ...], ...]] = {
    "products_starred_total": (
        ("products_3star", "products_4star", "products_5star"),
        ("products_3star", "products_4star", "products_5star", "products_5star_provincial_legacy"),
    ),
    "subjects_total": (("subjects_enterprise", "subjects_cooperative", "subjects_household"),),
}
# The questions that every day should answer with one number only.
COMPARED = frozenset({p for total, ways in TOTALS.items() for parts in ways for p in (total, *parts)}) | {
    "products_participating"
}


@dataclass(frozen=True, slots=True)
class Published:
    """One printed figure with its day, how exact that day is, and where it stood; `name` is for readers."""

    as_of: date
    precision: str
    scope: str
    metric: str
    value: float
    source: str
    note: str
    name: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Printed figures that cannot all be true, told in one sentence."""

    as_of: date
    sentence: str
    sources: tuple[str, ...]


def read_published(
    lines: TextIO, names: Mapping[str, str] | None = None, citations: Mapping[str, str] | None = None
) -> list[Published]:
    """Rows of published.csv whose value is a number; the others are words and prove nothing."""
    return [
        Published(
            date.fromisoformat(row["as_of_date"]), row["date_precision"], row["scope"], row["metric"],
            float(row["value"]), (citations or {}).get(row["source"], row["source"]), row["note"],
            (names or {}).get(row["metric"], row["metric"]),
        )
        for row in csv.DictReader(lines)
        if row["value"].replace(".", "", 1).isdigit() and row["as_of_date"]
    ]  # fmt: skip


def contradictions(figures: Iterable[Published]) -> list[Contradiction]:
    """Totals unlike the sum of their parts, and one day with two values for one question."""
    rows = list(figures)
    found = [*_sums_that_differ(rows), *_days_with_two_values(rows)]
    return sorted(found, key=lambda c: (c.as_of, c.sentence))


def _sums_that_differ(rows: list[Published]) -> Iterable[Contradiction]:
    told: Mapping[tuple[date, str, str], dict[str, float]] = defaultdict(dict)
    names = {row.metric: row.name for row in rows}
    for row in rows:
        told[row.as_of, row.scope, row.source][row.metric] = row.value
    for (as_of, _, source), values in told.items():
        for total, ways in TOTALS.items():
            sums = [[values[p] for p in parts] for parts in ways if total in values and all(p in values for p in parts)]
            if sums and all(sum(parts) != values[total] for parts in sums):
                parts = " + ".join(f"{p:g}" for p in sums[0])
                sentence = f"{names[total]}: nguồn ghi {values[total]:g}, nhưng {parts} = {sum(sums[0]):g}"
                yield Contradiction(as_of, sentence, (source,))


def _days_with_two_values(rows: list[Published]) -> Iterable[Contradiction]:
    told: Mapping[tuple[date, str, str], dict[float, str]] = defaultdict(dict)
    names = {row.metric: row.name for row in rows}
    for row in rows:
        told[row.as_of, row.scope, row.metric].setdefault(row.value, row.source)
    for (as_of, _, metric), values in told.items():
        if metric in COMPARED and len(values) > 1:
            listed = " và ".join(f"{v:g}" for v in sorted(values))
            yield Contradiction(as_of, f"{names[metric]}: cùng một ngày có {listed}", tuple(values.values()))
