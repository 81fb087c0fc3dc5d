"""Label sheets as PDF: thousands of stamps in a second or two.

Sizes follow ISO/IEC 18004: level M, four modules of clear zone, at least four dots of a 300 dpi printer a module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import islice

from fontpkg_be_vietnam_pro import ROOT as FONTS
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFStreamFilterZCompress
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ..rules.codes import ALPHABET, LENGTH
from . import symbols

DOT = 72 / 300  # one dot of a 300 dpi printer, in points
LEAST_DOTS = 4
CLEAR_MODULES = 4
TEXT_GAP = 6.0
REGULAR, BOLD = "BeVietnamPro", "BeVietnamPro-SemiBold"
CODES_IN = "Courier-Bold"  # every reader has it; zeros, letters and lines of one width
DEEP_TEAL, BLACK = (0.04, 0.33, 0.32), (0.0, 0.0, 0.0)


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
        Sheet("a4-21", "Giấy A4, 21 tem 70 × 42 mm", (210, 297), 3, 7, (70, 42.3)),
        Sheet("cuon-3", "Cuộn 3 tem 35 × 22 mm", (110, 24), 3, 1, (35, 22), 1.5, 1, (1, 0)),
        Sheet("cuon-2", "Cuộn 2 tem 50 × 30 mm", (103, 32), 2, 1, (50, 30), 1, 1, (1, 0)),
        Sheet("cuon-1", "Cuộn 1 tem 50 × 30 mm", (50, 30), 1, 1, (50, 30)),
        Sheet("cuon-40", "Cuộn 1 tem 40 × 30 mm", (40, 30), 1, 1, (40, 30)),
        Sheet("cuon-70", "Cuộn 1 tem 70 × 40 mm", (70, 40), 1, 1, (70, 40)),
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
class Place:
    """Where the parts of a label stand, in points from its lower left corner."""

    symbol: float
    clear: float
    y: float
    text_x: float
    text_width: float
    height: float
    scale: float


def placed(sheet: Sheet, modules: int) -> Place:
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
    return Place(symbol, clear, (height - symbol) / 2, text_x, width - text_x - 3, height, scale)


def no_tail(_code: str) -> str:
    """Nothing stands behind the code of most stamps."""
    return ""


def label_sheet(
    head: str, codes: Iterable[str], words: Words, sheet: Sheet, tail: Callable[[str], str] = no_tail,
    prepared: symbols.Prepared | None = None,
) -> bytes:  # fmt: skip
    """Draw the labels of one batch.

    Args:
        head: origin and path in capitals before each code.
        codes: the codes, in the order of the labels.
        tail: what stands behind a code in its symbol.
        prepared: draws the symbols; by default those of head and code alone.

    Raises:
        SheetTooSmall: the paper cannot hold a readable symbol.
        ValueError: the origin has characters outside QR's alphanumeric mode.
    """
    _register_fonts()
    prepared = prepared or symbols.batch(head, ALPHABET, LENGTH)
    place = placed(sheet, prepared.width)
    out = BytesIO()
    canvas = Canvas(out, pagesize=(sheet.page[0] * mm, sheet.page[1] * mm), pageCompression=1)
    # Compressed and no more: text in base 85 is a quarter larger and a third slower.
    canvas._doc.defaultStreamFilters = [PDFStreamFilterZCompress()]  # type: ignore[attr-defined]
    canvas.setTitle(f"Tem {words.product}")
    canvas.setAuthor(words.producer)
    _draw_common(canvas, words, place)
    common = f"/{canvas._doc.getXObjectName('common')} Do"  # type: ignore[attr-defined]
    font = canvas._doc.getInternalFontName(CODES_IN)  # type: ignore[attr-defined]
    remaining = iter(codes)
    corners = list(sheet.corners())
    while page := list(islice(remaining, sheet.per_page)):
        canvas._formsinuse.append("common")  # type: ignore[attr-defined]
        for (x, y), code in zip(corners, page, strict=False):
            canvas._code.append(_label(x, y, place, prepared, head + code + tail(code), code, common, font))  # type: ignore[attr-defined]
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of the words that all labels share; `y` of its baseline in points above the label's lower edge."""

    text: str
    size: float
    y: float
    bold: bool = False
    inviting: bool = False


def words_of(words: Words, place: Place) -> list[TextLine]:
    """The words of a label, broken to its width: product, producer, invitation, from the top."""
    _register_fonts()
    big, small = 6.5 * place.scale, 5 * place.scale
    broken = [(line, big, True, False) for line in _wrapped(words.product, BOLD, big, place.text_width, 2)]
    most = 1 if place.height < 70 else 2
    broken += [(line, small, False, False) for line in _wrapped(words.producer, REGULAR, small, place.text_width, most)]
    broken.append((words.invitation, small, True, True))
    found, y = [], place.height - place.clear - 4 * place.scale
    for text, size, bold, inviting in broken:
        found.append(TextLine(text, size, y, bold, inviting))
        y -= size * 1.25
    return found


def _draw_common(canvas: Canvas, words: Words, place: Place) -> None:
    """Draw once what all labels share; each label then refers to it."""
    canvas.beginForm("common")
    for line in words_of(words, place):
        canvas.setFillColorRGB(*(DEEP_TEAL if line.inviting else BLACK))
        canvas.setFont(BOLD if line.bold else REGULAR, line.size)
        canvas.drawString(place.text_x, line.y, line.text)
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


def _label(
    x: float, y: float, place: Place, prepared: symbols.Prepared, text: str, code: str, common: str, font: str
) -> str:
    """The operators of one label: what all share, its symbol, its code in three lines."""
    # By hand: reportlab's own calls cost four times as much, and its inline images go through Pillow. The symbol is an image
    # of one bit a module; a hexadecimal body keeps the page plain text, and the page is compressed as a whole.
    size, leading = 6 * place.scale, 7 * place.scale
    body = prepared.symbol(text).hex()
    return (
        f"q 1 0 0 1 {x:.3f} {y:.3f} cm {common} "
        f"q {place.symbol:.3f} 0 0 {place.symbol:.3f} {place.clear:.3f} {place.y:.3f} cm "
        f"BI /W {prepared.width} /H {prepared.width} /BPC 1 /IM true /D [1 0] /F /AHx ID {body}> EI Q "
        f"BT {font} {size:.2f} Tf {leading:.2f} TL {place.text_x:.3f} {place.clear + 2 * leading:.3f} Td "
        f"({code[:4]} {code[4:8]}) Tj T* ({code[8:12]} {code[12:16]}) Tj T* ({code[16:]}) Tj ET Q"
    )
