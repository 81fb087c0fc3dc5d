"""The grammar of EPCIS 2.0 documents in JSON, as the official schema (GS1, 2023-05) has it with formats on.

Three things go beyond the schema: EPC URNs and links on id.gs1.org must be well formed, the CBV words are also
accepted as their URNs, and moments must exist in the calendar.
"""

from __future__ import annotations

from typing import Any

from epcis.errors import Place, Report, shown
from epcis.formats import is_uri
from epcis.limits import refuse_depth
from epcis.shapes import (
    Check,
    boolean,
    cbv,
    hexadecimal,
    list_of,
    moment,
    number,
    offset,
    one_of,
    plain_uri,
    shape,
    text,
    unit,
    uri,
    version,
    web_voc,
)  # fmt: skip


def _one_or_many(item: Check) -> Check:
    many = list_of(item)

    def check(value: Any, at: Place, out: Report) -> None:
        (many if type(value) is list else item)(value, at, out)

    return check


_epcs = list_of(uri, unique=True)
_ids = list_of(uri)
_quantity = shape({"epcClass": uri, "quantity": number, "uom": unit}, ("epcClass",), "none")
_quantities = list_of(_quantity)
_place = shape({"id": uri}, ("id",), "any")
_transaction = shape({"type": cbv("bizTransaction"), "bizTransaction": uri}, ("bizTransaction",), "none")
_source = shape({"type": cbv("sourceDest"), "source": uri}, ("type", "source"), "none")
_destination = shape({"type": cbv("sourceDest"), "destination": uri}, ("type", "destination"), "none")
_dispositions = list_of(cbv("disposition"), least=1, unique=True)
_device = {"deviceID": uri, "deviceMetadata": uri, "rawData": uri, "dataProcessingMethod": uri, "bizRules": uri}
_metadata = shape({"time": moment, "startTime": moment, "endTime": moment, **_device})
_numbers = ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue")
_sensor_report = shape(
    {
        "type": web_voc("measurement"), "exception": web_voc("alert"), "time": moment, **_device,
        "microorganism": uri, "chemicalSubstance": uri, "coordinateReferenceSystem": uri,
        "component": cbv("component"), "stringValue": text, "booleanValue": boolean, "hexBinaryValue": hexadecimal,
        "uriValue": uri, "uom": text, **dict.fromkeys(_numbers, number),
    },
    ("type",),
)  # fmt: skip
_sensor = shape({"sensorMetadata": _metadata, "sensorReport": list_of(_sensor_report, least=1)}, ("sensorReport",))
_error = shape({"declarationTime": moment, "reason": cbv("reason"), "correctiveEventIDs": _ids}, ("declarationTime",))
_persistent = shape({"set": _dispositions, "unset": _dispositions}, (), "none")


def _persistent_disposition(value: Any, at: Place, out: Report) -> None:
    _persistent(value, at, out)
    if type(value) is dict and not value.keys() & {"set", "unset"}:
        out.add(at, "required", "A persistent disposition sets or unsets something.")


def context(value: Any, at: Place, out: Report) -> None:
    """The JSON-LD context: a URI, an object, or a list of both without repeats."""
    if type(value) is dict or type(value) is list:
        refuse_depth(value, at, out)
    for i, entry in enumerate(value if type(value) is list else [value]):
        if type(entry) is not dict and not (type(entry) is str and is_uri(entry)):
            out.add((at, i) if type(value) is list else at, "context", "A context is a URI or an object of prefixes.")
    if type(value) is list and any(entry in value[:i] for i, entry in enumerate(value[:100])):
        out.add(at, "repeated", "An entry of the context stands there twice.")


_COMMON: dict[str, Check] = {
    "@context": context, "type": text, "eventTime": moment, "recordTime": moment, "eventTimeZoneOffset": offset,
    "eventID": uri, "certificationInfo": _one_or_many(uri), "errorDeclaration": _error,
}  # fmt: skip
_BUSINESS: dict[str, Check] = {
    "bizStep": cbv("bizStep"), "disposition": cbv("disposition"), "readPoint": _place, "bizLocation": _place,
    "bizTransactionList": list_of(_transaction), "sourceList": list_of(_source),
    "destinationList": list_of(_destination), "sensorElementList": list_of(_sensor),
}  # fmt: skip
_ACTION: dict[str, Check] = {"action": one_of("OBSERVE", "ADD", "DELETE")}
_CHILDREN: dict[str, Check] = {"parentID": uri, "childEPCs": _ids, "childQuantityList": _quantities}
_LASTING: dict[str, Check] = {"persistentDisposition": _persistent_disposition, "ilmd": shape({})}
_TIMES = ("eventTime", "eventTimeZoneOffset")

SHAPES: dict[str, Check] = {
    "ObjectEvent": shape(
        {**_COMMON, **_BUSINESS, **_ACTION, **_LASTING, "epcList": _epcs, "quantityList": _quantities},
        (*_TIMES, "action"),
    ),
    "AggregationEvent": shape({**_COMMON, **_BUSINESS, **_ACTION, **_CHILDREN}, (*_TIMES, "action")),
    "TransactionEvent": shape(
        {
            **_COMMON, **_BUSINESS, **_ACTION, "bizTransactionList": list_of(_transaction, least=1),
            "parentID": uri, "epcList": _ids, "quantityList": _quantities,
        },
        (*_TIMES, "action", "bizTransactionList"),
    ),
    "TransformationEvent": shape(
        {
            **_COMMON, **_BUSINESS, **_LASTING, "inputEPCList": _epcs, "inputQuantityList": _quantities,
            "outputEPCList": _epcs, "outputQuantityList": _quantities, "transformationID": uri,
        },
        _TIMES,
    ),
    "AssociationEvent": shape({**_COMMON, **_BUSINESS, **_ACTION, **_CHILDREN}, (*_TIMES, "action", "parentID")),
}  # fmt: skip
_EXTENDED = shape(_COMMON, _TIMES, "any")


_FIELDS: dict[str, Check] = {
    **_BUSINESS, **_ACTION, **_CHILDREN, **_LASTING, "epcList": _ids, "quantityList": _quantities,
    "inputEPCList": _ids, "inputQuantityList": _quantities, "outputEPCList": _ids, "outputQuantityList": _quantities,
    "transformationID": uri,
}  # fmt: skip


def misfits(event: dict[str, Any]) -> frozenset[str]:
    """Name the fields of an event of somebody's own type that do not look as their namesakes in the standard.

    Nothing forbids them; but what reads fields by their names has to take these for extensions.
    """
    if event["type"] in SHAPES:
        return frozenset()
    out = Report(keys=False)
    for name, check in _FIELDS.items():
        if name in event:
            check(event[name], (None, name), out)
    return frozenset(problem.path.split("/")[1] for problem in out.problems)


def event(value: Any, at: Place, out: Report) -> None:
    """One event of any type; an unknown type must be a URI of its owner and keep the common fields."""
    kind = value.get("type") if type(value) is dict else None
    if type(value) is not dict:
        out.add(at, "type", "An event must be an object.")
    elif type(kind) is not str:
        out.add((at, "type"), "required", "An event must say its type.")
    elif kind in SHAPES:
        SHAPES[kind](value, at, out)
        _WHOLES[kind](value, at, out)
    else:
        if not is_uri(kind):
            out.add((at, "type"), "value", f"{shown(kind)} is neither an EPCIS event type nor a URI of your own.")
        _EXTENDED(value, at, out)


def _any(value: dict[str, Any], *names: str) -> bool:
    return any(type(value.get(name)) is list and value[name] for name in names)


def _object(value: dict[str, Any], at: Place, out: Report) -> None:
    sensed = _any(value, "sensorElementList") and "readPoint" in value
    if not ("epcList" in value or _any(value, "quantityList") or sensed):
        out.add(at, "what", "An object event names EPCs, quantities, or sensor data with its read point.")
    if "ilmd" in value and value.get("action") != "ADD":
        out.add((at, "ilmd"), "ilmd", "Master data of an instance or lot comes only with the action ADD.")


def _family(value: dict[str, Any], at: Place, out: Report) -> None:
    if value.get("action") != "DELETE" and not _any(value, "childEPCs", "childQuantityList"):
        out.add(at, "what", "The event names children, unless its action is DELETE.")


def _transacted(value: dict[str, Any], at: Place, out: Report) -> None:
    if not ("epcList" in value or value.get("action") == "DELETE" or _any(value, "quantityList")):
        out.add(at, "what", "The event names EPCs or quantities, unless its action is DELETE.")


def _transformed(value: dict[str, Any], at: Place, out: Report) -> None:
    taken, made = _any(value, "inputEPCList", "inputQuantityList"), _any(value, "outputEPCList", "outputQuantityList")
    if not ((taken and made) or ((taken or made) and "transformationID" in value)):
        out.add(at, "what", "A transformation names inputs and outputs, or one of them with a transformationID.")


_WHOLES: dict[str, Check] = {
    "ObjectEvent": _object, "AggregationEvent": _family, "AssociationEvent": _family,
    "TransactionEvent": _transacted, "TransformationEvent": _transformed,
}  # fmt: skip

_events = list_of(event)


def _attribute_value(value: Any, at: Place, out: Report) -> None:
    if type(value) not in (str, int, float, dict):
        out.add(at, "type", "An attribute of master data is text, a number or an object.")
    elif type(value) is dict:
        refuse_depth(value, at, out)


_attribute = shape({"id": plain_uri, "attribute": _attribute_value}, ("id",), "any")
_element = shape({"id": plain_uri, "attributes": list_of(_attribute), "children": list_of(plain_uri)}, ("id",), "any")
_vocabularies = list_of(shape({"type": plain_uri, "vocabularyElementList": list_of(_element)}, ("type",), "any"))
_header = shape({"epcisMasterData": shape({"vocabularyList": _vocabularies}, (), "any")})
_body = shape({"eventList": _events}, ("eventList",), "any")
_results = shape({"eventList": _events, "vocabularyList": _vocabularies}, ("eventList",))
_query_results = shape(
    {"queryName": text, "subscriptionID": text, "resultsBody": _results}, ("queryName", "resultsBody")
)

document = shape(
    {
        "@context": context, "id": plain_uri, "type": text, "schemaVersion": version, "creationDate": moment,
        "instanceIdentifier": text, "sender": text, "receiver": text, "epcisHeader": _header, "epcisBody": _body,
    },
    ("@context", "type", "schemaVersion", "creationDate", "epcisBody"),
)  # fmt: skip
query_document = shape(
    {
        "@context": context, "id": plain_uri, "type": text, "schemaVersion": version, "creationDate": moment,
        "epcisBody": shape({"queryResults": _query_results}, ("queryResults",)),
    },
    ("@context", "type", "epcisBody"),
)  # fmt: skip
