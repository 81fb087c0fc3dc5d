"""Văn bản quyết định: draft in, PDF out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ocop.papers.exports import typeset

from .certificate import qr_svg

_FOLDER = Path(__file__).parents[1] / "templates" / "certificates"
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def decision_pdf(draft: Mapping[str, Any], *, preview: bool = False) -> bytes:
    """The same draft gives the same bytes; a preview says on every page that it is one."""
    return typeset(_FOLDER / "decision.typ", {**draft, "qr": qr_svg(draft["url"]), "preview": preview}, at=_NO_DATE)


def notice_pdf(facts: Mapping[str, Any]) -> bytes:
    return typeset(_FOLDER / "notice.typ", facts, at=_NO_DATE)
