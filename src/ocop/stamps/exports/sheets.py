"""Label sheets as PDF: thousands of stamps in a second or two.

Sizes follow ISO/IEC 18004: level M, four modules of clear zone, at least four dots of a 300 dpi printer a module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import islice

from fontpkg_be_vietnam_pro import ROOT as FONTS
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ..rules.codes import ALPHABET, LENGTH, grouped
from . import symbols

DOT = 72 / 300  # one dot of a 300 dpi printer, in points
LEAST_DOTS = 4
CLEAR_MODULES = 4
TEXT_GAP = 6.0
REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-SemiBold"
DEEP_TEAL = (0.04, 0.33, 0.32)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of label paper; lengths in millimetres."""

    key: str
    name: str
    page: tuple[float, float]
    columns: int
    rows: int
    label: tuple[float, float]
    left: float = 0.0
    top: float = 0.0
    gap: tuple[float, float] = (0.0, 0.0)

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    def corners(self) -> Iterator[tuple[float, float]]:
        """Lower left corner of each label in points, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                x = self.left + column * (self.label[0] + self.gap[0])
                y = self.page[1] - self.top - row * (self.label[1] + self.gap[1]) - self.label[1]
                yield x * mm, y * mm


SHEETS = {
    sheet.key: sheet
    for sheet in (
        Sheet("a4-65", "Giấy A4, 65 tem 38 × 21 mm", (210, 297), 5, 13, (38.1, 21.2), 4.75, 10.7, (2.5, 0)),
        Sheet("a4-40", "Giấy A4, 40 tem 52 × 30 mm", (210, 297), 4, 10, (52.5, 29.7)),
        Sheet("a4-24", "Giấy A4, 24 tem 70 × 37 mm", (210, 297), 3, 8, (70, 37), 0, 0.5),
        Sheet("cuon-3", "Cuộn 3 tem 35 × 22 mm", (110, 24), 3, 1, (35, 22), 1.5, 1, (1, 0)),
        Sheet("cuon-1", "Cuộn 1 tem 50 × 30 mm", (50, 30), 1, 1, (50, 30)),
    )
}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on every label of a batch beside its symbol."""

    product: str
    producer: str
    invitation: str = "Quét để kiểm tra"


class SheetTooSmall(ValueError):
    """The symbol would fall under four dots a module on this paper."""


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for name in (REGULAR, BOLD):
        file = name if "-" in name else f"{name}-Regular"
        pdfmetrics.registerFont(TTFont(name, FONTS / "files" / f"{file}.ttf"))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the parts of a label stand, in points from its lower left corner."""

    symbol: float
    clear: float
    y: float
    text_x: float
    text_width: float
    height: float
    scale: float


def _place(sheet: Sheet, modules: int) -> _Place:
    width, height = sheet.label[0] * mm, sheet.label[1] * mm
    room = min(height, width * 0.62) - 0.6 * mm
    dots = int(room / ((modules + 2 * CLEAR_MODULES) * DOT))
    if dots < LEAST_DOTS:
        raise SheetTooSmall(f"tem {sheet.label[0]} × {sheet.label[1]} mm không đủ chỗ cho mã {modules} × {modules} ô")
    module = dots * DOT
    symbol = modules * module
    clear = CLEAR_MODULES * module
    text_x = clear + symbol + max(clear, TEXT_GAP)
    scale = min(1.5, max(1.0, height / 66))
    return _Place(symbol, clear, (height - symbol) / 2, text_x, width - text_x - 3, height, scale)


def label_sheet(head: str, codes: Iterable[str], words: Words, sheet: Sheet) -> bytes:
    """Draw the labels of one batch.

    Args:
        head: origin and path in capitals before each code.
        codes: the codes, in the order of the labels.

    Raises:
        SheetTooSmall: the paper cannot hold a readable symbol.
        ValueError: the origin has characters outside QR's alphanumeric mode.
    """
    _register_fonts()
    prepared = symbols.batch(head, ALPHABET, LENGTH)
    place = _place(sheet, prepared.width)
    out = BytesIO()
    canvas = Canvas(out, pagesize=(sheet.page[0] * mm, sheet.page[1] * mm), pageCompression=1)
    canvas.setTitle(f"Tem {words.product}")
    canvas.setAuthor(words.producer)
    _draw_common(canvas, words, place)
    remaining = iter(codes)
    while page := list(islice(remaining, sheet.per_page)):
        for (x, y), code in zip(sheet.corners(), page, strict=False):
            _draw_label(canvas, x, y, place, prepared, head, code)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_common(canvas: Canvas, words: Words, place: _Place) -> None:
    """Draw once what all labels share; each label then refers to it."""
    big, small = 6.5 * place.scale, 5 * place.scale
    lines = [(BOLD, big, line) for line in _wrapped(words.product, BOLD, big, place.text_width, 2)]
    most = 1 if place.height < 70 else 2
    lines += [(REGULAR, small, line) for line in _wrapped(words.producer, REGULAR, small, place.text_width, most)]
    canvas.beginForm("common")
    y = place.height - place.clear - 4 * place.scale
    for font, size, line in lines:
        canvas.setFont(font, size)
        canvas.drawString(place.text_x, y, line)
        y -= size * 1.25
    canvas.setFillColorRGB(*DEEP_TEAL)
    canvas.setFont(BOLD, small)
    canvas.drawString(place.text_x, y, words.invitation)
    canvas.endForm()


def _wrapped(text: str, font: str, size: float, width: float, most: int) -> list[str]:
    """Break a text into at most so many lines; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or pdfmetrics.stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_shortened(line, font, size, width) for line in lines]


def _shortened(line: str, font: str, size: float, width: float) -> str:
    if pdfmetrics.stringWidth(line, font, size) <= width:
        return line
    while line and pdfmetrics.stringWidth(line + "…", font, size) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _draw_label(
    canvas: Canvas, x: float, y: float, place: _Place, prepared: symbols.Batch, head: str, code: str
) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.doForm("common")
    _draw_symbol(canvas, prepared, head + code, place)
    parts = grouped(code).split("-")
    canvas.setFont(BOLD, 6 * place.scale)
    for row, line in enumerate((" ".join(parts[:2]), " ".join(parts[2:4]), parts[4])):
        canvas.drawString(place.text_x, place.clear + (2 - row) * 7 * place.scale, line)
    canvas.restoreState()


def _draw_symbol(canvas: Canvas, prepared: symbols.Batch, text: str, place: _Place) -> None:
    # An inline image of one bit a module. reportlab's own inline images go through Pillow and cost ten times as much,
    # hence the operators by hand; a hexadecimal body keeps them plain text, and the page is compressed as a whole.
    body = prepared.symbol(text).hex()
    canvas._code.append(  # type: ignore[attr-defined]
        f"q {place.symbol:.3f} 0 0 {place.symbol:.3f} {place.clear:.3f} {place.y:.3f} cm "
        f"BI /W {prepared.width} /H {prepared.width} /BPC 1 /IM true /D [1 0] /F /AHx ID {body}> EI Q"
    )
