"""A lot's events as steps that everyone may read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from epcis.vocabulary import short

Json = dict[str, Any]
_VIETNAM = timezone(timedelta(hours=7))
# Words of the Core Business Vocabulary, by the kinds that pages have words for.
_KINDS = {
    "receiving": "receipt", "accepting": "receipt", "arriving": "receipt", "shipping": "dispatch", "departing": "dispatch",
    "transporting": "transport", "loading": "transport", "unloading": "transport", "staging_outbound": "transport",
    "storing": "storage", "stocking": "storage", "holding": "storage", "inspecting": "inspecting", "sampling": "inspecting",
    "packing": "packing", "repackaging": "packing", "commissioning": "processing", "creating_class_instance": "processing",
    "assembling": "processing", "retail_selling": "selling", "destroying": "waste", "decommissioning": "waste",
}  # fmt: skip
# Of a few damaged bottles nothing: a reader without the numbers would take the whole lot for damaged.
_RESULTS = {"conformant": "pass", "non_conformant": "fail", "recalled": "recalled"}
_OURS = frozenset(
    {"input", "care", "harvest", "processing", "packing", "lab", "storage", "dispatch", "receipt", "note"}
)


def kind_of(event: Mapping[str, Any]) -> str:
    """What kind of step it is; the diary says so itself, others by their business step."""
    if event.get("ocop:kind") in _OURS:
        return str(event["ocop:kind"])
    step = short("bizStep", str(event.get("bizStep", "")))
    return _KINDS.get(step) or ("processing" if event["type"] == "TransformationEvent" else "other")


def result_of(event: Mapping[str, Any]) -> str:
    """What was found, where that is what the event is about."""
    return _RESULTS.get(short("disposition", str(event.get("disposition", ""))), "")


def entry_of(event: Mapping[str, Any]) -> str:
    """The diary entry that an event may be of; empty when its id is no UUID."""
    text = str(event.get("eventID", "")).removeprefix("urn:uuid:")
    try:
        return str(UUID(text)) if len(text) == 36 else ""
    except ValueError:
        return ""


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == 10
    except ValueError:
        return False


def local_day(moment: datetime) -> str:
    return moment.astimezone(_VIETNAM).date().isoformat()


def step_of(event: Json, moment: datetime, by: str, place: Iterable[Any]) -> Json:
    """One step: what kind, when, in which commune, by whom; of a partner also what it found."""
    site, name, commune, lon, lat = place
    return {
        "kind": kind_of(event), "name": "" if by else str(event.get("ocop:work") or "")[:200], "note": "",
        "on": local_day(moment), "where": (name or "") if site in ("workshop", "warehouse", "shop") else "",
        "place": commune or "", "lon": lon, "lat": lat, "by": by, "result": result_of(event) if by else "", "times": 1,
    }  # fmt: skip


def folded(steps: Iterable[Json]) -> list[Json]:
    """The same thing told again for the same day, place and teller is one step with a count."""
    found: dict[tuple[Any, ...], Json] = {}
    for step in steps:
        key = tuple(value for name, value in step.items() if name != "times")
        if key in found:
            found[key]["times"] += 1
        else:
            found[key] = dict(step)
    return list(found.values())
