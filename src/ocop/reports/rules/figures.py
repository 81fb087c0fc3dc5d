"""How the programme's figures are counted, from events and without a database.

A figure is asked as of a day. An event whose source gives only a year counts from the last day of that year on,
because before that nobody can be sure; an event without any date counts from the day we came to know of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

UNKNOWN = "unknown"
PRODUCER_KINDS = ("enterprise", "cooperative", "cooperative_group", "household", "farm", "association", UNKNOWN)


@dataclass(frozen=True, slots=True)
class ProductFact:
    """A product as the figures need it; unknown group, place or producer stay empty."""

    id: int
    group: str
    place: str
    former_place: str
    producer: int | None
    producer_kind: str


@dataclass(frozen=True, slots=True)
class EventFact:
    """A recognition event; `star` 0 when the event carries none."""

    product: int
    kind: str
    star: int
    level: str
    decided_on: date | None
    precision: str
    valid_until: date | None
    known_on: date
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Every breakdown adds up to its total."""

    as_of: date
    participating: int
    rated: int
    by_stars: Mapping[str, int]
    by_group: Mapping[str, int]
    by_place: Mapping[str, int]
    by_former_place: Mapping[str, int]
    producers: int
    producers_by_kind: Mapping[str, int]
    certificates: Mapping[str, int]
    rated_products: tuple[int, ...] = field(default=(), repr=False)


def last_day_of_period(decided_on: date, precision: str) -> date:
    """The day from which an event of that precision has surely happened."""
    if precision == "year":
        return date(decided_on.year, 12, 31)
    if precision == "month":
        after = date(decided_on.year + decided_on.month // 12, decided_on.month % 12 + 1, 1)
        return after - timedelta(days=1)
    return decided_on


def counts_from(event: EventFact) -> date:
    if event.decided_on is None or event.precision == UNKNOWN:
        return event.known_on
    return last_day_of_period(event.decided_on, event.precision)


STAR_KINDS = frozenset({"recognised", "upgraded", "renewed"})


def happened_by(events: Iterable[EventFact], as_of: date) -> list[EventFact]:
    """Events that surely happened by `as_of`, in their order."""
    return sorted((e for e in events if counts_from(e) <= as_of), key=lambda e: (counts_from(e), e.star))


def latest_stars(events: Iterable[EventFact]) -> dict[int, EventFact]:
    """The newest star of each product. A province's star before 2019 counts only while no later star is known."""
    newest: dict[int, EventFact] = {}
    for event in events:
        if event.kind in STAR_KINDS and event.star >= 3:
            newest[event.product] = event
    return newest


def count_figures(
    products: Iterable[ProductFact],
    events: Iterable[EventFact],
    as_of: date,
    validity: Callable[[EventFact, date], str],
) -> Figures:
    """All figures of one day; `validity` says valid, expired, revoked or unknown for a product's newest star."""
    happened = happened_by(events, as_of)
    known = {p.id: p for p in products}
    taking_part = {e.product for e in happened} & known.keys()
    newest = {p: e for p, e in latest_stars(happened).items() if p in known}
    rated = [known[p] for p in newest]
    kinds = {p.producer: p.producer_kind for p in map(known.__getitem__, taking_part) if p.producer is not None}
    return Figures(
        as_of=as_of,
        participating=len(taking_part),
        rated=len(rated),
        by_stars=_counts((str(e.star) for e in newest.values()), ("3", "4", "5")),
        by_group=_counts(p.group or UNKNOWN for p in rated),
        by_place=_counts(p.place or UNKNOWN for p in rated),
        by_former_place=_counts(p.former_place or UNKNOWN for p in rated),
        producers=len(kinds),
        producers_by_kind=_counts((k or UNKNOWN for k in kinds.values()), PRODUCER_KINDS),
        certificates=_certificates(newest.values(), as_of, validity),
        rated_products=tuple(sorted(newest)),
    )


def _counts(values: Iterable[str], always: Iterable[str] = ()) -> dict[str, int]:
    counted = Counter(values)
    return {key: counted.get(key, 0) for key in (*always, *sorted(counted.keys() - set(always)))}


CERTIFICATE_STATES = ("valid", "expired", "revoked", UNKNOWN)


def _certificates(
    newest: Iterable[EventFact], as_of: date, validity: Callable[[EventFact, date], str]
) -> dict[str, int]:
    newest = list(newest)
    states = {id(e): validity(e, as_of) for e in newest}
    counted = _counts(states.values(), CERTIFICATE_STATES)
    soon = as_of + timedelta(days=180)
    counted["expiring_180"] = sum(
        states[id(e)] == "valid" and e.valid_until is not None and e.valid_until <= soon for e in newest
    )
    return counted
