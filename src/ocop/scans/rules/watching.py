"""Which tables an answer is made of, and the triggers that tell when one of them changed. Pure.

What a scan needs stands in memory. So that memory is exact and not merely young, the database itself says, at the commit of
whatever changed a row – an act, a job, a hand at psql –, whose answers must be made anew. One notice for each statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

CHANNEL = "ocop_scans"
FUNCTION = "scans_tell"
EVERYTHING = "*"
# table: how a changed row names whom it concerns; "*" concerns every answer.
FACT_TABLES: dict[str, str] = {
    "products_product": "product: id",
    "producers_producer": "producer: id",
    "lots_lot": "lot: id",
    "certificates_standingspan": "product: product_id",
    "certificates_recognition": "product: product_id",
    "certificates_certificate": "product: product_id",
    "stamps_batch": "batch: id",
    "stamps_stamprange": "batch: batch_id",
    "stamps_rangechange": "batch: batch_id",
    "stamps_epoch": EVERYTHING,
    "scans_resolverlink": "product: product_id",
}

# Transition tables want a trigger of its own for each kind of change. A notice holds 8 000 bytes.
FUNCTION_SQL = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    named := '{EVERYTHING}';
  ELSIF TG_ARGV[0] = '{EVERYTHING}' THEN
    EXECUTE 'SELECT CASE WHEN EXISTS (SELECT FROM changed) THEN ''{EVERYTHING}'' END' INTO named;
  ELSE
    EXECUTE format('SELECT string_agg(DISTINCT coalesce(%I::text, ''{EVERYTHING}''), '','') FROM changed', TG_ARGV[1]) INTO named;
    named := CASE WHEN named IS NULL THEN NULL
                  WHEN length(named) > 7000 OR named LIKE '%{EVERYTHING}%' THEN '{EVERYTHING}'
                  ELSE TG_ARGV[0] || ':' || named END;
  END IF;
  IF named IS NOT NULL THEN
    PERFORM pg_notify('{CHANNEL}', named);
  END IF;
  RETURN NULL;
END $$;
"""


def triggers(table: str, way: str) -> Iterator[tuple[str, str]]:
    """Name and statement of the triggers on one table; the name tells what they do, so that a change is noticed."""
    kind, _, column = (part.strip() for part in way.partition(":"))
    mark = hashlib.blake2s(f"{way}{FUNCTION_SQL}".encode(), digest_size=4).hexdigest()
    call = f"EXECUTE FUNCTION {FUNCTION}('{kind}', '{column}')"
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        name = f"scans_tell_{event.lower()}_{mark}"
        told = f"REFERENCING {rows} TABLE AS changed"
        yield name, f"CREATE TRIGGER {name} AFTER {event} ON {table} {told} FOR EACH STATEMENT {call}"
    name = f"scans_tell_truncate_{mark}"
    yield name, f"CREATE TRIGGER {name} AFTER TRUNCATE ON {table} FOR EACH STATEMENT {call}"


def wanted(ways: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Every trigger that should stand: (table, name) and its statement; a table may concern in two ways."""
    return {(table, name): sql for table, way in dict.fromkeys(ways) for name, sql in triggers(table, way)}


def read_notice(text: str) -> tuple[str, frozenset[int]]:
    """What a notice names: a kind and its numbers; everything when in doubt."""
    kind, _, numbers = text.partition(":")
    try:
        return kind, frozenset(int(number) for number in numbers.split(",") if number)
    except ValueError:
        return EVERYTHING, frozenset()
