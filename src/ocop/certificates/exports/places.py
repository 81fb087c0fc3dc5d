"""The tile map of the present units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ocop.design.rules.tiles import Tile, scale_legend, tile_map
from ocop.places.models import Place

__all__ = ["place_tiles", "scale_legend"]


def place_tiles(units: Sequence[Place], counts: Mapping[int, int], title: str) -> str:
    """Every unit one tile with its number, each a link to its page."""
    drawn = [Tile(u.code, u.name, u.longitude or 0.0, u.latitude or 0.0) for u in units]
    values = {u.code: float(counts.get(u.pk, 0)) for u in units}
    return tile_map(drawn, values, title=title, hrefs={u.code: f"/dia-ban/{u.slug}/" for u in units})
