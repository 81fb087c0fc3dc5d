"""The one lock under which numbers of decisions and certificates are taken."""

from __future__ import annotations

from django.db import connection

_LOCK = 0x0C0B_0003


def lock_numbering() -> None:
    """Held until the transaction ends; take it before any row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
