"""A lot's diary for others: EPCIS documents, and a map of where it happened."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import orjson
import segno
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

import epcis
from ocop.design.rules import charts, tiles

from .models import Entry
from .queries import Story
from .queries.finding import places_on_map
from .queries.masterdata import vocabularies_for
from .queries.telling import event_for, with_everything
from .rules import declaration_of, document_of
from .rules.balance import Balance


def events_of(story: Story) -> list[dict[str, Any]]:
    """The lot's events in time order, with every declared error: what the repository was told of it."""
    entries = {e.pk: e for e in with_everything(e.pk for e in story.told)}
    found = []
    for entry in sorted(entries.values(), key=lambda e: (e.at, str(e.pk))):
        if entry.kind == "correction":
            continue
        event = event_for(entry)
        found.append(event)
        for key in story.overruled.get(entry.pk, ()):
            right = story.entries[key]
            found.append(declaration_of(event, right.received_at, [] if right.kind == "correction" else [key]))
    return found


def document_for(story: Story, created: datetime | None = None) -> dict[str, Any]:
    """The lot's EPCIS 2.0 document: its events, and the master data of the places, makers and goods that they name."""
    named = vocabularies_for(with_everything(e.pk for e in story.told))
    return document_of(events_of(story), settings.ORIGIN, created or timezone.localtime(), named)


def epcis_json(story: Story) -> bytes:
    """The document, checked before it leaves."""
    document = document_for(story)
    epcis.read(document)
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def epcis_xml(story: Story) -> bytes:
    """The same in XML."""
    return epcis.to_xml(epcis.read(document_for(story)))


def balance_rows(found: Balance) -> list[tuple[str, float]]:
    """The numbers of a lot that can be told in its own unit, from material to stamps."""
    told = (
        ("Nguyên liệu đủ làm", found.possible), ("Đã đóng gói", found.packed), ("Lô đã ghi", found.declared),
        ("Tem được cấp", found.allowed), ("Đã giao", found.sent),
    )  # fmt: skip
    return [(name, float(number)) for name, number in told if number is not None]


def balance_bars(rows: list[tuple[str, float]], unit: str) -> str:
    """The same as bars, one under the other: what is longer than the bar above it does not add up."""
    return charts.bars(rows, title=f"Cân đối ({unit})")


def place_map(entries: list[Entry], title: str) -> str:
    """The tile map of the units with how many entries happened in each; empty when none has a place."""
    counts: dict[str, int] = {}
    for entry in entries:
        place = (entry.site.place if entry.site else None) or (entry.book.place if entry.book_id else None)
        if place is not None and place.code:
            counts[place.code] = counts.get(place.code, 0) + 1
    if not counts:
        return ""
    units = [tiles.Tile(p.code, p.short_name, p.longitude or 0, p.latitude or 0) for p in places_on_map()]
    return tiles.tile_map(units, counts, title=title) if units else ""


def app_address() -> str:
    return f"{settings.ORIGIN}/nhat-ky-san-xuat/so/"


def app_symbol() -> SafeString:
    """The address of the diary for phones, to be scanned from the cooperative's screen."""
    out = io.BytesIO()
    segno.make(app_address(), error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass="qr-symbol", lineclass=None
    )
    return mark_safe(out.getvalue().decode())
