"""Small documents of our own, with made-up numbers."""

from __future__ import annotations

from typing import Any

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ocop": "https://ocop.example.vn/ns/"}]


def harvest(**changes: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-11-01T08:00:00.000+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "quantityList": [
            {"epcClass": "https://id.gs1.org/01/08938500110016/10/NL000", "quantity": 120, "uom": "KGM"},
            {"epcClass": "urn:epc:class:lgtin:89385001.10001.NL001", "quantity": 7.5, "uom": "KGM"},
        ],
        "readPoint": {"id": "https://id.gs1.org/414/8938500110009/254/NUONG-1"},
        **changes,
    }


def document(*events: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-01T09:00:00+07:00",
        "epcisBody": {"eventList": list(events)},
    }
