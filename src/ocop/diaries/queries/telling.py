"""Entries as facts for their events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from django.conf import settings

from gs1.keys import Gln, Gs1Error
from ocop.lots.queries import epc_of

from ..models import Book, Entry, Item
from ..rules import batch_uri, household_uri, stranger_uri
from ..rules.events import Moved, Noted, event_of, party_uri
from ..rules.uris import LINKS, area_uri

_WITH = ("book__producer__place__parent", "site__place__parent", "area", "lot__product")
_ALONG = ("items__lot__product", "attachments")


def with_everything(keys: Iterable[Any]) -> list[Entry]:
    """The entries with all that their events need, in the order of the given ids."""
    found = Entry.objects.filter(pk__in=list(keys)).select_related(*_WITH).prefetch_related(*_ALONG)
    return list(found)


def noted(entry: Entry) -> Noted:
    origin, items = settings.ORIGIN, list(entry.items.all())
    gln = gln_of(entry.details.get("partner_gln"))
    return Noted(
        id=entry.pk, kind=entry.kind, at=_as_said(entry), offset=entry.offset, own=_own(entry.book),
        inputs=[_moved(item) for item in items if item.direction == Item.Direction.IN],
        outputs=[_moved(item) for item in items if item.direction == Item.Direction.OUT],
        site=entry.site.uri if entry.site else "", spot=_spot(entry),
        area=area_uri(origin, str(entry.area.key)) if entry.area else "", area_code=entry.area.code if entry.area else "",
        lot=epc_of(entry.lot) if entry.lot else "", lot_code=entry.lot.code if entry.lot else "",
        best_before=entry.lot.best_before if entry.lot else None,
        partner=f"{LINKS}/417/{gln}" if gln else _partner(entry, items), partner_place=f"{LINKS}/414/{gln}" if gln else "",
        papers=[f"{origin}/nhat-ky-san-xuat/tep/{a.sha256}/" for a in entry.attachments.all() if a.kind == "paper"],
        details=entry.details,
    )  # fmt: skip


def event_for(entry: Entry) -> dict[str, Any]:
    return event_of(noted(entry))


def _as_said(entry: Entry) -> datetime:
    """The moment in the zone of the device: a harvest at five in the morning belongs to that day, not to the one in London."""
    hours, minutes = int(entry.offset[1:3]), int(entry.offset[4:6])
    offset = timedelta(hours=hours, minutes=minutes)
    return entry.at.astimezone(timezone(-offset if entry.offset.startswith("-") else offset))


def _spot(entry: Entry) -> tuple[float, float] | None:
    return (entry.latitude, entry.longitude) if entry.latitude is not None and entry.longitude is not None else None


def _moved(item: Item) -> Moved:
    epc = epc_of(item.lot) if item.lot else ""
    if not epc and item.batch and item.book_id:
        epc = batch_uri(settings.ORIGIN, item.book_id, item.batch)
    return Moved(epc, item.name, item.quantity, item.unit or (item.lot.unit if item.lot else ""))


def _own(book: Book) -> str:
    if book.household:
        return household_uri(settings.ORIGIN, book.pk)
    return party_uri(settings.ORIGIN, book.producer.slug, gln_of(book.producer.gln))


def _partner(entry: Entry, items: Sequence[Item]) -> str:
    """Whom it came from: a household by its batches; else whoever is named."""
    others = {item.book_id for item in items if item.book_id and item.book_id != entry.book_id}
    if entry.kind == "receipt" and len(others) == 1:
        return household_uri(settings.ORIGIN, others.pop() or 0)
    name = entry.details.get("partner") or entry.details.get("supplier") or ""
    return stranger_uri(settings.ORIGIN, entry.book.producer_id, name) if name else ""


def gln_of(text: object) -> str:
    try:
        return Gln.parse(text) if isinstance(text, str) and text else ""
    except Gs1Error:
        return ""
