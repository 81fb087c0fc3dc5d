"""Whether one event answers a query: the standard's meaning of each condition, without a database.

A repository uses it for what it has no index for, and tests use it as the judge of what a repository found.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from epcis.events import Json
from epcis.formats import is_moment
from epcis.queries import Query
from epcis.queryterms import ANY, Condition, Field, Pattern
from epcis.queryvalues import decimal, known_as
from epcis.units import same_unit
from epcis.vocabulary import short

Namespaces = Mapping[str, str]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": operator.eq, "GT": operator.gt, "GE": operator.ge, "LT": operator.lt, "LE": operator.le,
}  # fmt: skip
_EPC_FIELDS = {
    "epc": ("epcList", "childEPCs"),
    "parentID": ("parentID",),
    "inputEPC": ("inputEPCList",),
    "outputEPC": ("outputEPCList",),
    "anyEPC": ("epcList", "childEPCs", "parentID", "inputEPCList", "outputEPCList"),
}
QUANTITY_LISTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_CLASS_FIELDS = {
    "epcClass": ("quantityList", "childQuantityList"),
    "inputEPCClass": ("inputQuantityList",),
    "outputEPCClass": ("outputQuantityList",),
    "anyEPCClass": QUANTITY_LISTS,
}


def matches(query: Query, event: Json, namespaces: Namespaces | None = None) -> bool:
    """Tell whether an event (its JSON object) meets every condition; limits and order are not judged.

    `namespaces` are the prefixes of the document that the event came in.
    """
    known = namespaces or {}
    return all(meets(condition, event, known) for condition in query.conditions)


def meets(condition: Condition, event: Json, namespaces: Namespaces) -> bool:
    """Tell whether an event meets one condition."""
    subject = condition.subject
    if condition.op == "has":
        return False  # an attribute of master data, which an event does not carry: see `epcis.masterdata`
    if subject in _EPC_FIELDS or subject in _CLASS_FIELDS:
        return any(_fits(known_as(found), condition.values) for found in identities(subject, event))
    if subject == "extension":
        return _extension(condition, event, namespaces)
    if subject == "sensor":
        return _sensor(condition, event)
    if subject == "quantity":
        return any(_quantity(condition, element) for element in quantities(event))
    return _plain(condition, event)


def identities(subject: str, event: Json) -> Iterator[str]:
    """What a MATCH parameter looks at in an event: EPCs, or EPC classes, as they came."""
    for name in _EPC_FIELDS.get(subject, ()):
        found = event.get(name)
        yield from [found] if type(found) is str else found or ()
    for name in _CLASS_FIELDS.get(subject, ()):
        yield from (element["epcClass"] for element in event.get(name) or ())


def quantities(event: Json) -> Iterator[Json]:
    """Every quantity element of an event."""
    for name in QUANTITY_LISTS:
        yield from event.get(name) or ()


def _fits(value: str, wanted: Iterable[Any]) -> bool:
    return any(each.fits(value) if isinstance(each, Pattern) else value == each for each in wanted)


def _quantity(condition: Condition, element: Json) -> bool:
    amount = element.get("quantity")
    if amount is None or (condition.of and element.get("uom") != condition.of):
        return False
    return _compares(condition.op, amount, condition.values)


def _compares(op: str, found: Any, wanted: Iterable[Any]) -> bool:
    return any(_COMPARE["EQ" if op == "in" else op](found, each) for each in wanted)


def _plain(condition: Condition, event: Json) -> bool:
    if condition.op == "exists":
        return condition.subject in event
    found = list(values_of(condition.subject, str(condition.of), event))
    if condition.op == "within":
        return any(value == each or value.startswith(each + "/254/") for value in found for each in condition.values)
    if condition.op == "match":
        return any(_fits(value, condition.values) for value in found)
    return any(_compares(condition.op, value, condition.values) for value in found)


def values_of(subject: str, of: str, event: Json) -> Iterator[Any]:
    """The values of a plain subject in an event, in the one spelling that is compared."""
    if subject in ("eventTime", "recordTime"):
        yield from _moments([event.get(subject)])
    elif subject in ("readPoint", "bizLocation"):
        yield from (known_as(event[subject]["id"]) for _ in [0] if event.get(subject))
    elif subject in ("bizStep", "disposition"):
        yield from (short(subject, event[subject]) for _ in [0] if event.get(subject))
    elif subject == "persistentDisposition":
        yield from (short("disposition", word) for word in (event.get(subject) or {}).get(of, ()))
    elif subject in ("bizTransaction", "source", "destination"):
        yield from _related(subject, of, event)
    elif subject in ("errorDeclarationTime", "errorReason", "correctiveEventID"):
        yield from _declared(subject, event.get("errorDeclaration") or {})
    elif subject in event:
        yield known_as(event[subject])


def _related(subject: str, of: str, event: Json) -> Iterator[str]:
    vocabulary = "bizTransaction" if subject == "bizTransaction" else "sourceDest"
    for item in event.get(f"{subject}List") or ():
        if of == ANY or short(vocabulary, item.get("type", "")) == of:
            yield known_as(item[subject])


def _declared(subject: str, declaration: Json) -> Iterator[Any]:
    if subject == "errorDeclarationTime":
        yield from _moments([declaration.get("declarationTime")])
    elif subject == "errorReason":
        yield from (short("reason", declaration["reason"]) for _ in [0] if declaration.get("reason"))
    else:
        yield from declaration.get("correctiveEventIDs") or ()


def _moments(texts: Iterable[Any]) -> Iterator[datetime]:
    for item in texts:
        if type(item) is str and is_moment(item):
            yield datetime.fromisoformat(item).astimezone(UTC)


def _sensor(condition: Condition, event: Json) -> bool:
    what, _, unit = str(condition.of).partition(" ")
    return any(_reported(condition, part[what], part, unit) for part in _sensor_parts(event) if what in part)


def _sensor_parts(event: Json) -> Iterator[Json]:
    for element in event.get("sensorElementList") or ():
        yield element.get("sensorMetadata") or {}
        yield from element.get("sensorReport") or ()


def _reported(condition: Condition, found: Any, part: Json, unit: str) -> bool:
    if condition.of in ("time", "startTime", "endTime"):
        return any(_compares(condition.op, at, condition.values) for at in _moments([found]))
    if unit:
        amount = same_unit(found, part.get("uom", ""), unit)
        return amount is not None and _compares(condition.op, amount, condition.values)
    if type(found) is str:
        found = _sensor_text(str(condition.of), found)
    return _compares(condition.op, found, condition.values)


def _sensor_text(what: str, found: str) -> str:
    if what == "type":
        return short("measurement", found)
    if what == "hexBinaryValue":
        return found.upper()
    return found if what in ("stringValue", "microorganism", "chemicalSubstance") else known_as(found)


def _extension(condition: Condition, event: Json, namespaces: Namespaces) -> bool:
    wanted = condition.of
    assert isinstance(wanted, Field)
    found = list(extension_values(wanted, event, namespaces))
    if condition.op == "exists":
        return bool(found)
    if condition.op == "match":
        return any(type(value) is str and _fits(known_as(value), condition.values) for value in found)
    return any(_agrees(condition.op, value, condition.values) for value in found)


def extension_values(wanted: Field, event: Json, namespaces: Namespaces) -> Iterator[Any]:
    """Every value of a field of an extension in an event; lists are taken apart."""
    for holder in _holders(wanted.scope, event):
        for name, value in holder.items():
            if ":" not in name and "#" not in name:
                continue
            if wanted.inner:
                yield from _below(wanted, value, namespaces)
            elif _called(wanted, name, namespaces):
                yield from _flat(value)


def _holders(scope: str, event: Json) -> Iterator[Json]:
    if scope == "":
        yield event
    elif scope == "SENSORELEMENT":
        yield from event.get("sensorElementList") or ()
    elif scope in ("SENSORMETADATA", "SENSORREPORT"):
        for element in event.get("sensorElementList") or ():
            reports = element.get("sensorReport") or ()
            yield from [element.get("sensorMetadata") or {}] if scope == "SENSORMETADATA" else reports
    else:
        yield event.get({"ILMD": "ilmd", "ERROR_DECLARATION": "errorDeclaration"}.get(scope, scope)) or {}


def _below(wanted: Field, value: Any, namespaces: Namespaces) -> Iterator[Any]:
    """Fields of that name at any depth below; documents are never deeper than the reader lets them be."""
    if type(value) is list:
        for item in value:
            yield from _below(wanted, item, namespaces)
    elif type(value) is dict:
        for name, item in value.items():
            if _called(wanted, name, namespaces):
                yield from _flat(item)
            yield from _below(wanted, item, namespaces)


def _called(wanted: Field, name: str, namespaces: Namespaces) -> bool:
    prefix, _, local = name.partition(":")
    if not wanted.namespace:
        return name == wanted.name
    if local != wanted.name:
        return name == f"{wanted.namespace}/{wanted.name}" or name == f"{wanted.namespace}#{wanted.name}"
    return namespaces.get(prefix, prefix).rstrip("/#") == wanted.namespace


def _flat(value: Any) -> Iterator[Any]:
    if type(value) is list:
        for item in value:
            yield from _flat(item)
    elif type(value) is dict and "@value" in value:
        yield value["@value"]
    else:
        yield value


def _agrees(op: str, found: Any, wanted: Iterable[Any]) -> bool:
    if op == "in":
        return any(_same(found, each) for each in wanted)
    return any(_beyond(op, found, each) for each in wanted)


def _same(found: Any, wanted: Any) -> bool:
    """Texts as they are, or as identifiers; numbers and truth values also when asked for as text."""
    if type(found) is str and type(wanted) is str:
        return found == wanted or known_as(found) == known_as(wanted)
    if type(found) is bool or type(wanted) is bool:
        return str(found).lower() == str(wanted).lower()
    try:
        return decimal(found) == decimal(wanted)
    except ValueError:
        return False


def _beyond(op: str, found: Any, bound: Any) -> bool:
    if isinstance(bound, datetime):
        return any(_COMPARE[op](at, bound) for at in _moments([found]))
    try:
        return _COMPARE[op](decimal(found), bound)
    except ValueError:
        return False
