"""A form as a PDF, by typst."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import segno

from ocop.papers.exports import typeset

from .layout import FormPaper, as_facts

TEMPLATE = Path(__file__).parents[2] / "templates" / "dossiers" / "form.typ"
# The paper's own dates stand in its text; a fixed moment in the file keeps its bytes the same.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def form_pdf(paper: FormPaper) -> bytes:
    facts = as_facts(paper) | {"qr": qr_svg(paper.stamp.url) if paper.stamp.url else ""}
    return typeset(TEMPLATE, {"papers": [facts]}, at=NO_DATE)


def qr_svg(url: str) -> str:
    """Level M with its four modules of clear zone, dark on white."""
    out = io.BytesIO()
    symbol = segno.make(url, error="m", micro=False)
    symbol.save(out, kind="svg", border=4, light="#ffffff", dark="#000000", xmldecl=False, omitsize=True)
    return out.getvalue().decode()
