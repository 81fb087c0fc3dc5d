"""Where a product stands on a day, from the events of its recognition.

An event of the press often has only a year. Each such event could have happened on any day of its period, so the
question is asked in every world that makes a difference; only what all worlds agree on is said, the rest is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from typing import Protocol

from ocop.places.rules import add_months

# Before QĐ 1048/QĐ-TTg no star was given under national criteria; the province's own programme began in 2013.
NATIONAL_FROM = date(2019, 8, 21)
PROGRAMME_FROM = date(2013, 1, 1)
# QĐ 1048, 148 and 26/2026 agree; see `certificate.months` of each regime in reference/criteria/.
MONTHS_VALID = 36
_DAY = timedelta(days=1)
_RATINGS = frozenset({"recognised", "upgraded", "renewed"})
_LEGACY = "legacy_province"


class State(StrEnum):
    """What may be said about a product's star on a day."""

    NOTHING = "nothing"
    PARTICIPATING = "participating"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"


STATE_NAMES = {
    State.NOTHING: "Chưa tham gia",
    State.PARTICIPATING: "Tham gia, chưa rõ sao",
    State.PROPOSED: "Đang đề nghị xét sao",
    State.IN_FORCE: "Còn hiệu lực",
    State.UNKNOWN: "Chưa rõ hiệu lực",
    State.EXPIRED: "Đã hết hạn",
    State.REVOKED: "Đã bị thu hồi",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event with the first and last day on which it may have happened."""

    id: int
    kind: str
    star: int
    level: str
    earliest: date
    latest: date
    valid_until: date | None = None
    revoked_on: date | None = None
    certainty: str = "high"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all possible worlds agree on; `event` is the id of the rating that governs, when they agree on it."""

    state: State
    star: int | None = None
    level: str = ""
    event: int | None = None
    expires_from: date | None = None
    expires_to: date | None = None
    proposed: bool = False
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `starts_on` until `ends_on` (None: on and on) with one outcome."""

    starts_on: date
    ends_on: date | None
    outcome: Outcome


def period_of(decided_on: date | None, precision: str, *, level: str, known_on: date) -> tuple[date, date]:
    """The first and last day on which an event may have happened; `known_on` is when somebody wrote of it."""
    if decided_on is None or precision == "unknown":
        first = PROGRAMME_FROM if level in (_LEGACY, "") else NATIONAL_FROM
        return min(first, known_on), known_on
    if precision == "year":
        return date(decided_on.year, 1, 1), date(decided_on.year, 12, 31)
    if precision == "month":
        return decided_on.replace(day=1), add_months(decided_on.replace(day=1), 1) - _DAY
    return decided_on, decided_on


def standing_on(events: Sequence[Event], day: date) -> Outcome:
    """The standing on `day` that every world agrees on."""
    worlds = {_in_world(dated, day) for dated in _worlds(events, day)}
    if len(worlds) == 1:
        return next(iter(worlds))
    states = {w.state for w in worlds}
    stars = {w.star for w in worlds}
    levels = {w.level for w in worlds}
    ids = {w.event for w in worlds}
    starts = [w.expires_from for w in worlds if w.expires_from]
    ends = [w.expires_to for w in worlds if w.expires_to]
    return Outcome(
        state=states.pop() if len(states) == 1 else State.UNKNOWN,
        star=stars.pop() if len(stars) == 1 else None,
        level=levels.pop() if len(levels) == 1 else "",
        event=ids.pop() if len(ids) == 1 else None,
        expires_from=min(starts, default=None),
        expires_to=max(ends, default=None),
        proposed=all(w.proposed for w in worlds),
        certainty=_lowest(w.certainty for w in worlds),
    )


def spans(events: Sequence[Event]) -> list[Span]:
    """The whole life of a product's standing, from its first possible event on."""
    days = sorted(_turning_days(events))
    found: list[Span] = []
    for day in days:
        outcome = standing_on(events, day)
        if found and found[-1].outcome == outcome:
            continue
        if found:
            found[-1] = Span(found[-1].starts_on, day - _DAY, found[-1].outcome)
        found.append(Span(day, None, outcome))
    return found


def _worlds(events: Sequence[Event], day: date) -> Iterable[list[tuple[date, Event]]]:
    """Every choice of dates that could make a difference on `day`."""
    unsure = sum(e.earliest != e.latest for e in events)
    edges = set() if unsure > 3 else _edges(events, day)
    choices = [_dates_that_matter(event, edges) for event in events]
    for dates in product(*choices):
        yield sorted(zip(dates, events, strict=True), key=lambda pair: (pair[0], pair[1].id))


def _edges(events: Sequence[Event], day: date) -> set[date]:
    """Days on either side of which an event means something else: today, 36 months ago, the other events."""
    ago = add_months(day, -MONTHS_VALID)
    others = {edge for e in events for edge in (e.earliest, e.latest + _DAY)}
    return {day, day + _DAY, ago - _DAY, ago, ago + _DAY} | others


def _dates_that_matter(event: Event, edges: set[date]) -> list[date]:
    return sorted(d for d in {event.earliest, event.latest, *edges} if event.earliest <= d <= event.latest)


def _in_world(dated: list[tuple[date, Event]], day: date) -> Outcome:
    happened = [(when, event) for when, event in dated if when <= day]
    if not happened:
        return Outcome(State.NOTHING)
    proposed = _is_proposed(happened)
    certainty = _lowest(event.certainty for _, event in happened[-1:])
    rating = _governing(happened, day)
    if rating is None:
        return Outcome(State.PROPOSED if proposed else State.PARTICIPATING, proposed=proposed, certainty=certainty)
    when, event = rating
    until = _until(when, event, happened)
    state = _state(event, when, until, happened, day)
    legacy = event.level == _LEGACY
    return Outcome(
        state, event.star, event.level, event.id, None if legacy else until, None if legacy else until, proposed,
        event.certainty,
    )  # fmt: skip


def _is_proposed(happened: list[tuple[date, Event]]) -> bool:
    """A proposal stands until the ministry answers it, with five stars or without."""
    proposed = False
    for _, event in happened:
        if event.kind == "proposed":
            proposed = True
        elif event.kind == "returned" or (event.kind in _RATINGS and event.level == "ministry"):
            proposed = False
    return proposed


def _governing(happened: list[tuple[date, Event]], day: date) -> tuple[date, Event] | None:
    """The newest rating in force, or else the newest rating."""
    ratings = [(when, e) for when, e in happened if e.kind in _RATINGS]
    if not ratings:
        return None
    living = [(when, e) for when, e in ratings if e.level != _LEGACY and day <= _until(when, e, happened)]
    return (living or ratings)[-1]


def _until(when: date, event: Event, happened: list[tuple[date, Event]]) -> date:
    until = event.valid_until or add_months(when, MONTHS_VALID)
    # The newest extension counts: the result of the re-rating may end an earlier one before its last day.
    later = [e.valid_until for d, e in happened if e.kind == "extended" and d >= when and e.valid_until]
    return max(until, later[-1]) if later else until


def _state(event: Event, when: date, until: date, happened: list[tuple[date, Event]], day: date) -> State:
    if event.revoked_on and event.revoked_on <= day:
        return State.REVOKED
    if any(e.kind == "revoked" and d >= when for d, e in happened):
        return State.REVOKED
    if event.level == _LEGACY:
        return State.UNKNOWN
    return State.IN_FORCE if day <= until else State.EXPIRED


def _turning_days(events: Sequence[Event]) -> set[date]:
    """Every day on which the answer may be another than the day before."""
    bounds = {edge for e in events for edge in (e.earliest, e.latest)}
    bounds |= {edge + _DAY for edge in bounds}
    ends = {add_months(edge, MONTHS_VALID) for edge in bounds} | {e.valid_until for e in events if e.valid_until}
    days = bounds | ends | {end + _DAY for end in ends} | {e.revoked_on for e in events if e.revoked_on}
    first = min((e.earliest for e in events), default=None)
    return {d for d in days if first is not None and d >= first}


def _lowest(values: Iterable[str]) -> str:
    order = {"": 3, "high": 2, "medium": 1, "low": 0}
    return min(values, key=lambda v: order.get(v, 0), default="")


class EventFacts(Protocol):
    """One recognition event as the figures know it."""

    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def decided_on(self) -> date | None: ...
    @property
    def precision(self) -> str: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def known_on(self) -> date: ...
    @property
    def revoked_on(self) -> date | None: ...


def validity_of_event(event: EventFacts, day: date) -> str:
    """valid, expired, revoked or unknown: what one rating by itself allows to say on `day`."""
    if event.kind == "revoked" or (event.revoked_on is not None and event.revoked_on <= day):
        return "revoked"
    if event.level == _LEGACY:
        return "unknown"
    first, last = period_of(event.decided_on, event.precision, level=event.level, known_on=event.known_on)
    ends = (
        {event.valid_until} if event.valid_until else {add_months(first, MONTHS_VALID), add_months(last, MONTHS_VALID)}
    )
    if all(day <= end for end in ends):
        return "valid"
    return "expired" if all(end < day for end in ends) else "unknown"
