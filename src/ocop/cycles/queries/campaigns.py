"""The six steps of a year with the days that hold: those of the reference, or those that the province has set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ocop.places.models import Place

from .. import rules
from ..models import Campaign, Cycle, Round
from ..rules import Window


def windows_of(cycle: Cycle) -> list[Window]:
    """The six steps of the cycle's year, as adjusted; step 5 spans the rounds where the law has them."""
    return _laid_out(cycle.year, list(cycle.campaigns.all()), list(cycle.rounds.all()))


def default_year(year: int) -> list[Window]:
    """The six steps of a year for which nobody has opened a cycle yet."""
    return list(rules.default_windows(year))


def _laid_out(year: int, set_days: Iterable[Campaign], rounds: Iterable[Round]) -> list[Window]:
    adjusted = {row.step: row for row in set_days}
    found = []
    for window in rules.default_windows(year):
        row = adjusted.get(window.key)
        if row is not None:
            window = window.moved(row.opens_on, row.closes_on, row.late_days, row.basis)
        if window.key == rules.RATING and rules.follows_rounds(year):
            window = _over_rounds(window, [r for r in rounds if r.is_provincial])
        found.append(window)
    return found


def _over_rounds(window: Window, rounds: list[Round]) -> Window:
    if not rounds:
        return window
    spans = tuple(sorted((r.opens_on, r.ends_on) for r in rounds))
    first, last = spans[0][0], max(end for _, end in spans)
    return replace(window, opens_on=first, closes_on=last, focus=spans, source=rules.rounds_law(window.opens_on.year))


def window_of(cycle: Cycle, key: str) -> Window | None:
    return next((window for window in windows_of(cycle) if window.key == key), None)


def cycle_on(province: Place | None, day: date) -> Cycle | None:
    """The province's cycle of the year in which `day` lies."""
    if province is None:
        return None
    return Cycle.objects.filter(province=province, year=day.year).first()


@dataclass(frozen=True, slots=True)
class Season:
    """A step in the cycle in which something would be handed in today."""

    cycle: Cycle
    window: Window


def season_of(province: Place | None, key: str, day: date) -> Season | None:
    """This year's campaign of step `key`, or last year's where the province lets it run on into this one."""
    if province is None:
        return None
    cycles = Cycle.objects.filter(province=province, year__in=(day.year, day.year - 1)).order_by("-year")
    found = [Season(cycle, window) for cycle in cycles if (window := window_of(cycle, key))]
    taking = [season for season in found if season.window.phase_on(day) in ("open", "late")]
    return next(iter(taking or found), None)
