"""Whether a dossier can still be proposed in its round (QĐ 26/2026, Điều 5)."""

from __future__ import annotations

from datetime import date

from .. import lifecycle

PROPOSED, IN_TIME, TIGHT, LATE = "proposed", "in_time", "tight", "late"
CHANCES = {
    LATE: "Trễ đợt",
    TIGHT: "Gấp",
    IN_TIME: "Còn kịp",
    PROPOSED: "Đã đề nghị",
}
_WITH_COMMUNE = (lifecycle.SUBMITTED, lifecycle.COMPLETION)


def chance_of(*, state: str, proposed: bool, commune_due_on: date | None, until: date, day: date) -> str:
    """What stands before a dossier: proposed, in time, tight (the commune's own days end after the round's), or late."""
    if proposed and state not in _WITH_COMMUNE:
        return PROPOSED
    if day > until:
        return LATE
    return TIGHT if commune_due_on is not None and commune_due_on > until else IN_TIME
