"""The statements of the gate: each prepared once, one round trip, one JSON value, so that any connection can run it.

They are written by hand because the ORM's query building alone would cost three milliseconds, ten times the whole page.
What they give is kept in memory until a notice names it (rules/watching.py), so what an answer needs must come from watched
tables only; the counts of scans, which no notice names, have a way of their own (COUNT and MERGE).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ..rules.verdicts import COPY_RULE, Star

Run = Callable[[str, Mapping[str, Any]], Any]

TODAY = "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
# Until when an answer of today holds, by the database's own clock.
_TO_MIDNIGHT = f"extract(epoch FROM (({TODAY} + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh') - now())"

_BATCH = "json_build_array(b.epoch, b.number, b.id, b.subject, b.size, b.product_id, b.lot_id)"
BATCH = f"SELECT {_BATCH} FROM stamps_batch b WHERE epoch = %(epoch)s::int AND number = %(number)s::int"
ALL_BATCHES = f"SELECT coalesce(json_agg({_BATCH}), '[]') FROM stamps_batch b"
SOME_BATCHES = f"SELECT coalesce(json_agg({_BATCH}), '[]') FROM stamps_batch b WHERE id = ANY(%(ids)s::bigint[])"

RANGES = """
SELECT json_build_array(
  coalesce((SELECT json_agg(json_build_array(lo, hi, state) ORDER BY lo) FROM stamps_stamprange WHERE batch_id = b.id), '[]'),
  (SELECT extract(epoch FROM e.withdrawn_at) FROM stamps_epoch e WHERE e.symbol = b.epoch))
FROM stamps_batch b WHERE b.id = %(batch)s::bigint
"""
LAST_CHANGE = """
SELECT to_json(extract(epoch FROM changed_at)) FROM stamps_rangechange
WHERE batch_id = %(batch)s::bigint AND lo <= %(sequence)s::int AND hi > %(sequence)s::int ORDER BY id DESC LIMIT 1
"""

# Where the product stands today: the newest span that has begun; the last span of a product never ends.
_GOODS = f"""
SELECT json_build_array(
  p.id, l.id, p.producer_id, {TODAY}, {_TO_MIDNIGHT}, extract(epoch FROM l.recalled_at), l.best_before,
  c.state, c.star, c.starts_on, c.expires_to, c.number, c.issued_on,
  (SELECT json_agg(json_build_array(k.kind, k.title, k.href, k.language, k.media_type, k.passes_query,
                                    k.lot_id IS NOT NULL) ORDER BY k.lot_id NULLS LAST, k.id)
   FROM scans_resolverlink k
   WHERE k.product_id = p.id AND k.removed_at IS NULL AND (k.lot_id IS NULL OR k.lot_id = l.id)))
FROM products_product p
LEFT JOIN lots_lot l ON l.product_id = p.id AND @lot@
LEFT JOIN LATERAL (
  SELECT t.state, t.star, t.starts_on, t.expires_to, g.number, coalesce(g.issued_on, e.decided_on) AS issued_on
  FROM certificates_standingspan t
  LEFT JOIN certificates_recognition e ON e.id = t.recognition_id
  LEFT JOIN certificates_certificate g ON g.id = e.certificate_id AND g.published_at IS NOT NULL
  WHERE t.product_id = p.id AND t.starts_on <= {TODAY}
  ORDER BY t.starts_on DESC LIMIT 1
) c ON true
"""
GOODS = _GOODS.replace("@lot@", "l.id = %(lot)s::bigint") + "WHERE p.id = %(product)s::bigint"
GOODS_BY_GTIN = _GOODS.replace("@lot@", "l.code = %(code)s::text") + "WHERE p.gtin = %(gtin)s::text"

PRODUCER_BY_GLN = """
SELECT json_build_array(pr.slug, pr.name, (
  SELECT json_agg(json_build_array(k.kind, k.title, k.href, k.language, k.media_type, k.passes_query, false)
                  ORDER BY k.id)
  FROM scans_resolverlink k WHERE k.producer_id = pr.id AND k.removed_at IS NULL))
FROM producers_producer pr WHERE pr.gln = %(gln)s::text ORDER BY pr.id LIMIT 1
"""
WRONG_TODAY = "SELECT network, count FROM scans_wrongcode WHERE day = %(day)s AND count >= %(least)s"
WRONG_EPOCHS = "SELECT epoch, count FROM scans_wrongepoch"

_SCANNED = """json_build_array(s.count, extract(epoch FROM s.first_at), extract(epoch FROM s.window_at), s.window_count,
  s.networks, extract(epoch FROM s.suspected_at), s.last_network, extract(epoch FROM s.last_at), @counted@)"""
LOOK = f"""
SELECT {_SCANNED.replace("@counted@", "false")} FROM scans_scannedstamp s
WHERE s.batch_id = %(batch)s::bigint AND s.sequence = %(sequence)s::int
"""
_FRESH = f"(s.window_at <= now() - interval '{COPY_RULE.hours} hours')"
_KNOWN = "(excluded.last_network = ANY (s.networks) OR cardinality(s.networks) >= 32)"
_RELOADED = f"""
  (s.last_network = excluded.last_network AND s.last_at > now() - interval '{COPY_RULE.reload_minutes} minutes')
"""
# The first scan and copies are decided on the row itself, so that two phones at once cannot both be first. A reload writes
# nothing.
COUNT = f"""
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
)
SELECT {_SCANNED.replace("@counted@", "true")} FROM counted s
UNION ALL
SELECT {_SCANNED.replace("@counted@", "false")} FROM scans_scannedstamp s
WHERE batch_id = %(batch)s::bigint AND sequence = %(sequence)s::int AND NOT EXISTS (SELECT FROM counted)
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """What never changes about a batch, so that it may be remembered for ever."""

    epoch: int
    number: int
    id: int
    subject: str
    size: int
    product: int
    lot: int


class Spans:
    """The states of a batch's stamps, and whether its key was called back."""

    __slots__ = ("_los", "_states", "withdrawn_at")

    def __init__(self, rows: Sequence[tuple[int, int, str]], withdrawn: float | None) -> None:
        self._los = [lo for lo, _hi, _state in rows]
        self._states = [state for _lo, _hi, state in rows]
        self.withdrawn_at = _moment(withdrawn)

    def state_of(self, sequence: int) -> str | None:
        place = bisect_right(self._los, sequence) - 1
        return self._states[place] if place >= 0 else None


@dataclass(frozen=True, slots=True)
class Link:
    """One registered target."""

    kind: str
    title: str
    href: str
    language: str = ""
    media_type: str = "text/html"
    passes_query: bool = True
    of_lot: bool = False


@dataclass(frozen=True, slots=True)
class GoodsFacts:
    """One look at a product, with or without a lot."""

    product: int
    lot: int | None
    producer: int | None
    today: date
    to_midnight: float
    recalled_at: datetime | None
    best_before: date | None
    star: Star | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What the database knows of earlier scans of one stamp; `counted`: this scan was added."""

    count: int
    first_at: float
    window_at: float
    window_count: int
    networks: list[int]
    suspected_at: float | None
    last_network: int
    last_at: float
    counted: bool


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _star(row: Sequence[Any]) -> Star | None:
    state, star, since, expires_on, number, issued_on = row
    if state is None:
        return None
    return Star(state, star, date.fromisoformat(since), _day(expires_on), number or "", _day(issued_on))


def _links(rows: Sequence[Sequence[Any]] | None) -> tuple[Link, ...]:
    return tuple(Link(*row) for row in rows or ())


def _goods(row: Sequence[Any]) -> GoodsFacts:
    today = date.fromisoformat(row[3])
    return GoodsFacts(
        row[0], row[1], row[2], today, row[4], _moment(row[5]), _day(row[6]), _star(row[7:13]), _links(row[13])
    )


def batch_issued(run: Run, epoch: int, number: int) -> Issued | None:
    row = run(BATCH, {"epoch": epoch, "number": number})
    return Issued(*row) if row else None


def batches_issued(run: Run, ids: frozenset[int] | None = None) -> list[Issued]:
    """All batches, or those named."""
    rows = run(ALL_BATCHES, {}) if ids is None else run(SOME_BATCHES, {"ids": f"{{{','.join(map(str, ids))}}}"})
    return [Issued(*row) for row in rows]


def spans_of_batch(run: Run, batch: int) -> Spans | None:
    row = run(RANGES, {"batch": batch})
    return Spans(*row) if row else None


def goods_of(run: Run, product: int, lot: int | None) -> GoodsFacts | None:
    row = run(GOODS, {"product": product, "lot": lot})
    return _goods(row) if row and (lot is None or row[1] is not None) else None


def goods_by_gtin(run: Run, gtin: str, lot: str | None) -> GoodsFacts | None:
    row = run(GOODS_BY_GTIN, {"gtin": gtin, "code": lot})
    return _goods(row) if row and (lot is None or row[1] is not None) else None


def scanned_row(run: Run, batch: int, sequence: int) -> Row | None:
    row = run(LOOK, {"batch": batch, "sequence": sequence})
    return Row(*row) if row else None


def count_scan(run: Run, batch: int, sequence: int, network: int) -> Row:
    """Count this scan on the stamp's own row; a reload only looks."""
    given = {"batch": batch, "sequence": sequence, "network": network}
    # A reload of a row that another phone wrote a moment ago is neither counted nor yet seen: look again.
    return Row(*(run(COUNT, given) or run(LOOK, given)))


def changed_at(run: Run, batch: int, sequence: int) -> datetime | None:
    return _moment(run(LAST_CHANGE, {"batch": batch, "sequence": sequence}))


def producer_by_gln(run: Run, gln: str) -> tuple[str, str, tuple[Link, ...]] | None:
    """Slug, name and registered links of the producer at a place."""
    row = run(PRODUCER_BY_GLN, {"gln": gln})
    return (row[0], row[1], _links(row[2])) if row else None
