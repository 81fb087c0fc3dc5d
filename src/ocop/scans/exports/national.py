"""What the national traceability portal would get of a lot: the ten items and its EPCIS document, in one documented JSON.

No public specification of that portal was found (domain.md, §6). So the form is ours, described by a JSON Schema, and turning it
into theirs will be one adapter (exports/portals.py).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from ocop.diaries.exports import document_for
from ocop.diaries.queries import story_of
from ocop.lots.models import Lot
from ocop.lots.queries import epc_of

from ..rules.ten import steps_told, ten_items
from .words.vocabulary import paper_name

FORMAT = "ocop-truy-xuat/1"
SCHEMA = "scans/national-portal.schema.json"
LAW = ("TT 02/2024/TT-BKHCN", "NĐ 37/2026/NĐ-CP, Điều 32")
# The ten items, in English for machines and in the order of the circular.
NAMES = {
    "name": "productName", "picture": "productPictures", "maker": "producerName", "address": "producerAddress",
    "steps": "steps", "time": "productionTime", "code": "traceabilityCode", "brand": "brand", "expiry": "bestBefore",
    "standard": "standards",
}  # fmt: skip


def lot_document(lot: Lot, told: Mapping[str, Any], at: datetime | None = None) -> dict[str, Any]:
    """One lot: `told` is what its passport tells (queries.told_about)."""
    moment = timezone.localtime(at or timezone.now())
    values = _values(lot, told)
    items = {NAMES[i.key]: {"present": i.has, "value": values[i.key] if i.has else None} for i in ten_items(told)}
    return {
        "format": FORMAT, "generatedAt": moment.isoformat(timespec="seconds"), "source": settings.ORIGIN,
        "simulated": bool(told["simulated"]), "legalBasis": list(LAW), "items": items, "passport": _passport(lot, told),
        "epcis": document_for(story_of(lot), moment),
    }  # fmt: skip


def _values(lot: Lot, told: Mapping[str, Any]) -> dict[str, Any]:
    pictures = [x["id"] for x in told["exhibits"] or () if x["kind"] == "picture"]
    return {
        "name": told["product"],
        "picture": [f"{settings.ORIGIN}/tra-cuu/hien-vat/{number}/" for number in pictures],
        "maker": told["producer"], "address": told["address"] or told["place"],
        "steps": [_step(step, lot) for step in steps_told(told)],
        "time": told["made_on"], "code": epc_of(lot), "brand": told["brand"], "expiry": told["best_before"],
        "standard": told["standards"],
    }  # fmt: skip


def _step(step: Mapping[str, Any], lot: Lot) -> dict[str, Any]:
    """A step with the three things the circular asks for: what, where, when. A place without code is told by name."""
    return {
        "name": step["name"] or step.get("kind", ""), "kind": step.get("kind") or None, "product": epc_of(lot),
        "place": step["place"] or step["where"] or None, "on": step["on"],
    }  # fmt: skip


def _passport(lot: Lot, told: Mapping[str, Any]) -> dict[str, Any]:
    """What Điều 32 asks for beside the ten items."""
    gtin = told["gtin"]
    papers = [x for x in told["exhibits"] or () if x["kind"] in ("test", "certificate")]
    papers += [{**x, "title": paper_name(x["paper"], "vi")} for x in told.get("attested") or ()]
    kept = ("kind", "title", "number", "issuer", "issued_on", "expires_on")
    return {
        "gtin": gtin, "lot": lot.code, "producerGln": told["gln"] or None, "origin": told["lot_place"] or told["place"],
        "quantity": {"value": lot.quantity, "unit": lot.unit}, "warnings": told["warnings"] or None,
        "papers": [{name: x[name] or None for name in kept} for x in papers],
        "recalled": lot.recalled_at.isoformat() if lot.recalled_at else None,
        "digitalLink": f"{settings.ORIGIN}/01/{gtin}/10/{lot.code}" if gtin else None,
    }  # fmt: skip


def written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()


def many_lots(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> bytes:
    """Several lots as one ZIP, one JSON each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, document in documents:
            bundle.writestr(zipfile.ZipInfo(f"{name}.json", (2000, 1, 1, 0, 0, 0)), written(document))
    return out.getvalue()
