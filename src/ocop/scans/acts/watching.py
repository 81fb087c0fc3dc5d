"""Standing guard over the tables that answers are made of."""

from __future__ import annotations

from django.db import connection, transaction

from ..queries.telling import TOLD_TABLES
from ..rules.watching import FACT_TABLES, FUNCTION_SQL, wanted

_STANDING = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgname LIKE 'scans\\_tell\\_%%' AND pg_table_is_visible(c.oid)
"""
_TABLES = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind IN ('r', 'p') AND pg_table_is_visible(oid)"


def watch_tables() -> int:
    """Canh bảng: put up the triggers that are missing and take down old ones; returns how many were put up."""
    ways = [*FACT_TABLES.items(), *TOLD_TABLES.items()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLES, [[table for table, _way in ways]])
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(_STANDING)
        standing = set(cursor.fetchall())
        due = wanted((table, way) for table, way in ways if table in there)
        missing = [sql for key, sql in due.items() if key not in standing]
        if missing:
            cursor.execute(FUNCTION_SQL)
        for table, name in standing - set(due):
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
        for sql in missing:
            cursor.execute(sql)
    return len(missing)
