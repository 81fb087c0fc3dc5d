"""What is written behind: the log of scans, its tallies, the counts of stamps, and wrong codes. Whoever scanned is long gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from psycopg import Connection

from ..queries.facts import Row
from ..rules.verdicts import COPY_RULE
from ..rules.watching import CHANNEL

_DAY_ONE = date(1970, 1, 1).toordinal()
_VIETNAM_AHEAD = 7 * 3600  # Vietnam has kept one hour since 1975
_STAMPS_A_NOTICE = 230  # a notice holds 8 000 bytes, a stamp at most 31


class Line(NamedTuple):
    """One line of the log of scans; `first`: the stamp had never been scanned."""

    at: float
    batch: int | None
    sequence: int | None
    verdict: str
    network: int
    language: str
    region: str = ""
    first: bool = False


@dataclass(slots=True)
class Delta:
    """Scans of one stamp that the database does not know yet; `expected`: what their sum is if nobody else counted."""

    batch: int
    sequence: int
    first_at: float
    last_at: float = 0.0
    last_network: int = 0
    count: int = 0
    networks: list[int] = field(default_factory=list)
    suspected: bool = False
    expected: int = 0


_COPY = "COPY scans_scan (at, batch_number, sequence, verdict, network, language, region) FROM STDIN"
_TALLY = """
INSERT INTO scans_scantally AS t (batch_number, day, verdict, region, scans, firsts)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::varchar[], %s::varchar[], %s::int[], %s::int[]) ORDER BY 1, 2, 3, 4
ON CONFLICT (batch_number, day, verdict, region)
DO UPDATE SET scans = t.scans + excluded.scans, firsts = t.firsts + excluded.firsts
"""
_FRESH = f"(s.window_at <= excluded.window_at - interval '{COPY_RULE.hours} hours')"
_BOTH = "(SELECT array_agg(n) FROM (SELECT DISTINCT unnest(s.networks || excluded.networks) AS n LIMIT 32) m)"
# Always in one order, so that two processes never wait for each other in a ring. A stamp that nobody could count while the
# database was away gets its row here. Only what turned out otherwise than expected is told back: a sum that others had a part
# in, or a copy.
_MERGE = f"""
WITH given AS MATERIALIZED (
  SELECT * FROM unnest(%s::bigint[], %s::int[], %s::float8[], %s::float8[], %s::bigint[], %s::int[], %s::text[], %s::bool[],
                       %s::int[])
    AS d(batch, sequence, first_at, last_at, network, count, networks, suspected, expected)
), merged AS (
  INSERT INTO scans_scannedstamp AS s
    (batch_id, sequence, first_at, last_at, last_network, count, window_at, window_count, networks, suspected_at)
  SELECT batch, sequence, to_timestamp(first_at), to_timestamp(last_at), network, count, to_timestamp(first_at), count,
         networks::bigint[], CASE WHEN suspected THEN now() END
  FROM given ORDER BY batch, sequence
  ON CONFLICT (batch_id, sequence) DO UPDATE SET
    last_at = greatest(s.last_at, excluded.last_at), last_network = excluded.last_network,
    first_at = least(s.first_at, excluded.first_at), count = s.count + excluded.count,
    window_at = CASE WHEN {_FRESH} THEN excluded.window_at ELSE s.window_at END,
    window_count = CASE WHEN {_FRESH} THEN excluded.window_count ELSE s.window_count + excluded.window_count END,
    networks = CASE WHEN {_FRESH} THEN excluded.networks ELSE {_BOTH} END,
    suspected_at = coalesce(s.suspected_at, excluded.suspected_at,
      CASE WHEN NOT {_FRESH} AND s.window_count + excluded.window_count >= {COPY_RULE.scans}
            AND cardinality({_BOTH}) >= {COPY_RULE.networks} THEN now() END)
  RETURNING s.*
)
SELECT s.batch_id, s.sequence, json_build_array(s.count, extract(epoch FROM s.first_at), extract(epoch FROM s.window_at),
  s.window_count, s.networks, extract(epoch FROM s.suspected_at), s.last_network, extract(epoch FROM s.last_at), true)
FROM merged s JOIN given g ON g.batch = s.batch_id AND g.sequence = s.sequence
WHERE s.count <> g.expected OR s.suspected_at IS NOT NULL
"""
_WRONG = """
INSERT INTO scans_wrongcode AS w (day, network, count)
SELECT %s, * FROM unnest(%s::bigint[], %s::int[]) ORDER BY 2
ON CONFLICT (day, network) DO UPDATE SET count = w.count + excluded.count RETURNING network, count
"""
_WRONG_EPOCH = """
INSERT INTO scans_wrongepoch AS w (epoch, count)
SELECT * FROM unnest(%s::int[], %s::bigint[]) ORDER BY 1
ON CONFLICT (epoch) DO UPDATE SET count = w.count + excluded.count RETURNING epoch, count
"""


def day_of(at: float) -> date:
    """The Vietnamese day of a moment."""
    return date.fromordinal(_DAY_ONE + int(at + _VIETNAM_AHEAD) // 86_400)


def write_log(connection: Connection, lines: Iterable[Line]) -> None:
    """Ghi lượt quét: many lines in one go."""
    text = "".join(
        f"{_second(whole := int(at))}.{int((at - whole) * 1e6):06d}+00\t{_copied(batch)}\t{_copied(sequence)}\t{verdict}"
        f"\t{network}\t{language}\t{region}\n"
        for at, batch, sequence, verdict, network, language, region, _first in lines
    )
    if text:
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(text)


@lru_cache(maxsize=1_000)
def _second(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}"


def _copied(number: int | None) -> int | str:
    return "\\N" if number is None else number


def write_tallies(connection: Connection, lines: Iterable[Line]) -> None:
    """Cộng dồn lượt quét: by batch, day, verdict and region, for whoever adds up millions of scans."""
    scans: dict[tuple[int, int, str, str], int] = {}
    firsts: Counter[tuple[int, int, str, str]] = Counter()
    for at, batch, _sequence, verdict, _network, _language, region, first in lines:
        key = (batch or 0, int(at + _VIETNAM_AHEAD) // 86_400, verdict, region)
        scans[key] = scans.get(key, 0) + 1
        if first:
            firsts[key] += 1
    if scans:
        keys = sorted(scans)
        batches, days, verdicts, regions = (list(column) for column in zip(*keys, strict=True))
        columns: list[Sequence[object]] = [
            batches,
            [date.fromordinal(_DAY_ONE + day) for day in days],
            verdicts,
            regions,
        ]
        connection.execute(_TALLY, [*columns, [scans[key] for key in keys], [firsts[key] for key in keys]])


def merge_counts(connection: Connection, deltas: Sequence[Delta]) -> dict[tuple[int, int], Row]:
    """Gộp số lần quét: add what this process counted to what others did; returns the sums that are not as expected."""
    if not deltas:
        return {}
    columns = [
        _array([d.batch for d in deltas]),
        _array([d.sequence for d in deltas]),
        _array([d.first_at for d in deltas]),
        _array([d.last_at for d in deltas]),
        _array([d.last_network for d in deltas]),
        _array([d.count for d in deltas]),
        _array([f'"{_array(d.networks)}"' for d in deltas]),
        _array([d.suspected for d in deltas]),
        _array([d.expected for d in deltas]),
    ]
    found = connection.execute(_MERGE, columns).fetchall()
    return {(batch, sequence): Row(*row) for batch, sequence, row in found}


def _array(values: Iterable[object]) -> str:
    """An array as PostgreSQL writes it; psycopg's own way costs five times as much."""
    return f"{{{','.join(map(str, values))}}}"


def announce(connection: Connection, stamps: Iterable[tuple[int, int]]) -> None:
    """Báo các tiến trình khác: these stamps were counted here, so what others remember of them is old."""
    words = [f"{batch}/{sequence}" for batch, sequence in stamps]
    notices = [f"stamp:{','.join(some)}" for some in _in_parts(words)]
    if notices:
        connection.execute("SELECT pg_notify(%s, notice) FROM unnest(%s::text[]) notice", [CHANNEL, notices])


def _in_parts(words: Sequence[str]) -> list[Sequence[str]]:
    return [words[at : at + _STAMPS_A_NOTICE] for at in range(0, len(words), _STAMPS_A_NOTICE)]


def write_wrong_codes(connection: Connection, day: date, wrong: Mapping[int, int]) -> Counter[int]:
    """Ghi mã sai: add up by network and learn what other processes have seen."""
    if not wrong:
        return Counter()
    return Counter(dict(connection.execute(_WRONG, [day, list(wrong), list(wrong.values())]).fetchall()))


def write_wrong_epochs(connection: Connection, wrong: Mapping[int, int]) -> dict[int, int]:
    """Ghi mã sai theo kỳ khóa: an epoch bears a million wrong tags in all."""
    if not wrong:
        return {}
    return dict(connection.execute(_WRONG_EPOCH, [list(wrong), list(wrong.values())]).fetchall())


def open_months(connection: Connection, days: Iterable[date]) -> None:
    """Mở tháng: a partition for each month in which something was scanned."""
    for first in sorted({day.replace(day=1) for day in days}):
        connection.execute("SELECT scans_open_month(%s)", [first])
