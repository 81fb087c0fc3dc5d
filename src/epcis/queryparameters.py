"""The names of SimpleEventQuery's parameters, fixed and built, and how each becomes a condition."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from epcis.errors import shown
from epcis.identifiers import SCHEMES, to_link
from epcis.masterdata import same_name, written_out
from epcis.queryterms import Asking, Attribute, Condition, Field, Pattern, field_named, number_or_moment
from epcis.queryvalues import (
    Reader,
    action,
    decimal,
    event_type,
    hex_binary,
    identified,
    moment,
    text,
    truth,
    uri,
    word_of,
)
from epcis.vocabulary import short
from gs1.keys import Gs1Error

CONTROLS = frozenset({"orderBy", "orderDirection", "eventCountLimit", "maxEventCount"})


class Fixed(NamedTuple):
    """A parameter with a fixed name: what it looks at, how it compares, how a value is read, whether many are taken."""

    subject: str
    op: str
    reader: Reader
    many: bool = True


def identity(item: Any) -> str | Pattern:
    """What MATCH parameters take: an identifier, or a pattern of EPCs that ends in asterisks."""
    value = uri(item) if not (type(item) is str and item.startswith("urn:epc:idpat:")) else item
    if value.startswith("urn:epc:idpat:"):
        return _pattern(value)
    return identified(value)


_PATTERN = re.compile(r"urn:epc:idpat:([a-z]+):(?:([0-9]{6,12})|\*)\.(.+)")


def _pattern(value: str) -> str | Pattern:
    """Patterns become the beginnings of canonical links; one without an asterisk is an identifier."""
    match = _PATTERN.fullmatch(value)
    if match is None or f"id:{match[1]}" not in SCHEMES:
        raise ValueError(f"{shown(value)} is no pattern of EPCs")
    scheme, rest = SCHEMES[f"id:{match[1]}"], match[3].split(".")
    stars = [part == "*" for part in (match[2] or "*", *rest)]
    if not any(stars):
        return identified(value.replace(":idpat:", ":id:"))
    if sorted(stars) != stars:
        raise ValueError(f"{shown(value)}: whatever follows an asterisk is an asterisk, too")
    stem = f"https://id.gs1.org/{scheme.ai}/"
    if stars[0]:
        return Pattern((stem,))
    if stars[1]:
        lead = "0123456789" if scheme.leads or match[1] == "sscc" else ("0",) if scheme.ai == "8003" else ("",)
        return Pattern(tuple(f"{stem}{digit}{match[2]}" for digit in lead))
    return Pattern((_whole_key(match[1], value, match[2], rest),))


def _whole_key(kind: str, value: str, prefix: str, rest: list[str]) -> str:
    """The key without its serial; its link is made with a serial that is then cut off."""
    serials = ".01.01.0" if kind == "itip" else ".0"
    try:
        link = to_link(f"urn:epc:id:{kind}:{prefix}.{rest[0]}{serials}")
    except Gs1Error as error:
        raise ValueError(f"{shown(value)}: {error}") from error
    scheme = SCHEMES[f"id:{kind}"]
    if kind == "itip":
        return link.partition("/21/")[0][:-4]
    return link.partition(f"/{scheme.serial}/")[0] if scheme.serial else link.removesuffix("0")


_BIZ_STEP, _DISPOSITION = word_of("bizStep"), word_of("disposition")

FIXED: dict[str, Fixed] = {
    "eventType": Fixed("type", "in", event_type),
    "EQ_action": Fixed("action", "in", action),
    "EQ_bizStep": Fixed("bizStep", "in", _BIZ_STEP),
    "EQ_disposition": Fixed("disposition", "in", _DISPOSITION),
    "EQ_persistentDisposition_set": Fixed("persistentDisposition", "in", _DISPOSITION),
    "EQ_persistentDisposition_unset": Fixed("persistentDisposition", "in", _DISPOSITION),
    "EQ_readPoint": Fixed("readPoint", "in", identified),
    "WD_readPoint": Fixed("readPoint", "within", identified),
    "EQ_bizLocation": Fixed("bizLocation", "in", identified),
    "WD_bizLocation": Fixed("bizLocation", "within", identified),
    "EQ_transformationID": Fixed("transformationID", "in", identified),
    "EQ_eventID": Fixed("eventID", "in", uri),
    "EXISTS_errorDeclaration": Fixed("errorDeclaration", "exists", truth, many=False),
    "EQ_errorReason": Fixed("errorReason", "in", word_of("reason")),
    "EQ_correctiveEventID": Fixed("correctiveEventID", "in", uri),
    "EXISTS_sensorElementList": Fixed("sensorElementList", "exists", truth, many=False),
    "EQ_type": Fixed("sensor", "in", word_of("measurement")),
    "EQ_deviceID": Fixed("sensor", "in", identified),
    "EQ_dataProcessingMethod": Fixed("sensor", "in", identified),
    "EQ_bizRules": Fixed("sensor", "in", identified),
    "EQ_microorganism": Fixed("sensor", "in", uri),
    "EQ_chemicalSubstance": Fixed("sensor", "in", uri),
    "EQ_uriValue": Fixed("sensor", "in", identified),
    "EQ_stringValue": Fixed("sensor", "in", text),
    "EQ_hexBinaryValue": Fixed("sensor", "in", hex_binary),
    "EQ_booleanValue": Fixed("sensor", "in", truth, many=False),
    **{
        f"MATCH_{what}": Fixed(what, "match", identity)
        for what in (
            "epc", "parentID", "inputEPC", "outputEPC", "anyEPC", "epcClass", "inputEPCClass", "outputEPCClass",
            "anyEPCClass",
        )
    },
}  # fmt: skip
for _op in ("GE", "LT"):
    for _time in ("eventTime", "recordTime", "errorDeclarationTime"):
        FIXED[f"{_op}_{_time}"] = Fixed(_time, _op, moment, many=False)
    FIXED[f"{_op}_errorDeclaration_Time"] = FIXED[f"{_op}_errorDeclarationTime"]  # as the query schema spells it
    for _time in ("time", "startTime", "endTime"):
        FIXED[f"{_op}_{_time}"] = Fixed("sensor", _op, moment, many=False)
for _op in ("EQ", "GT", "GE", "LT", "LE"):
    FIXED[f"{_op}_quantity"] = Fixed("quantity", _op, decimal, many=_op == "EQ")
    FIXED[f"{_op}_percRank"] = Fixed("sensor", _op, decimal, many=_op == "EQ")

_SCOPES = "ILMD|ERROR_DECLARATION|readPoint|bizLocation|SENSORELEMENT|SENSORMETADATA|SENSORREPORT"
_TRANSACTION = re.compile(r"EQ_(bizTransaction|source|destination)_(.+)")
_MEASURE = re.compile(
    r"(EQ|GT|GE|LT|LE)_(quantity|value|minValue|maxValue|meanValue|sDev|percValue)_([A-Z0-9]{2,4})", re.ASCII
)
_ATTRIBUTE = re.compile(r"(HASATTR|EQ_?ATTR)_(.+)")
_EXTENSION = re.compile(rf"(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?(?:({_SCOPES})_)?(.+)")


def condition(name: str, given: Any, asking: Asking) -> Condition | None:
    """The condition that a parameter sets; None when it is faulty, or says nothing (`EXISTS_…` false)."""
    if name in FIXED:
        return _fixed(name, FIXED[name], given, asking)
    for pattern, build in _FAMILIES:
        match = pattern.fullmatch(name)
        found = build(name, match, given, asking) if match else None
        if found is not None:
            return found if found.op != "exists" or found.values[0] else None
    if not asking.faulted(name):
        asking.fault(name, "parameter", f"There is no parameter {shown(name)}.")
    return None


def _fixed(name: str, fixed: Fixed, given: Any, asking: Asking) -> Condition | None:
    if fixed.many:
        values = asking.each(name, given, fixed.reader)
    else:
        value = asking.one(name, given, fixed.reader)
        values = () if value is None else (value,)
    if not values or (fixed.op == "exists" and not values[0]):
        return None
    return Condition(name, fixed.subject, fixed.op, values, _narrowing(name, fixed))


def _narrowing(name: str, fixed: Fixed) -> str:
    """The attribute of a sensor, or the half of a persistent disposition, stands in the name."""
    if fixed.subject in ("sensor", "persistentDisposition"):
        return name.rpartition("_")[2]
    return ""


def _transaction(name: str, match: re.Match[str], given: Any, asking: Asking) -> Condition | None:
    subject, kind = match[1], match[2]
    vocabulary = "bizTransaction" if subject == "bizTransaction" else "sourceDest"
    values = asking.each(name, given, identified)
    return Condition(name, subject, "in", values, short(vocabulary, kind)) if values else None


def _measure(name: str, match: re.Match[str], given: Any, asking: Asking) -> Condition | None:
    op, what, unit = match.groups()
    values = asking.each(name, given, decimal)
    if op != "EQ" and len(values) > 1:
        asking.fault(name, "value", f"{name} takes one value, not {len(values)}.")
        return None
    if what == "quantity":
        return Condition(name, "quantity", op, values, unit) if values else None
    return Condition(name, "sensor", op, values, f"{what} {unit}") if values else None


def _attribute(name: str, match: re.Match[str], given: Any, asking: Asking) -> Condition | None:
    """Attributes of master data (`epcis.masterdata`): which ones an element has, or the value of one."""
    listing = match[1] == "HASATTR"
    halves = [(match[2], "")] if listing else _halves(match[2])
    called, attribute = next((half for half in halves if _has_elements(half[0], asking)), ("", ""))
    if not called:
        return None
    field = None if called in SUBJECTS else field_named(called, asking)
    wanted = Attribute(same_name(written_out(attribute, asking.namespaces)) if attribute else "", field)
    values = asking.each(name, given, text if listing else _plain)
    if listing:
        values = tuple(same_name(written_out(value, asking.namespaces)) for value in values)
    return Condition(name, SUBJECTS.get(called, "extension"), "has", values, wanted) if values else None


def _has_elements(called: str, asking: Asking) -> bool:
    return called in SUBJECTS or field_named(called, asking) is not None


def _halves(text: str) -> list[tuple[str, str]]:
    """Where field and attribute may part: names of extensions may have underscores of their own, prefixes hardly."""
    parts = text.split("_")
    found = [("_".join(parts[:i]), "_".join(parts[i:])) for i in range(1, len(parts)) if parts[i]]
    return sorted(found, key=lambda half: "_" in half[1].partition(":")[0] and ":" in half[1])


# Fields whose values may have master data, as events and as MATCH parameters call them.
SUBJECTS: dict[str, str] = {
    **{name: name for name in ("readPoint", "bizLocation", "bizStep", "disposition")},
    **{name: field for field in ("bizTransaction", "source", "destination") for name in (field, f"{field}List")},
    **{name.removeprefix("MATCH_"): fixed.subject for name, fixed in FIXED.items() if name.startswith("MATCH_")},
    "epcList": "epc", "childEPCs": "epc", "inputEPCList": "inputEPC", "outputEPCList": "outputEPC",
    "quantityList": "epcClass", "childQuantityList": "epcClass", "inputQuantityList": "inputEPCClass",
    "outputQuantityList": "outputEPCClass",
}  # fmt: skip


def _extension(name: str, match: re.Match[str], given: Any, asking: Asking) -> Condition | None:
    op, inner, scope, called = match.groups()
    found = field_named(called, asking, scope or "", bool(inner))
    if found is None:
        return None
    return _EXTENSION_OPS.get(op, _bounded)(name, op, found, given, asking)


def _exists(name: str, op: str, found: Field, given: Any, asking: Asking) -> Condition | None:
    value = asking.one(name, given, truth)
    return None if value is None else Condition(name, "extension", "exists", (value,), found)


def _equal(name: str, op: str, found: Field, given: Any, asking: Asking) -> Condition | None:
    values = asking.each(name, given, _plain)
    return Condition(name, "extension", "in", values, found) if values else None


def _bounded(name: str, op: str, found: Field, given: Any, asking: Asking) -> Condition | None:
    value = asking.one(name, given, number_or_moment)
    return None if value is None else Condition(name, "extension", op, (value,), found)


def _plain(item: Any) -> Any:
    if type(item) not in (str, int, float, bool):
        raise ValueError(f"{shown(item)} is neither text nor a number")
    return item


_EXTENSION_OPS: dict[str, Callable[[str, str, Field, Any, Asking], Condition | None]] = {
    "EXISTS": _exists,
    "EQ": _equal,
}
_FAMILIES: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str], Any, Asking], Condition | None]], ...] = (
    (_TRANSACTION, _transaction),
    (_MEASURE, _measure),
    (_ATTRIBUTE, _attribute),
    (_EXTENSION, _extension),
)
