"""The five kinds of EPCIS events as typed values.

Every value keeps what it was made of: an event's `source` is the JSON object as it came, extensions included, so
that nothing is lost on the way to storage and back. Field names are those of the standard in Python spelling.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

Json = dict[str, Any]
Action = Literal["OBSERVE", "ADD", "DELETE"]

_SPELT = {
    "event_id": "eventID", "parent_id": "parentID", "transformation_id": "transformationID", "device_id": "deviceID",
    "child_epcs": "childEPCs", "corrective_event_ids": "correctiveEventIDs", "s_dev": "sDev",
    "input_epc_list": "inputEPCList", "output_epc_list": "outputEPCList",
}  # fmt: skip


def _spelt(name: str) -> str:
    first, *rest = name.split("_")
    return _SPELT.get(name, first + "".join(word.capitalize() for word in rest))


class _Value(Struct, rename=_spelt, frozen=True, omit_defaults=True):
    """Common to all: frozen, and spelt as in the standard when written."""


class Quantity(_Value, frozen=True):
    """An amount of a class of objects; without `uom`, a count of instances."""

    epc_class: str
    quantity: float | None = None
    uom: str | None = None


class Place(_Value, frozen=True):
    """A read point or business location, by its URI."""

    id: str


class Transaction(_Value, frozen=True):
    """A document that the event belongs to; `type` is a word of the CBV (`po`, `desadv`) or a URI."""

    biz_transaction: str
    type: str | None = None


class Source(_Value, frozen=True):
    """From whom or where goods go; `type` is `owning_party`, `possessing_party`, `location` or a URI."""

    type: str
    source: str


class Destination(_Value, frozen=True):
    """To whom or where goods go; types as of a `Source`."""

    type: str
    destination: str


class PersistentDisposition(_Value, frozen=True):
    """Conditions that hold until they are unset, such as `recalled`."""

    set: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()


class ErrorDeclaration(_Value, frozen=True):
    """Says that the earlier event of this id was wrong: when, why, and which events stand in its place."""

    declaration_time: datetime
    reason: str | None = None
    corrective_event_ids: tuple[str, ...] = ()


class _Device(_Value, frozen=True):
    time: datetime | None = None
    device_id: str | None = None
    device_metadata: str | None = None
    raw_data: str | None = None
    data_processing_method: str | None = None
    biz_rules: str | None = None


class SensorMetadata(_Device, frozen=True):
    """What the reports of one element have in common: the device, and the moments between which it measured."""

    start_time: datetime | None = None
    end_time: datetime | None = None


class SensorReport(_Device, frozen=True, kw_only=True):
    """One measurement; `uom` is a UN/CEFACT Rec. 20 code (`CEL` is degrees Celsius)."""

    type: str
    exception: str | None = None
    microorganism: str | None = None
    chemical_substance: str | None = None
    coordinate_reference_system: str | None = None
    component: str | None = None
    value: float | None = None
    min_value: float | None = None
    max_value: float | None = None
    mean_value: float | None = None
    s_dev: float | None = None
    perc_rank: float | None = None
    perc_value: float | None = None
    string_value: str | None = None
    boolean_value: bool | None = None
    hex_binary_value: str | None = None
    uri_value: str | None = None
    uom: str | None = None


class SensorElement(_Value, frozen=True):
    """Measurements that were taken together."""

    sensor_report: tuple[SensorReport, ...]
    sensor_metadata: SensorMetadata | None = None


class Event(_Value, frozen=True, kw_only=True):
    """What every event has; an event of an unknown type is typed as this alone."""

    type: str
    event_time: datetime
    event_time_zone_offset: str
    record_time: datetime | None = None
    event_id: str | None = None
    certification_info: str | tuple[str, ...] = ()
    error_declaration: ErrorDeclaration | None = None
    source: Json = msgspec.field(name="@source", default_factory=dict)

    @property
    def extensions(self) -> Json:
        """The fields of user namespaces (`prefix:name`), verbatim."""
        return {name: value for name, value in self.source.items() if ":" in name}


class _Business(Event, frozen=True):
    biz_step: str | None = None
    disposition: str | None = None
    read_point: Place | None = None
    biz_location: Place | None = None
    biz_transaction_list: tuple[Transaction, ...] = ()
    source_list: tuple[Source, ...] = ()
    destination_list: tuple[Destination, ...] = ()
    sensor_element_list: tuple[SensorElement, ...] = ()


class ObjectEvent(_Business, frozen=True, kw_only=True):
    """Something happened to the objects named, or was sensed at a place."""

    action: Action
    epc_list: tuple[str, ...] = ()
    quantity_list: tuple[Quantity, ...] = ()
    persistent_disposition: PersistentDisposition | None = None
    ilmd: Json = {}


class _Family(_Business, frozen=True, kw_only=True):
    action: Action
    parent_id: str | None = None
    child_epcs: tuple[str, ...] = ()
    child_quantity_list: tuple[Quantity, ...] = ()


class AggregationEvent(_Family, frozen=True):
    """Children were put into, or taken out of, a parent such as a pallet."""


class AssociationEvent(_Family, frozen=True):
    """Children were joined to a parent for good, such as a sensor to a container."""


class TransactionEvent(_Business, frozen=True, kw_only=True):
    """Objects were tied to, or freed from, business transactions."""

    action: Action
    parent_id: str | None = None
    epc_list: tuple[str, ...] = ()
    quantity_list: tuple[Quantity, ...] = ()


class TransformationEvent(_Business, frozen=True):
    """Inputs became outputs."""

    transformation_id: str | None = None
    input_epc_list: tuple[str, ...] = ()
    input_quantity_list: tuple[Quantity, ...] = ()
    output_epc_list: tuple[str, ...] = ()
    output_quantity_list: tuple[Quantity, ...] = ()
    persistent_disposition: PersistentDisposition | None = None
    ilmd: Json = {}


_KINDS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent, AssociationEvent)
}


def typed(source: Json) -> Event:
    """Type one event that has been checked; its JSON object becomes the `source`."""
    kind = _KINDS.get(source["type"], Event)
    return msgspec.convert({**source, "@source": source}, kind)
