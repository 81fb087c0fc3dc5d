"""Master data asked: what holds of it for somebody, and conditions on it turned into conditions on ids.

Of each element a party's last word holds. Who sees a party's events sees its master data, and nobody else's counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from django.db import connection

from epcis.masterdata import Element, known_by, may_stand_in, with_descendants
from epcis.queries import Query
from epcis.queryterms import Condition

from ..models import Party
from ..rules.marks import hash64
from ..rules.masterdata import asked_marks
from .horizons import Horizon, horizon_now

# How many elements a condition may stand for, and how deep places may lie in each other.
MOST, DEEPEST = 10_000, 20
_MOST_OF_A_PARTY = 1_000_000


class TooComplex(Exception):
    """The answer cannot be found by looking at a bounded number of events."""


# What `n` may be newer than `e`; the same vocabulary in another spelling is another.
_LAST = """
SELECT e.vocabulary, e.said, e.key, e.attributes::text, e.children::text, e.own::text FROM traces_element e
WHERE {where} AND (%(seen)s::int[] IS NULL OR e.party_id = ANY(%(seen)s::int[])) AND {visible} AND NOT EXISTS (
    SELECT 1 FROM traces_element n WHERE n.key_hash = e.key_hash AND n.party_id = e.party_id AND n.id > e.id
        AND n.vocabulary = e.vocabulary AND n.key = e.key AND {newer}
) ORDER BY e.id LIMIT %(most)s
"""
_VISIBLE = "(pg_visible_in_snapshot({0}.tx, %(snapshot)s::pg_snapshot) OR {0}.tx = pg_current_xact_id_if_assigned())"


def _holding(
    where: str, values: Mapping[str, Any], seen: Sequence[int] | None, horizon: Horizon | None = None, most: int = 0
) -> list[Element]:
    """Elements that hold, of these parties, as far as the horizon sees; TooComplex where there are too many."""
    most = most or MOST
    given: dict[str, Any] = {**values, "seen": None if seen is None else list(seen), "most": most + 1}
    visible = newer = "true"
    if horizon is not None:
        visible, newer = _VISIBLE.format("e"), _VISIBLE.format("n")
        given["snapshot"] = horizon.snapshot
    with connection.cursor() as cursor:
        cursor.execute(_LAST.format(where=where, visible=visible, newer=newer), given)
        found = [_element(*row) for row in cursor.fetchall()]
    if len(found) > most:
        raise TooComplex
    return found


def _element(vocabulary: str, said: str, key: str, attributes: str, children: str, own: str) -> Element:
    return Element(vocabulary, said, key, _pairs(attributes), tuple(orjson.loads(children)), _pairs(own))


def _pairs(text: str) -> tuple[tuple[str, Any], ...]:
    return tuple((name, value) for name, value in orjson.loads(text))


def said_last(party: Party, keys: Sequence[str]) -> dict[tuple[str, str], Element]:
    """The party's last words on these ids, by kind of vocabulary and id."""
    where, values = "e.key_hash = ANY(%(keys)s::bigint[])", {"keys": [hash64(key) for key in keys]}
    return {
        (element.kind, element.key): element for element in _holding(where, values, [party.pk], most=_MOST_OF_A_PARTY)
    }


def elements_of(party: Party) -> list[Element]:
    """Everything that holds of what a party has said."""
    return _holding("true", {}, [party.pk], most=_MOST_OF_A_PARTY)


def needs_master_data(query: Query) -> bool:
    return any(condition.op in _RESOLVERS for condition in query.conditions)


def horizon_for(query: Query, horizon: Horizon | None) -> Horizon | None:
    """A first page whose condition is on master data takes its snapshot before it asks for those."""
    return horizon_now() if horizon is None and needs_master_data(query) else horizon


def by_ids(query: Query, seen: Sequence[int] | None, horizon: Horizon | None) -> Iterable[Condition]:
    """The query's conditions, those on master data turned into conditions on the ids they stand for."""
    for condition in query.conditions:
        resolve = _RESOLVERS.get(condition.op)
        yield resolve(condition, seen, horizon) if resolve else condition


def _known(condition: Condition, seen: Sequence[int] | None, horizon: Horizon | None) -> Condition:
    where, values = "e.marks && %(marks)s::bigint[]", {"marks": asked_marks(condition)}
    return known_by(condition, _holding(where, values, seen, horizon))


def _descended(condition: Condition, seen: Sequence[int] | None, horizon: Horizon | None) -> Condition:
    """Level by level: what lies in what, as the elements' children say."""
    children: dict[str, list[str]] = {}
    level = list(condition.values)
    for _ in range(DEEPEST):
        where, values = "e.key_hash = ANY(%(keys)s::bigint[])", {"keys": [hash64(key) for key in level]}
        found = [e for e in _holding(where, values, seen, horizon) if may_stand_in(e.kind, condition)]
        for element in found:
            children.setdefault(element.key, []).extend(element.children)
        level = list({child for element in found for child in element.children} - children.keys())
        if not level:
            break
        if len(level) > MOST:
            raise TooComplex
    return with_descendants(condition, children)


_RESOLVERS = {"has": _known, "within": _descended}
