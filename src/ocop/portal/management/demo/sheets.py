"""Papers of the demonstration: one-page PDFs that say on their face that they are simulated."""

from __future__ import annotations

import io
import zlib

from django.core.files.base import ContentFile
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas


def simulated_paper(title: str) -> ContentFile[bytes]:
    """A small PDF. Its text is without accents because the standard fonts of PDF know none."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A5, invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(40, 520, "MO PHONG / SIMULATED")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(40, 490, f"Minh chung trinh dien so {abs(hash_of(title)) % 10_000:04d}")
    canvas.showPage()
    canvas.save()
    return ContentFile(buffer.getvalue(), name=f"{title} (mô phỏng).pdf")


def hash_of(text: str) -> int:
    """The same number for the same words on every machine; Python's own hash is salted."""
    return zlib.crc32(text.encode())
