"""After a restore: transactions are counted anew, so what came out of the archive is told to have been visible before."""

from __future__ import annotations

from django.db import connection, transaction

_IS_THERE = "SELECT to_regclass('traces_horizon') IS NOT NULL"
_SETTLE = "UPDATE traces_horizon SET settled = (SELECT coalesce(max(position), 0) FROM traces_event)"
_HAS_ELEMENTS = "SELECT to_regclass('traces_element') IS NOT NULL"
# The first number that a transaction can have: visible to whoever asks.
_SETTLE_ELEMENTS = "UPDATE traces_element SET tx = '3'"


def settle() -> bool:
    """Chốt sự kiện đã khôi phục; whether there was anything to settle (an older archive has no events)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IS_THERE)
        (is_there,) = cursor.fetchone()
        if is_there:
            cursor.execute(_SETTLE)
        cursor.execute(_HAS_ELEMENTS)
        if cursor.fetchone()[0]:
            cursor.execute(_SETTLE_ELEMENTS)
        return bool(is_there)
