"""A buyer who lets us know in which province a stamp was read."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from ..models import Scan
from ..queries.cases import stamp_typed, told_already
from ..rules.regions import region_at

PLACED = "placed"


def tell_where(code: str, longitude: float, latitude: float, *, network: int, at: datetime | None = None) -> str:
    """Cho biết nơi quét: keeps the province alone, never the point; returns its code, or "" when nothing was kept.

    Once for each stamp, network and day. No journal line and no count: it is one more line of the log of scans.
    """
    stamp, region = stamp_typed(code), region_at(longitude, latitude)
    if stamp is None or not region:
        return ""
    moment = at or timezone.now()
    batch, sequence = stamp
    if told_already(batch, sequence, network, moment):
        return region
    Scan.objects.create(
        at=moment, batch_number=batch, sequence=sequence, verdict=PLACED, network=network, language="", region=region
    )
    return region
