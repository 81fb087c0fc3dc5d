"""Phiếu giấy: score sheets to be filled in with a pen when tablets or the network fail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from ocop.papers.exports import typeset

TEMPLATE = Path(__file__).parents[1] / "templates" / "councils" / "printed_sheet.typ"
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def printed_sheets_pdf(facts: Mapping[str, Any]) -> bytes:
    """A4, black on white; each sheet begins on a leaf of its own."""
    sheets = [{**sheet, "qr": _symbol(sheet["address"])} for sheet in facts["sheets"]]
    return typeset(TEMPLATE, {**facts, "sheets": sheets}, at=_NO_DATE)


def _symbol(text: str) -> str:
    buffer = BytesIO()
    symbol = segno.make(text, error="m", micro=False)
    symbol.save(buffer, kind="svg", border=4, light="#ffffff", dark="#000000", xmldecl=False, omitsize=True)
    return buffer.getvalue().decode()
