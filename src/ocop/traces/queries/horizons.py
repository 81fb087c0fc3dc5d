"""Paging that stays consistent while events arrive: every page of one answer sees what its first page saw.

Serial numbers become visible in another order than they are given, so "position greater than the last" would lose
events. Each event knows its transaction (`tx`); a page's token carries the snapshot of the first page, and later pages
see what that snapshot saw. Two snapshots tell exactly what became visible between them (subscriptions).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db import connection

_SNAPSHOT = re.compile(r"[0-9]{1,20}:[0-9]{1,20}:[0-9,]{0,4000}", re.ASCII)


class Horizon(NamedTuple):
    """What was visible at a moment; `text` goes into tokens."""

    snapshot: str
    settled: int

    @property
    def text(self) -> str:
        return f"{self.snapshot};{self.settled}"


# For a WHERE over `traces_event e`, with the parameters of `seen_by`.
# What this very transaction has stored is nobody else's yet, but seen by itself.
SEEN = (
    "(pg_visible_in_snapshot(e.tx, %(snapshot)s::pg_snapshot) OR e.position <= %(settled)s"
    " OR e.tx = pg_current_xact_id_if_assigned())"
)
# What became visible since an earlier horizon: SEEN by the new one and not by the old one.
NEW = "NOT (pg_visible_in_snapshot(e.tx, %(old_snapshot)s::pg_snapshot) OR e.position <= %(old_settled)s)"


def horizon_now() -> Horizon:
    """Everything committed by now; what is being captured this moment is beyond it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text, settled FROM traces_horizon")
        snapshot, settled = cursor.fetchone()
    return Horizon(snapshot, settled)


def horizon_from(text: str) -> Horizon | None:
    """Read a token's horizon again; None when it is none."""
    snapshot, _, settled = text.partition(";")
    if not _SNAPSHOT.fullmatch(snapshot) or not (settled.isascii() and settled.isdigit() and len(settled) < 19):
        return None
    low, high, _running = snapshot.split(":")
    return Horizon(snapshot, int(settled)) if 0 < int(low) <= int(high) < 1 << 63 else None


def seen_by(horizon: Horizon) -> dict[str, object]:
    return {"snapshot": horizon.snapshot, "settled": horizon.settled}


def seen_since(old: Horizon) -> dict[str, object]:
    return {"old_snapshot": old.snapshot, "old_settled": old.settled}
