"""Figures in the shape promised to the outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocop.certificates.exports.places import place_tiles

from .queries import DEFINITIONS, SCOPES, Scope, UnitTile
from .rules import Figures


def figures_document(figures: Figures, *, scope: Scope, stamped: int, listed: int) -> dict[str, Any]:
    """The contract's figures object; every breakdown adds up to its total."""
    return {
        "as_of": figures.as_of.isoformat(),
        "products": {
            "participating": figures.participating,
            "rated": figures.rated,
            "by_stars": dict(figures.by_stars),
            "by_group": dict(figures.by_group),
            "by_place": dict(figures.by_place),
            "by_former_place": dict(figures.by_former_place),
        },
        "producers": {"total": figures.producers, "by_kind": dict(figures.producers_by_kind)},
        "certificates": dict(figures.certificates),
        "stamped": stamped,
        "listed": listed,
        "definitions": {**DEFINITIONS, "scope": SCOPES[scope]},
    }


def tile_drawing(units: Sequence[UnitTile]) -> str:
    """The tile map of the present units, each a link to its place."""
    title = "Sản phẩm có hạng sao theo xã, phường, đặc khu"
    return place_tiles(units, {unit.code: unit.count for unit in units}, title)
