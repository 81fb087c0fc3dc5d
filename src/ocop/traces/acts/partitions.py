"""The tables that hold a month of events each: made before the month begins, and at the latest when an event needs one.

There is no default partition that could fill up unseen: an event without a table would be refused, loudly.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from ..rules.positions import first_of, month_of, partition_of

_LOCK = 0x0C0B_0007
_AHEAD = 2

# Attached rather than created in place: that locks out nobody who reads or writes other months.
_MAKE = """
CREATE TABLE {name} (LIKE traces_event INCLUDING ALL);
ALTER TABLE {name} ADD CONSTRAINT {name}_month CHECK (position >= {low} AND position < {high});
ALTER TABLE traces_event ATTACH PARTITION {name} FOR VALUES FROM ({low}) TO ({high});
"""


def open_months(*, at: datetime | None = None) -> int:
    """Mở bảng tháng: this month's table and those of the next two; how many were made."""
    this = month_of(at or timezone.now())
    return sum(open_month(month) for month in range(this, this + _AHEAD + 1))


def open_month(month: int) -> bool:
    """Whether the table had to be made."""
    if _asked(_IS_THERE, month):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if has_month(month):
            return False
        name = partition_of(month)
        cursor.execute(_MAKE.format(name=name, low=first_of(month), high=first_of(month + 1)))
    return True


def has_month(month: int) -> bool:
    return _asked(_IS_ATTACHED, month)


# Quick, but it remembers a "no" from before the lock; a "yes" is always true.
_IS_THERE = "SELECT to_regclass(%s) IS NOT NULL"
_IS_ATTACHED = """
SELECT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
               WHERE i.inhparent = 'traces_event'::regclass AND c.relname = %s)
"""


def _asked(query: str, month: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [partition_of(month)])
        (found,) = cursor.fetchone()
    return bool(found)
