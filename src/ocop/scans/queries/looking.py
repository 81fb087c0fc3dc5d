"""The statements of the scan page: prepared once, one round trip each.

They are written by hand because the ORM's query building alone would cost three milliseconds, ten times the whole page. Each
gives one JSON value, so that any connection can run it and read it alike: the gate's bare one, or Django's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ..rules.verdicts import COPY_RULE, Facts, Scanned, Star

Run = Callable[[str, Mapping[str, Any]], Any]

TODAY = "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"

BATCH = """
SELECT json_build_array(id, subject, size, product_id, lot_id)
FROM stamps_batch WHERE epoch = %(epoch)s::int AND number = %(number)s::int
"""

# Where the product stands today: the newest span that has begun; the last span of a product never ends.
_STAR = f"""
LEFT JOIN LATERAL (
  SELECT t.state, t.star, t.starts_on, t.expires_to, g.number, coalesce(g.issued_on, e.decided_on) AS issued_on
  FROM certificates_standingspan t
  LEFT JOIN certificates_recognition e ON e.id = t.recognition_id
  LEFT JOIN certificates_certificate g ON g.id = e.certificate_id AND g.published_at IS NOT NULL
  WHERE t.product_id = p.id AND t.starts_on <= {TODAY}
  ORDER BY t.starts_on DESC LIMIT 1
) c ON true
"""
# xmin is the number of the transaction that wrote a row: the exact version of what a cached fragment was made of.
_VERSION = "concat_ws('.', p.xmin, pr.xmin, l.xmin)"

_STAR_FACTS = "c.state, c.star, c.starts_on, c.expires_to, c.number, c.issued_on"

_STAMP = f"""
SELECT json_build_array(
  r.state, extract(epoch FROM l.recalled_at), l.best_before, {TODAY}, {_VERSION}, {_STAR_FACTS},
  s.count, extract(epoch FROM s.first_at), s.window_count, cardinality(s.networks), extract(epoch FROM s.suspected_at))
FROM lots_lot l
JOIN products_product p ON p.id = l.product_id
LEFT JOIN producers_producer pr ON pr.id = p.producer_id
JOIN stamps_stamprange r ON r.batch_id = %(batch)s::bigint AND r.lo <= %(sequence)s::int AND r.hi > %(sequence)s::int
{_STAR}
"""

LOOK = f"""
{_STAMP}
LEFT JOIN scans_scannedstamp s ON s.batch_id = %(batch)s::bigint AND s.sequence = %(sequence)s::int
WHERE l.id = %(lot)s::bigint
"""

_FRESH = f"(s.window_at <= now() - interval '{COPY_RULE.hours} hours')"
_KNOWN = "(excluded.last_network = ANY (s.networks) OR cardinality(s.networks) >= 32)"
_RELOADED = f"""
  (s.last_network = excluded.last_network AND s.last_at > now() - interval '{COPY_RULE.reload_minutes} minutes')
"""
# First scan and copies are decided on the row itself, so that two phones at once cannot both be first. A reload writes nothing.
COUNT_AND_LOOK = f"""
WITH counted AS (
  INSERT INTO scans_scannedstamp AS s
    (batch_id, sequence, first_at, last_at, last_network, count, window_at, window_count, networks)
  VALUES (%(batch)s::bigint, %(sequence)s::int, now(), now(), %(network)s::bigint, 1, now(), 1, ARRAY[%(network)s::bigint])
  ON CONFLICT (batch_id, sequence) DO UPDATE SET
    last_at = now(), last_network = excluded.last_network, count = s.count + 1,
    window_at = CASE WHEN {_FRESH} THEN now() ELSE s.window_at END,
    window_count = CASE WHEN {_FRESH} THEN 1 ELSE s.window_count + 1 END,
    networks = CASE WHEN {_FRESH} THEN excluded.networks WHEN {_KNOWN} THEN s.networks
                    ELSE s.networks || excluded.networks END,
    suspected_at = CASE
      WHEN s.suspected_at IS NULL AND NOT {_FRESH} AND s.window_count + 1 >= {COPY_RULE.scans}
       AND cardinality(s.networks) + (CASE WHEN {_KNOWN} THEN 0 ELSE 1 END) >= {COPY_RULE.networks}
      THEN now() ELSE s.suspected_at END
  WHERE NOT {_RELOADED}
  RETURNING s.*
), seen AS (
  SELECT * FROM counted
  UNION ALL
  SELECT * FROM scans_scannedstamp
  WHERE batch_id = %(batch)s::bigint AND sequence = %(sequence)s::int AND NOT EXISTS (SELECT FROM counted)
)
{_STAMP}
LEFT JOIN seen s ON true
WHERE l.id = %(lot)s::bigint
"""

PRODUCT = f"""
SELECT json_build_array(
  p.id, l.id, {TODAY}, {_VERSION}, extract(epoch FROM l.recalled_at), l.best_before, {_STAR_FACTS})
FROM products_product p
LEFT JOIN producers_producer pr ON pr.id = p.producer_id
LEFT JOIN lots_lot l ON l.product_id = p.id AND l.code = %(lot)s::text
{_STAR}
WHERE p.gtin = %(gtin)s::text
"""

PRODUCER_BY_GLN = "SELECT to_json(slug) FROM producers_producer WHERE gln = %(gln)s::text ORDER BY id LIMIT 1"
LAST_CHANGE = """
SELECT to_json(extract(epoch FROM changed_at)) FROM stamps_rangechange
WHERE batch_id = %(batch)s::bigint AND lo <= %(sequence)s::int AND hi > %(sequence)s::int ORDER BY id DESC LIMIT 1
"""
WRONG_TODAY = "SELECT network, count FROM scans_wrongcode WHERE day = %(day)s AND count >= %(least)s"


@dataclass(frozen=True, slots=True)
class Issued:
    """What never changes about a batch, so that it may be remembered for ever."""

    id: int
    subject: str
    size: int
    product: int
    lot: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a stamp: the facts, and the version of what stands below them."""

    facts: Facts
    version: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One look at a product or lot without a stamp."""

    product: int
    lot: int | None
    today: date
    version: str
    recalled_at: datetime | None
    best_before: date | None
    star: Star | None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _star(row: Sequence[Any]) -> Star | None:
    state, star, since, expires_on, number, issued_on = row
    if state is None:
        return None
    return Star(state, star, date.fromisoformat(since), _day(expires_on), number or "", _day(issued_on))


def _scanned(row: Sequence[Any]) -> Scanned | None:
    count, first_at, window_count, networks, suspected_at = row
    if count is None:
        return None
    return Scanned(count, datetime.fromtimestamp(first_at, UTC), window_count, networks, _moment(suspected_at))


def batch_issued(run: Run, epoch: int, number: int) -> Issued | None:
    row = run(BATCH, {"epoch": epoch, "number": number})
    return Issued(*row) if row else None


def stamp_seen(run: Run, batch: Issued, sequence: int, network: int | None) -> Seen | None:
    """Look at one stamp; with a network mark this scan is counted in."""
    given: dict[str, int] = {"batch": batch.id, "sequence": sequence, "lot": batch.lot}
    if network is None:
        row = run(LOOK, given)
    else:
        row = run(COUNT_AND_LOOK, {**given, "network": network})
    if row is None:
        return None
    today = date.fromisoformat(row[3])
    facts = Facts(row[0], _moment(row[1]), _day(row[2]), _star(row[5:11]), _scanned(row[11:16]), today)
    return Seen(facts, row[4])


def product_seen(run: Run, gtin: str, lot: str | None) -> Subject | None:
    row = run(PRODUCT, {"gtin": gtin, "lot": lot})
    if row is None or (lot is not None and row[1] is None):
        return None
    today = date.fromisoformat(row[2])
    return Subject(row[0], row[1], today, row[3], _moment(row[4]), _day(row[5]), _star(row[6:12]))


def changed_at(run: Run, batch: int, sequence: int) -> datetime | None:
    return _moment(run(LAST_CHANGE, {"batch": batch, "sequence": sequence}))


def producer_slug(run: Run, gln: str) -> str | None:
    slug: str | None = run(PRODUCER_BY_GLN, {"gln": gln})
    return slug
