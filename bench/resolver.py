"""The resolver under load: redirects by link type with every element checked, beside the same server with a fixed 307."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.house import connect_django, house
from bench.line import Line
from bench.load import bare_server, drive, web_worker

ROUNDS = 3


def _paths(count: int) -> list[str]:
    """GTIN, with lot, with serial of our own; each with a link type and an attribute that must be checked too."""
    from ocop.stamps.models import StampRange
    from ocop.stamps.queries import mint

    found = StampRange.objects.filter(batch__product__gtin__isnull=False).select_related("batch__lot", "batch__product")
    paths = []
    for r in found.order_by("-id")[:count]:
        gtin, code = r.batch.product.gtin, mint().code(r.batch.subject, r.batch.epoch, r.batch.number, r.lo)
        whole = f"/01/{gtin}/10/{r.batch.lot.code}"
        paths += [f"/01/{gtin}", whole, f"{whole}/21/{code}"]
    return paths


def lines() -> Iterator[Line]:
    connect_django()
    address, worker = house().address, web_worker(house().process)
    asked = [f"vi {path}?linkType=gs1:pip&17=301231&from=bench" for path in _paths(300)]
    listed = [f"vi {path}?linkType=linkset" for path in _paths(300)]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with bare_server(b"", folder, 307, "/san-pham/x/?from=bench") as (bare, pid):
            drive(bare, ["vi /"], folder, pid, 1)
            floor = median(drive(bare, ["vi /"], folder, pid).per_core for _ in range(ROUNDS))
        for name, paths in (("resolver.redirects", asked), ("resolver.linksets", listed)):
            drive(address, paths, folder, worker)
            found = median(drive(address, paths, folder, worker).per_core for _ in range(ROUNDS))
            yield Line(name, found, "answers/s/core", "higher", floor)
