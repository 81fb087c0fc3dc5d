"""From the facts of a stamp to one verdict; the page turns it into a sign and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What the first band says; in the order in which the questions are asked."""

    THROTTLED = "throttled"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    PAUSED = "paused"
    UNASKED = "unasked"
    RECALLED = "recalled"
    VOID = "void"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    COPIED = "copied"
    INACTIVE = "inactive"
    PAST_DATE = "past_date"
    NO_STAR = "no_star"
    UNSURE = "unsure"
    REVOKED = "revoked"
    EXPIRED = "expired"
    GENUINE = "genuine"


@dataclass(frozen=True, slots=True)
class CopyRule:
    """When one code is read too often to be one label; stated on the page that it triggers."""

    scans: int
    networks: int
    hours: int
    reload_minutes: int

    @property
    def window(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def reload(self) -> timedelta:
        return timedelta(minutes=self.reload_minutes)


# A jar on a shop's shelf is read by some dozen people a day, by far most of them on few networks; a label copied for sale
# shows up on many. Ours, not the law's: an office may choose otherwise.
COPY_RULE = CopyRule(scans=20, networks=8, hours=24, reload_minutes=10)


@dataclass(frozen=True, slots=True)
class Star:
    """Where the product stands today, as the certificates' chapter keeps it; asked at each scan."""

    state: str
    star: int | None
    since: date
    expires_on: date | None = None
    number: str = ""
    issued_on: date | None = None

    @property
    def is_valid(self) -> bool:
        """Surely in force today; an unknown validity is not valid."""
        return self.state == "in_force"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What is known of earlier scans of this stamp, this one counted in."""

    count: int
    first_at: datetime
    window_count: int
    networks: int
    suspected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the verdict on a genuine code is made of."""

    state: str
    recalled_at: datetime | None
    best_before: date | None
    star: Star | None
    scanned: Scanned | None
    today: date
    withdrawn_at: datetime | None = None


_BY_STANDING = {
    "in_force": Verdict.GENUINE,
    "expired": Verdict.EXPIRED,
    "revoked": Verdict.REVOKED,
    "unknown": Verdict.UNSURE,
}


def star_verdict(star: Star | None) -> Verdict:
    """Is the star valid today?"""
    return _BY_STANDING.get(star.state, Verdict.NO_STAR) if star else Verdict.NO_STAR


# A stamp given back was never stuck on anything: on goods it is as wrong as one made void.
_DEAD = {"void": Verdict.VOID, "lost": Verdict.LOST, "returned": Verdict.VOID}


def verdict_on(facts: Facts) -> Verdict:
    """The one thing to say first: danger before doubt, doubt before the star."""
    if facts.recalled_at is not None:
        return Verdict.RECALLED
    if facts.state in _DEAD:
        return _DEAD[facts.state]
    if facts.withdrawn_at is not None:
        return Verdict.WITHDRAWN
    if facts.scanned is not None and facts.scanned.suspected_at is not None:
        return Verdict.COPIED
    if facts.state != "active":
        return Verdict.INACTIVE
    if facts.best_before is not None and facts.best_before < facts.today:
        return Verdict.PAST_DATE
    return star_verdict(facts.star)


SIGNS = {
    Verdict.GENUINE: "ok",
    Verdict.EXPIRED: "soon",
    Verdict.NO_STAR: "soon",
    Verdict.UNSURE: "soon",
    Verdict.REVOKED: "soon",
    Verdict.PAST_DATE: "soon",
    Verdict.INACTIVE: "soon",
    Verdict.COPIED: "soon",
    Verdict.VOID: "void",
    Verdict.LOST: "void",
    Verdict.RECALLED: "void",
    Verdict.WITHDRAWN: "void",
    Verdict.UNASKED: "unknown",
    Verdict.PAUSED: "unknown",
    Verdict.UNKNOWN: "void",
    Verdict.UNREADABLE: "unknown",
    Verdict.THROTTLED: "unknown",
}
# Where it helps to know whether somebody was here before.
TELLS_SCANS = {
    Verdict.GENUINE, Verdict.EXPIRED, Verdict.NO_STAR, Verdict.UNSURE, Verdict.REVOKED, Verdict.PAST_DATE,
}  # fmt: skip
STATUS = {Verdict.UNKNOWN: 404, Verdict.UNREADABLE: 400, Verdict.THROTTLED: 429, Verdict.PAUSED: 429}
