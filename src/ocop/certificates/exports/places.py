"""The tile map of the present units: one drawing for every page that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ocop.design.rules.tiles import Tile, scale_legend, tile_map

__all__ = ["place_tiles", "scale_legend"]


class Unit(Protocol):
    """What a tile needs to know of a place."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def latitude(self) -> float | None: ...


def place_tiles(units: Sequence[Unit], counts: Mapping[str, int], title: str) -> str:
    """Every unit one tile with its number (by code), each a link to its page."""
    drawn = [Tile(u.code, u.name, u.longitude or 0.0, u.latitude or 0.0) for u in units]
    values = {u.code: float(counts.get(u.code, 0)) for u in units}
    return tile_map(drawn, values, title=title, hrefs={u.code: f"/dia-ban/{u.slug}/" for u in units})
