"""Bản in giấy chứng nhận: draft in, PDF out; PDF in, text and QR codes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import segno
import zxingcpp
from pypdf import PdfReader

from ocop.design.rules import drawings, shapes
from ocop.papers.exports import typeset

TEMPLATE = Path(__file__).parents[1] / "templates" / "certificates" / "certificate.typ"
# The paper's dates stand in its text; a fixed moment in the file keeps its bytes the same.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_DOTS_PER_INCH = 200


def certificate_pdf(draft: Mapping[str, Any]) -> bytes:
    """The same draft gives the same bytes, so that a render after a power cut finds its own file again."""
    drawn = {"qr": qr_svg(draft["url"]), "bay": drawings.printed("bay"), "star_drawing": shapes.printed_star()}
    return typeset(TEMPLATE, {**draft, **drawn}, at=_NO_DATE)


def qr_svg(url: str) -> str:
    """Level M with the four modules of clear zone; dark on white in every theme."""
    buffer = BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(buffer, kind="svg", border=4, light="#ffffff", dark="#000000", xmldecl=False, omitsize=True)
    return buffer.getvalue().decode()


def read_back(pdf: bytes) -> tuple[str, list[str]]:
    """The text of all pages, and what the QR codes on the first page that bears any say."""
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = (page.render(scale=_DOTS_PER_INCH / 72).to_pil() for page in document)
        codes = next((found for found in map(zxingcpp.read_barcodes, drawn) if found), [])
    finally:
        document.close()
    return text, [code.text for code in codes]
