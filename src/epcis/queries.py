"""SimpleEventQuery (EPCIS 2.0, 8.2.7.1): the parameters of a question, checked and brought to one spelling.

    >>> query = parse_query({"EQ_bizStep": ["https://ref.gs1.org/cbv/BizStep-shipping"]})
    >>> query.conditions[0]
    Condition(name='EQ_bizStep', subject='bizStep', op='in', values=('shipping',), of='')

A query says nothing of tables: `epcis.matching.matches` answers it for one event, a repository in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from epcis.documents import STANDARD_PREFIXES, prefixes
from epcis.errors import EpcisError, Problem, shown
from epcis.queryparameters import CONTROLS, condition
from epcis.queryterms import Asking, Condition, Field, field_named, listed
from epcis.queryvalues import text, whole

MOST_VALUES = 2_000
_BLANK_ZONE = re.compile(r"\A(\d{4}-\d\d-\d\dT[\d:.]+) (\d\d:\d\d)\Z", re.ASCII)
ASC, DESC = "ASC", "DESC"


@dataclass(frozen=True)
class Query:
    """A checked query. `source` is what was asked, ready to be kept as JSON."""

    conditions: tuple[Condition, ...] = ()
    order_by: str | Field = ""
    descending: bool = True
    event_count_limit: int | None = None
    max_event_count: int | None = None
    source: dict[str, Any] = field(default_factory=dict, compare=False)

    def narrowed(self, *conditions: Condition) -> Query:
        """The same question with further conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))


def parse_query(source: Any, *, namespaces: Mapping[str, str] | None = None) -> Query:
    """Read a query given as JSON: an object of parameters, with a `@context` where it uses prefixes of its own.

    Lists may be given as one bare value, single values as a list of one.

    Raises:
        EpcisError: codes `parameter` (no such parameter), `value`, `conflict`, `complex`, `type`; one problem per fault.
    """
    if type(source) is not dict:
        raise EpcisError([Problem("", "type", "A query is an object of parameters.")])
    known = {**STANDARD_PREFIXES, **(namespaces or {}), **prefixes(source.get("@context"))}
    asking = Asking(known)
    conditions = tuple(_conditions(source, asking))
    _refuse_if_wide(source, asking)
    controls = _controls(source, asking)
    if asking.problems:
        raise EpcisError(asking.problems)
    return Query(conditions, **controls, source=source)


def parse_query_string(pairs: Iterable[tuple[str, str]], *, namespaces: Mapping[str, str] | None = None) -> Query:
    """Read a query given as name and text of a query string: lists parted by `|`, or the name repeated.

    A plus that was not written %2B has come as a blank; in a date and time nothing else can stand there.

    Raises:
        EpcisError: as `parse_query`.
    """
    source: dict[str, Any] = {}
    for name, given in pairs:
        source.setdefault(name, []).extend(_BLANK_ZONE.sub(r"\1+\2", value) for value in given.split("|"))
    return parse_query(source, namespaces=namespaces)


def _conditions(source: Mapping[str, Any], asking: Asking) -> Iterable[Condition]:
    for name, given in source.items():
        if name == "@context" or name in CONTROLS:
            continue
        found = condition(name, given, asking)
        if found is not None:
            yield found


def _refuse_if_wide(source: Mapping[str, Any], asking: Asking) -> None:
    values = sum(len(listed(given)) for name, given in source.items() if name != "@context")
    if values > MOST_VALUES:
        asking.fault("", "complex", f"The query names {values} values; at most {MOST_VALUES} are taken.")


def _controls(source: Mapping[str, Any], asking: Asking) -> dict[str, Any]:
    limit = asking.one("eventCountLimit", source["eventCountLimit"], whole) if "eventCountLimit" in source else None
    most = asking.one("maxEventCount", source["maxEventCount"], whole) if "maxEventCount" in source else None
    if "eventCountLimit" in source and "maxEventCount" in source:
        asking.fault("eventCountLimit", "conflict", "eventCountLimit and maxEventCount exclude each other.")
    if "eventCountLimit" in source and "orderBy" not in source:
        asking.fault(
            "eventCountLimit", "conflict", "eventCountLimit needs orderBy: only an order says which come first."
        )
    return {
        "order_by": _order(source, asking), "descending": _descending(source, asking),
        "event_count_limit": limit, "max_event_count": most,
    }  # fmt: skip


def _order(source: Mapping[str, Any], asking: Asking) -> str | Field:
    if "orderBy" not in source:
        return ""
    name = asking.one("orderBy", source["orderBy"], text)
    if name in (None, "eventTime", "recordTime"):
        return name or ""
    found = field_named(name, asking)
    if found is None:
        asking.fault("orderBy", "value", "orderBy is eventTime, recordTime, or a field of an extension (prefix:name).")
    return found or ""


def _descending(source: Mapping[str, Any], asking: Asking) -> bool:
    if "orderDirection" not in source:
        return True
    direction = asking.one("orderDirection", source["orderDirection"], text)
    if direction not in (None, ASC, DESC):
        asking.fault("orderDirection", "value", f"orderDirection is ASC or DESC, not {shown(direction)}.")
    return bool(direction != ASC)
