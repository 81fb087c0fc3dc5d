"""From a SimpleEventQuery to SQL: what has a column or a mark becomes a condition, the rest is judged on the event.

SQL may let a little too much through (two values may share a mark); `epcis.matching` has the last word on whatever is
compared by mark, so an answer never depends on a hash.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from epcis.queries import Query
from epcis.queryterms import ANY, Condition, Field, Pattern

from ..models import Party
from ..rules.marks import SALTS, family_of, hash64, mark, pair_mark, pattern_mark
from ..rules.positions import first_of, month_of
from ..rules.rows import ACTIONS, KINDS, key_of
from .horizons import Horizon
from .masterdata import by_ids

_MARKED = {
    "epc": ("epc",), "parentID": ("parentID",), "inputEPC": ("inputEPC",), "outputEPC": ("outputEPC",),
    "anyEPC": ("epc", "parentID", "inputEPC", "outputEPC"),
    "epcClass": ("epcClass",), "inputEPCClass": ("inputEPCClass",), "outputEPCClass": ("outputEPCClass",),
    "anyEPCClass": ("epcClass", "inputEPCClass", "outputEPCClass"),
    "bizStep": ("bizStep",), "disposition": ("disposition",), "readPoint": ("readPoint",),
    "bizLocation": ("bizLocation",), "transformationID": ("transformationID",), "errorReason": ("reason",),
    "correctiveEventID": ("correctiveEventID",),
}  # fmt: skip
_OPS = {"GE": ">=", "LT": "<"}


@dataclass
class Compiled:
    """`singling` conditions come first and by index, `others` after; `judged` is what the event itself must tell."""

    singling: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    judged: list[Condition] = field(default_factory=list)
    # Whether SQL alone decides nearly everything, so that a page is filled at the first try.
    exact: bool = True

    def bind(self, value: Any) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def compiled(query: Query, seen: Sequence[int] | None, horizon: Horizon | None = None) -> Compiled:
    """The query as SQL over `traces_event e`, for somebody who sees these parties' events (None: everyone's).

    Master data count as the horizon saw them, or as they are.
    """
    out = Compiled()
    if seen is not None:
        out.others.append(f"e.party_id = ANY({out.bind(list(seen))}::int[])")
    for condition in by_ids(query, seen, horizon):
        _compile(condition, seen, out)
    return out


def _compile(condition: Condition, seen: Sequence[int] | None, out: Compiled) -> None:
    subject = condition.subject
    if subject in _COLUMNS:
        _COLUMNS[subject](condition, out)
    elif subject == "eventID":
        _by_id(condition, seen, out)
    else:
        out.judged.append(condition)
        marks = _marks_of(condition)
        if marks is None:
            out.exact = False
        else:
            where = out.others if is_common(marks) else out.singling
            where.append(_among(marks, out))


_COMMON_SECONDS = 300.0
_COMMON_SHARE, _COMMON_ROWS = 0.001, 2_000
_common: tuple[float, dict[int, tuple[float, float]]] = (float("-inf"), {})


def is_common(marks: Sequence[int]) -> bool:
    """Whether so many events carry one of these that a page of them is found soonest by walking.

    All others go through their index first: for a LIMIT the planner would rather walk, and a rare mark, or one that
    nothing carries, is then looked for in every event there is (390 ms instead of 0.02 at a million, measured). Many marks
    that are rare one by one may together stand for most events, as all places of a province do.
    """
    known = _known_marks()
    found = [known[mark] for mark in set(marks) if mark in known]
    share, rows = (sum(each[i] for each in found) for i in (0, 1))
    return share > _COMMON_SHARE and rows > _COMMON_ROWS


def _known_marks() -> dict[int, tuple[float, float]]:
    """By the database's statistics: of the marks that it knows to be frequent, the share and the number of events."""
    global _common
    now = time.monotonic()
    if now - _common[0] > _COMMON_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(_MOST_COMMON)
            _common = (now, {mark: (share, rows) for mark, share, rows in cursor.fetchall()})
    return _common[1]


# Of the month in which it is most frequent; what a month has little of is not worth knowing.
_MOST_COMMON = r"""
SELECT DISTINCT ON (m.mark) m.mark, m.share, m.share * c.reltuples AS rows
FROM pg_stats s JOIN pg_class c ON c.relname = s.tablename,
    unnest(s.most_common_elems::text::bigint[], s.most_common_elem_freqs[:cardinality(s.most_common_elems::text::bigint[])])
        AS m (mark, share)
WHERE s.tablename LIKE 'traces\_event\_%' AND s.attname = 'marks' AND m.share * c.reltuples > 20
ORDER BY m.mark, rows DESC
"""


def _among(marks: Sequence[int], out: Compiled) -> str:
    operator = "@>" if len(marks) == 1 else "&&"
    return f"e.marks {operator} {out.bind(list(marks))}::bigint[]"


def _marks_of(condition: Condition) -> list[int] | None:
    """Marks of which an event that meets the condition has at least one; None when marks cannot tell."""
    subject, op, values, of = condition.subject, condition.op, condition.values, condition.of
    if subject in _MARKED and op in ("in", "match"):
        return _field_marks(_MARKED[subject], values)
    if subject in ("bizTransaction", "source", "destination") and of != ANY:
        return [pair_mark(subject, str(of), value) for value in values]
    if subject == "persistentDisposition":
        return [mark(str(of), value) for value in values]
    if subject == "sensor" and of == "type":
        return [mark("sensor", value) for value in values]
    if isinstance(of, Field):
        return _extension_marks(of)
    return None


def _field_marks(fields: Sequence[str], values: Sequence[str | Pattern]) -> list[int] | None:
    found: list[int] = []
    for value in values:
        pattern = Pattern((), frozenset((value,))) if isinstance(value, str) else value
        if any(family_of(start + "/0") != start for start in pattern.starts):
            return None  # a whole company's keys: no mark is that wide
        found += [pattern_mark(each, start) for start in pattern.starts for each in fields]
        found += [mark(each, key) for key in {*pattern.whole, *pattern.starts} for each in fields]
    return found


def _extension_marks(wanted: Field) -> list[int] | None:
    """That the field is there at all; how its namespace ends is not the asker's to know."""
    if wanted.inner or not wanted.namespace or wanted.scope not in ("", "ILMD"):
        return None
    lead = "ilmd " if wanted.scope else ""
    names = [f"{lead}{wanted.namespace}{end}{wanted.name}" for end in ("/", "#", "")]
    return [hash64(name) ^ SALTS["exists"] for name in names]


def _kinds(condition: Condition, out: Compiled) -> None:
    known = [KINDS[value] for value in condition.values if value in KINDS]
    own = [mark("type", value) for value in condition.values if value not in KINDS]
    parts = [f"e.kind = ANY({out.bind(known)}::smallint[])"] if known else []
    if own:
        parts.append(f"(e.kind = 0 AND e.marks && {out.bind(own)}::bigint[])")
        out.judged.append(condition)
    out.others.append(f"({' OR '.join(parts)})")


def _actions(condition: Condition, out: Compiled) -> None:
    out.others.append(f"e.action = ANY({out.bind([ACTIONS[value] for value in condition.values])}::smallint[])")


def _event_time(condition: Condition, out: Compiled) -> None:
    out.others.append(f"e.event_time {_OPS[condition.op]} {out.bind(condition.values[0])}")


def _record_time(condition: Condition, out: Compiled) -> None:
    """The month of recording names the partitions."""
    moment = condition.values[0]
    out.others.append(f"e.record_time {_OPS[condition.op]} {out.bind(moment)}")
    if condition.op == "GE":
        out.others.append(f"e.position >= {out.bind(first_of(month_of(moment)))}")
    else:
        out.others.append(f"e.position < {out.bind(first_of(month_of(moment) + 1))}")


def _declared(condition: Condition, out: Compiled) -> None:
    out.others.append(f"e.declared_at {_OPS[condition.op]} {out.bind(condition.values[0])}")


def _is_declared(condition: Condition, out: Compiled) -> None:
    out.others.append("e.declared_at IS NOT NULL")


_COLUMNS = {
    "type": _kinds, "action": _actions, "eventTime": _event_time, "recordTime": _record_time,
    "errorDeclarationTime": _declared, "errorDeclaration": _is_declared,
}  # fmt: skip


def _by_id(condition: Condition, seen: Sequence[int] | None, out: Compiled) -> None:
    """An id is known per party, so that nobody can occupy another's; hence one key for each that is seen."""
    parties = Party.objects.values_list("pk", flat=True) if seen is None else seen
    keys = [key_of(party, value) for party in parties for value in condition.values]
    out.singling.append(
        f"e.position = ANY(ARRAY(SELECT position FROM traces_identity WHERE key = ANY({out.bind(keys)}::uuid[])))"
    )
