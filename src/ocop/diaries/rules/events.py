"""Each entry is an EPCIS 2.0 event: which one, in the words of the Core Business Vocabulary 2.0.

Harvest and making use `creating_class_instance`, not `commissioning`: entries come in any order, so nobody can say
which of two harvests into one batch was its first. What has only a name stays beside the event (`ocop:`), never as an
invented number; names of persons and the words of a note stay in the diary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .units import COUNT, unit_named
from .uris import LINKS, event_uri

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
Json = dict[str, Any]
# kind → bizStep, disposition. CBV 2.0 has no word for tending plants, hives or fish: `other`, with our own beside it.
STEPS: dict[str, tuple[str, str]] = {
    "input": ("receiving", "in_progress"),
    "care": ("other", "in_progress"),
    "harvest": ("creating_class_instance", "active"),
    "processing": ("creating_class_instance", "in_progress"),
    "packing": ("packing", "in_progress"),
    "lab": ("inspecting", "in_progress"),
    "storage": ("storing", "in_progress"),
    "dispatch": ("shipping", "in_transit"),
    "receipt": ("receiving", "in_progress"),
    "note": ("other", "in_progress"),
}
_VERDICTS = {"pass": "conformant", "fail": "non_conformant"}
_SENSED = {"temperature": ("Temperature", "CEL"), "humidity": ("RelativeHumidity", "P1")}


@dataclass(frozen=True, slots=True)
class Moved:
    """A thing of an entry: `epc` is its class, empty for what has only a name."""

    epc: str = ""
    name: str = ""
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry with everything that its event needs, as facts."""

    id: UUID
    kind: str
    at: datetime
    offset: str
    own: str
    inputs: Sequence[Moved] = ()
    outputs: Sequence[Moved] = ()
    site: str = ""
    spot: tuple[float, float] | None = None
    area: str = ""
    area_code: str = ""
    lot: str = ""
    lot_code: str = ""
    best_before: date | None = None
    partner: str = ""
    partner_place: str = ""
    papers: Sequence[str] = ()
    details: Json = field(default_factory=dict)


def event_of(noted: Noted) -> Json:
    """The event of an entry; a withdrawal has none of its own (see `declaration_of`)."""
    made = _transformation(noted) if noted.kind in ("processing", "packing") else _object(noted)
    return {key: value for key, value in made.items() if value not in (None, "", {})}


def _common(noted: Noted) -> Json:
    step, disposition = STEPS[noted.kind]
    named = [_amount(thing) for thing in (*noted.inputs, *noted.outputs) if not thing.epc]
    return {
        "eventID": event_uri(noted.id), "eventTime": noted.at.isoformat(), "eventTimeZoneOffset": noted.offset,
        "bizStep": step, "disposition": _VERDICTS.get(str(noted.details.get("result")), disposition),
        "readPoint": _read_point(noted), "bizLocation": {"id": noted.site} if noted.site else None,
        "certificationInfo": list(noted.papers) if noted.kind == "lab" and noted.papers else None,
        "sensorElementList": _sensed(noted) if noted.kind == "storage" else None,
        "ocop:kind": noted.kind, "ocop:named": named or None, "ocop:plantingArea": noted.area_code,
        "ocop:work": noted.details.get("work"), "ocop:quarantineDays": noted.details.get("quarantine_days"),
        **_parties(noted),
    }  # fmt: skip


def _object(noted: Noted) -> Json:
    things = [thing for thing in (*noted.inputs, *noted.outputs) if thing.epc]
    if noted.lot and noted.lot not in {thing.epc for thing in things} and noted.kind not in ("input", "harvest"):
        things.append(Moved(noted.lot))
    about = [noted.area] if noted.area and noted.kind in ("care", "note") else []
    born = noted.kind == "harvest" and bool(things)
    return {
        "type": "ObjectEvent", "action": "ADD" if born else "OBSERVE", **_common(noted),
        "epcList": about or (None if things else []), "quantityList": [_quantity(t) for t in things] or None,
        "ilmd": _harvest_facts(noted) if born else None,
    }  # fmt: skip


def _transformation(noted: Noted) -> Json:
    taken = [_quantity(thing) for thing in noted.inputs if thing.epc]
    made = [_quantity(thing) for thing in noted.outputs if thing.epc]
    if noted.lot and noted.kind == "packing" and noted.lot not in {thing.epc for thing in noted.outputs}:
        made.append({"epcClass": noted.lot})
    if not taken and not made:
        return _object(noted)
    whole = taken and made
    return {
        "type": "TransformationEvent", **_common(noted), "inputQuantityList": taken or None,
        "outputQuantityList": made or None, "transformationID": None if whole else event_uri(noted.id),
        "ilmd": _lot_facts(noted) if made else None,
    }  # fmt: skip


def _quantity(thing: Moved) -> Json:
    """An amount of a class: with a unit code, as a count, or unsaid where the unit means nothing to others."""
    unit = unit_named(thing.unit)
    found: Json = {"epcClass": thing.epc}
    if thing.quantity is None or (unit is None and not _counted(thing.unit)):
        return found
    if unit is None or unit.measure == COUNT:
        return {**found, "quantity": _number(thing.quantity)}
    if unit.uom:
        return {**found, "quantity": _number(thing.quantity), "uom": unit.uom}
    return {**found, "quantity": _number(thing.quantity * unit.factor), "uom": "KGM"}


def _counted(unit: str) -> bool:
    """«chai 500 ml» is counted in bottles."""
    first = unit_named(unit.split(" ")[0]) if unit else None
    return first is not None and first.measure == COUNT


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)


def _amount(thing: Moved) -> str:
    return " ".join(part for part in (thing.name, str(thing.quantity or ""), thing.unit) if part)


def _read_point(noted: Noted) -> Json | None:
    """Where it was read: the site, else the place on earth to some hundred metres, so that no hive can be found by it."""
    if noted.site:
        return {"id": noted.site}
    return {"id": f"geo:{noted.spot[0]:.3f},{noted.spot[1]:.3f}"} if noted.spot else None


def _sensed(noted: Noted) -> list[Json] | None:
    reports = [
        {"type": kind, "value": noted.details[name], "uom": uom}
        for name, (kind, uom) in _SENSED.items()
        if isinstance(noted.details.get(name), int | float)
    ]
    return [{"sensorMetadata": {"time": noted.at.isoformat()}, "sensorReport": reports}] if reports else None


def _parties(noted: Noted) -> Json:
    """Who gave and who took, where something changed hands."""
    if noted.kind not in ("input", "dispatch", "receipt"):
        return {}
    own = [("possessing_party", noted.own)] + ([("location", noted.site)] if noted.site else [])
    other = [("possessing_party", noted.partner)] if noted.partner else []
    other += [("location", noted.partner_place)] if noted.partner_place else []
    gave, took = (own, other) if noted.kind == "dispatch" else (other, own)
    return {
        "sourceList": [{"type": kind, "source": uri} for kind, uri in gave] or None,
        "destinationList": [{"type": kind, "destination": uri} for kind, uri in took] or None,
    }


def _harvest_facts(noted: Noted) -> Json:
    day = noted.at.date().isoformat()
    return {"cbvmda:harvestStartDate": day, "cbvmda:harvestEndDate": day, **_lot_facts(noted)}


def _lot_facts(noted: Noted) -> Json:
    """Master data of the lot made: its number and until when it is good."""
    best_before = str(noted.details.get("best_before") or noted.best_before or "")
    facts = {"cbvmda:lotNumber": noted.lot_code, "cbvmda:bestBeforeDate": best_before}
    return {name: value for name, value in facts.items() if value}


def declaration_of(event: Json, declared: datetime, corrective: Sequence[UUID] = ()) -> Json:
    """The same event again, declared wrong: what stands instead, or that it never happened."""
    told: Json = {
        "declarationTime": declared.isoformat(),
        "reason": "incorrect_data" if corrective else "did_not_occur",
    }
    if corrective:
        told["correctiveEventIDs"] = [event_uri(key) for key in corrective]
    return {**event, "errorDeclaration": told}


def document_of(events: Sequence[Json], origin: str, created: datetime, vocabularies: Sequence[Json] = ()) -> Json:
    """The events as one EPCIS 2.0 document, with the master data of what they name."""
    header = {"epcisHeader": {"epcisMasterData": {"vocabularyList": list(vocabularies)}}} if vocabularies else {}
    return {
        "@context": [CONTEXT, {"ocop": f"{origin}/voc/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": created.isoformat(),
        **header,
        "epcisBody": {"eventList": list(events)},
    }


def party_uri(origin: str, slug: str, gln: str = "") -> str:
    return f"{LINKS}/417/{gln}" if gln else f"{origin}/chu-the/{slug}/"
