"""Figures in the shape promised to the outside."""

from __future__ import annotations

from typing import Any

from .queries import DEFINITIONS, SCOPES, Scope
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
